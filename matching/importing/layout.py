"""A demand or an offer as a spreadsheet: its columns in order, each reading and writing its cells,
and what the collections of provinces and parks call them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django import forms
from import_export.fields import Field as SpreadField

from foundation import clock
from foundation.fields import LineField
from foundation.text import clean_line
from foundation.typed import Typed
from foundation.validators import OPEN, check_date, check_uscc
from foundation.validators.dates import Precision
from foundation.validators.verdict import half_width
from matching.columns.fields import COLUMNS, LISTS, field_of, is_needed, label_of
from matching.content import LONGEST
from matching.importing.labels import NOT_ASKED_WORDS, NUMBERS, OTHERS, OVER_COLUMNS
from matching.states import PostingKind, Reach
from projects.columns.cells import CellWidget
from projects.columns.fields import checked, worded
from projects.columns.labels import NOT_ASKED, by_label, known_by
from projects.columns.layout import (
    NUMBER,
    NUMBER_HINT,
    NUMBER_LABEL,
    NUMBER_LENGTH,
    Layout,
    Owner,
)
from projects.columns.proposals import with_check_character

OWNER = Owner("org_name", "", "org_code")
_OF_DEMANDS = ("stock_code",)
_AGREED = "面议"
_PAST = "已经过了，请改成今天以后的日期"
_FAR = "最晚是 {latest}，到期前可以延期"
_EARLY = "不能早于起始日期"
_NO_ALIAS = "不显示单位名称的，要填匿名称呼，如“某新能源汽车零部件企业”"
_NO_REACH = "请写“公开”“登录可见”或“匿名”"
# Of what needs no answer here, for an empty cell is one.
_HINTS = {"reach": "空着按“公开”办；不想让人知道是谁，写“匿名”，并填匿名称呼"}
_ANY_LEVEL = frozenset({"不限", "无要求", "不作要求", "均可"})
_FAR_AHEAD = timedelta(days=36_500)  # a day to come is no misprint here
_STOCK = re.compile(r"[0-9]{1,5}")


class DayField(LineField):
    """A day as people write it or a spreadsheet counts it, as ISO text."""

    def __init__(self) -> None:
        super().__init__(max_length=200, required=False)
        self._latest = clock.today() + _FAR_AHEAD

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        verdict = check_date(text, today=self._latest, coarsest=Precision.DAY, excel_serial=True)
        return checked(verdict)


class ReachWidget(CellWidget):
    """Who reads it, in the words of other forms too. What is not understood is asked: a name that
    came out cannot be taken back."""

    may_be_guessed = False

    def read(self, text: str) -> Any:
        said = clean_line(text).replace(" ", "")
        if not said:
            return ""
        for reach, words in _REACH.items():
            if words.search(said):
                return reach.value
        raise forms.ValidationError(_NO_REACH)


_REACH = {
    Reach.ANONYMOUS: re.compile("匿名|(?:不|隐去?|隐藏)(?:显示|公开)?(?:单位|企业|公司)"),
    Reach.MEMBERS: re.compile("登录|注册用户|会员|平台内"),
    Reach.PUBLIC: re.compile("^(?:完全|全部|对外|向社会)?公开$"),
}


class LevelWidget(CellWidget):
    """A floor, where there is one."""

    def read(self, text: str) -> Any:
        return super().read("" if text in _ANY_LEVEL else text)


def layout_of(kind: PostingKind) -> Layout:
    """Of the spreadsheets that hold postings of this kind."""
    names = tuple(n for n in COLUMNS if kind == PostingKind.DEMAND or n not in _OF_DEMANDS)
    return Layout(
        tab=str(PostingKind(kind).label),
        names=(NUMBER, *names),
        needed=tuple(name for name in names if is_needed(name, kind) and name not in _HINTS),
        owner=OWNER,
        columns=partial(_columns, kind, names),
        header_of=partial(_header_of, kind),
        hint_of=partial(_hint_of, kind),
        labels=partial(_labels, kind),
        column_of=lambda text, group: known_by(_labels(kind), text, group),
        numbers=NUMBERS[kind],
        over_columns=OVER_COLUMNS[kind],
        settle=_settle,
        telling=((OWNER.code, lambda text: check_uscc(text).ok),),
        corrected={OWNER.code: with_check_character, "stock_code": _six_digits},
        repeating=frozenset({*OWNER, "contact_name", "contact_phone", "valid_until"}),
    )


def typed_of(values: Mapping[str, Any]) -> dict[str, Typed]:
    """What a row says, as a person would have typed it."""
    return {name: _typed(name, value) for name, value in values.items()}


def _typed(name: str, value: Any) -> Typed:
    if name in LISTS:
        return list(value)
    if name == "budget":
        return _AGREED if value == OPEN else f"{Decimal(value).normalize():f}"
    return "、".join(value) if isinstance(value, list) else str(value)


def _columns(kind: PostingKind, names: Sequence[str]) -> dict[str, SpreadField]:
    number = LineField(max_length=NUMBER_LENGTH, required=False)
    number.label = NUMBER_LABEL
    fields = {NUMBER: worded(number), **{name: _field(name, kind) for name in names}}
    return {
        name: SpreadField(
            attribute=name,
            column_name=_header_of(kind, name),
            widget=_WIDGETS.get(name, CellWidget)(field),
        )
        for name, field in fields.items()
    }


_WIDGETS: dict[str, Callable[[forms.Field], CellWidget]] = {
    "reach": ReachWidget,
    "trl_floor": LevelWidget,
}


def _field(name: str, kind: PostingKind) -> forms.Field:
    field = field_of(name, kind)
    if isinstance(field.widget, forms.DateInput):
        days = DayField()
        days.label = field.label
        return worded(days)
    # A row without it cannot be found again.
    field.required = name == "title"
    return field


def _header_of(kind: PostingKind, name: str) -> str:
    return NUMBER_LABEL if name == NUMBER else label_of(name, kind)


def _hint_of(kind: PostingKind, name: str) -> str:
    if name == NUMBER:
        return NUMBER_HINT
    return _HINTS.get(name) or COLUMNS[name].hints[kind == PostingKind.OFFER]


@cache
def _labels(kind: PostingKind) -> Mapping[str, str]:
    own = {name: label_of(name, kind) for name in COLUMNS}
    return by_label(own, OTHERS[kind] | {NOT_ASKED: NOT_ASKED_WORDS})


def _settle(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a day says beside today and the other day, and what is hidden without another name."""
    since, until = (_day(values.get(name)) for name in ("wanted_from", "valid_until"))
    today = clock.today()
    if until and until < today:
        yield "valid_until", _PAST
    elif until and until > today + LONGEST:
        yield "valid_until", _FAR.format(latest=(today + LONGEST).isoformat())
    if since and until and until < since:
        yield "valid_until", _EARLY
    if values.get("reach") == Reach.ANONYMOUS and not values.get("alias"):
        yield "alias", _NO_ALIAS


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _six_digits(text: str) -> str:
    """A spreadsheet takes the zeros in front for nothing."""
    code = half_width(text)
    return code.zfill(6) if _STOCK.fullmatch(code) else ""
