"""A form field for each name of a posting: its label and hint by kind, whether it is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import forms

from accounts.terms import taxonomies
from foundation.fields import LineField, ProseField
from foundation.typed import Names
from foundation.validators import check_uscc
from foundation.validators.contacts import check_landline, check_mobile
from foundation.validators.verdict import Verdict, half_width
from matching.models.posting import TEXT_LENGTH, TITLE_LENGTH
from matching.states import Category, PostingKind, Reach
from projects.columns.fields import (
    CheckedField,
    KeywordsField,
    PriceField,
    SeveralField,
    choose,
    worded,
)
from projects.conditions import LEVELS

_NOT_DAY = "请写年月日，如 2027-06-30"
_STOCK = "请填 6 位数字的证券代码，如 300750"
_STOCK_LENGTH = 6
_ROWS = 5


class DayField(LineField):
    """A day, typed in any of the written forms a browser or a hand gives."""

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self) -> None:
        super().__init__(max_length=20, required=False)

    def clean(self, value: Any) -> Any:
        text = half_width(super().clean(value)).replace("/", "-")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(_NOT_DAY) from None


class StockField(LineField):
    """上市代码: six digits, or nothing."""

    def __init__(self) -> None:
        super().__init__(max_length=20, required=False)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> str:
        text = half_width(super().clean(value))
        if text and not (text.isascii() and text.isdigit() and len(text) == _STOCK_LENGTH):
            raise forms.ValidationError(_STOCK)
        return text


@dataclass(frozen=True)
class Column:
    """Labels and hints of a demand and of an offer; `needed` names the kinds that cannot go
    without."""

    labels: tuple[str, str]
    make: Callable[[str], forms.Field]
    hints: tuple[str, str] = ("", "")
    needed: frozenset[str] = frozenset(PostingKind.values)


_DEMAND, _NEITHER = frozenset({PostingKind.DEMAND.value}), frozenset[str]()


def _line(length: int) -> Callable[[str], forms.Field]:
    return lambda _: LineField(max_length=length, required=False)


def _prose(_: str) -> forms.Field:
    widget = forms.Textarea({"rows": _ROWS})
    return ProseField(max_length=TEXT_LENGTH, required=False, widget=widget)


def _categories(kind: str) -> forms.Field:
    codes = Category.of_demand if kind == PostingKind.DEMAND else Category.of_offer
    return choose([(code, Category(code).label) for code in codes])


def _fields(_: str) -> forms.Field:
    """The groups of the classification, each under its class, which may be meant as a whole; from
    the file, for no query."""
    rows = taxonomies()["fields"]
    classes = {row["code"]: row["name"] for row in rows if "." not in row["code"]}
    groups = {name: [(code, f"{code} {name}")] for code, name in classes.items()}
    for row in rows:
        upper, dot, _group = row["code"].partition(".")
        if dot:
            groups[classes[upper]].append((row["code"], f"{row['code']} {row['name']}"))
    return choose([pair for pair in groups.items() if pair[1]])


def _levels(_: str) -> forms.Field:
    words = [(level, said) for level, (said, _) in LEVELS.items()]
    return forms.TypedChoiceField(
        choices=[("", "不限"), *((level, f"{level} 级：{said}") for level, said in words)],
        coerce=int,
        empty_value=None,
        required=False,
    )


def _modes(_: str) -> forms.Field:
    choices = [(mode["code"], mode["name"]) for mode in taxonomies()["modes"]]
    return SeveralField(choices=choices, required=False)


def _reach(_: str) -> forms.Field:
    return forms.ChoiceField(choices=Reach.choices, required=False, widget=forms.RadioSelect)


def _check_phone(text: str) -> Verdict:
    """A mobile or a landline."""
    mobile = check_mobile(text)
    return mobile if mobile.ok else check_landline(text)


def _phone(_: str) -> forms.Field:
    return CheckedField(check=_check_phone, required=False)


def _uscc(_: str) -> forms.Field:
    return CheckedField(check=check_uscc, required=False)


COLUMNS: dict[str, Column] = {
    "org_name": Column(
        ("需求单位", "供给单位"),
        _line(100),
        ("企业的全称，以营业执照为准", "不填就是本单位"),
        _DEMAND,
    ),
    "org_code": Column(
        ("统一社会信用代码", "统一社会信用代码"), _uscc, ("18 位", "18 位，写了单位就要填"), _DEMAND
    ),
    "title": Column(
        ("需求名称", "供给名称"),
        _line(TITLE_LENGTH),
        ("一句话，如“车规级隔离驱动芯片国产替代”", "一句话，如“碳化硅中试线开放共享”"),
    ),
    "category": Column(("需求类型", "供给类型"), _categories),
    "problem": Column(
        ("主要问题", "提供内容"), _prose, ("现在怎么做，为什么不够用", "提供什么，规模多大")
    ),
    "key_points": Column(
        ("技术关键", "适用对象"), _prose, ("必须达到的指标，写上数字和单位", "什么样的项目用得上")
    ),
    "goal": Column(
        ("预期目标", "申请条件"), _prose, ("做成什么样算成", "要准备什么，多久答复"), _DEMAND
    ),
    "field": Column(("技术领域", "面向的领域"), _fields, ("", "不限就不选"), _NEITHER),
    "keywords": Column(
        ("关键词", "关键词"),
        lambda _: KeywordsField(required=False),
        ("1 到 5 个，每个不超过 10 字，用顿号隔开", "1 到 5 个，每个不超过 10 字，用顿号隔开"),
    ),
    "trl_floor": Column(("成熟度不低于", "成果成熟度不低于"), _levels, needed=_NEITHER),
    "modes": Column(("合作方式", "支持方式"), _modes, needed=_DEMAND),
    "budget": Column(
        ("拟投入资金", "支持额度"),
        lambda _: PriceField(),
        ("单位万元，没定就写“面议”", "单位万元，不涉及就空着"),
        _DEMAND,
    ),
    "wanted_from": Column(("起始日期", "起始日期"), lambda _: DayField(), needed=_NEITHER),
    "valid_until": Column(
        ("有效期至", "有效期至"),
        lambda _: DayField(),
        ("最长一年，到期可以延", "最长一年，到期可以延"),
    ),
    "stock_code": Column(
        ("上市代码", "上市代码"), lambda _: StockField(), ("上市公司填，6 位数字", ""), _NEITHER
    ),
    "reach": Column(("公开范围", "公开范围"), _reach),
    "alias": Column(
        ("匿名称呼", "匿名称呼"),
        _line(30),
        (
            "不显示单位名称时用，如“某新能源汽车零部件企业”",
            "不显示单位名称时用，如“某省级产业园区”",
        ),
        _NEITHER,
    ),
    "contact_name": Column(("联系人", "联系人"), _line(30)),
    "contact_phone": Column(("联系电话", "联系电话"), _phone, ("手机或座机", "手机或座机")),
}
LISTS = frozenset({"modes"})


def label_of(name: str, kind: str) -> str:
    return COLUMNS[name].labels[kind == PostingKind.OFFER]


@cache
def field_of(name: str, kind: str) -> forms.Field:
    """One for all forms, for nobody changes it: sets of postings are read in them."""
    column = COLUMNS[name]
    field = column.make(kind)
    field.label, field.help_text = label_of(name, kind), column.hints[kind == PostingKind.OFFER]
    return worded(field)


def is_needed(name: str, kind: str) -> bool:
    return kind in COLUMNS[name].needed


NAMES: Mapping[str, Names] = {
    kind: Names({}, LISTS, frozenset(), lambda name, kind=kind: label_of(name, kind))  # type: ignore[misc]  # -- bound at once
    for kind in PostingKind.values
}
