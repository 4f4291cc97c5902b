"""A form field for each name of the work plan: its label, its hint, whether a plan needs it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from foundation.fields import LineField, ProseField
from foundation.validators import check_money
from foundation.validators.verdict import half_width
from projects.columns.fields import SeveralField, checked, choose, worded
from projects.vocabulary import Orientation
from provinces.columns.facts import Facts
from provinces.columns.sections import base_of
from provinces.states import EventMode

_NUMBER = re.compile(r"(?P<body>\S+?)[\[【〔(（](?P<year>20\d\d)[\]】〕)）](?P<serial>[1-9]\d*)号")
_SHORT, _PROSE = 100, 2000  # characters
_NOT_NUMBER = "请写成“川科函〔2026〕41号”的样子：代字、六角括号里的年份、序号"
_NOT_DAY = "请写年月日，如 2026-06-16"
_LARGEST = 10**7


class NumberField(LineField):
    """发文字号 in its one written form (GB/T 9704-2012, 7.2.5): 〔〕, no 第, no leading noughts."""

    def __init__(self) -> None:
        super().__init__(max_length=60, required=False)

    def clean(self, value: Any) -> str:
        text = super().clean(value).replace(" ", "")
        if not text:
            return ""
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_NOT_NUMBER)
        return f"{found['body']}〔{found['year']}〕{found['serial']}号"


class DayField(LineField):
    """A day, as ISO text."""

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self) -> None:
        super().__init__(max_length=20, required=False)

    def clean(self, value: Any) -> str:
        text = half_width(super().clean(value))
        if not text:
            return ""
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise forms.ValidationError(_NOT_DAY) from None


class CountField(forms.IntegerField):
    """A whole number, as text, for it is printed and not reckoned with."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self) -> None:
        super().__init__(min_value=0, max_value=_LARGEST, required=False)

    def clean(self, value: Any) -> str:
        number = super().clean(half_width(str(value or "")[:20]))
        return "" if number is None else str(number)


class AmountField(LineField):
    """An amount in 万元 as text, however people write it."""

    def __init__(self) -> None:
        super().__init__(max_length=40, required=False)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return f"{Decimal(checked(check_money(text))).normalize():f}" if text else ""


@dataclass(frozen=True)
class Column:
    """`unit` stands behind a number in print."""

    label: str
    make: Callable[[Facts], forms.Field]
    hint: str = ""
    is_needed: bool = False
    unit: str = ""


def _line(_: Facts) -> forms.Field:
    return LineField(max_length=_SHORT, required=False)


def _prose(_: Facts) -> forms.Field:
    return ProseField(max_length=_PROSE, required=False, widget=forms.Textarea({"rows": 6}))


def _count(_: Facts) -> forms.Field:
    return CountField()


def _amount(_: Facts) -> forms.Field:
    return AmountField()


def _day(_: Facts) -> forms.Field:
    return DayField()


def _projects(facts: Facts) -> forms.Field:
    labels = [
        (code, f"{row['title']}（{row['organisation']}）{'· 已推荐' if row['recommended'] else ''}")
        for code, row in facts.projects.items()
    ]
    return SeveralField(choices=labels, required=False)


COLUMNS: dict[str, Column] = {
    "doc_number": Column("发文字号", lambda _: NumberField(), "如“川科函〔2026〕41号”", True),
    "letter_date": Column("成文日期", _day, "签发的日期", True),
    "office": Column("联系部门", _line, "如“成果转化处”", True),
    "phone": Column("联系电话", _line, "办公电话，印在函上", True),
    "aims": Column("总体要求与目标", _prose, "本年度要做成什么，为什么", True),
    "target_collected": Column("征集成果", _count, "", True, "项"),
    "target_listed": Column("入库成果", _count, "", True, "项"),
    "target_demands": Column("征集需求", _count, "", True, "项"),
    "target_introductions": Column("供需对接", _count, "", True, "次"),
    "target_contracts": Column("签约", _count, "", True, "项"),
    "target_amount": Column("签约额", _amount, "单位万元", True, "万元"),
    "basis": Column("工作基础", _prose, "产业基础、成果储备、往届成效", True),
    "basis_amount": Column("近三年技术合同成交额", _amount, "单位万元", True, "万元"),
    "basis_agencies": Column("技术转移机构", _count, "", False, "家"),
    "basis_zones": Column("国家高新区", _count, "", False, "家"),
    "basis_institutes": Column("高校院所", _count, "", False, "家"),
    "basis_events": Column("往届直通车路演", _count, "", False, "场"),
    "basis_projects": Column("往届路演项目", _count, "", False, "项"),
    "basis_contracts": Column("往届签约", _count, "", False, "项"),
    "organisation": Column("组织架构", _prose, "领导小组、工作专班、五方怎样联动", True),
    "lead": Column("负责人", _line, "姓名和职务", True),
    "liaison": Column("联络员", _line, "姓名和办公电话", True),
    "selection": Column("项目遴选", _prose, "路演项目怎么选出来", True),
    "coaching": Column("培训辅导", _prose, "谁来辅导、辅导什么、几次彩排", True),
    "broadcast": Column("直播与宣传", _prose, "", False),
    "budget_total": Column("经费总额", _amount, "单位万元，等于各行之和", True, "万元"),
    "policies": Column("政策支持", _prose, "落地项目能得到什么", True),
    "staff": Column("人员保障", _prose),
    "safety": Column("安全与保密", _prose, "会务安全、数据与保密、应急预案", True),
    "integrity": Column("廉政要求", _prose),
    "tracking": Column("转化跟踪", _prose, "怎么跟踪、谁来跟踪", True),
    "reporting": Column("成效报送", _line, "如“每季度末月 25 日前”", True),
}
EVENT_COLUMNS: dict[str, Column] = {
    "title": Column("活动名称", _line, "如“集成电路专场”", True),
    "theme": Column("主题类别", lambda facts: choose(facts.themes), "通知里的主题之一", True),
    "fields": Column(
        "战新领域", lambda facts: SeveralField(choices=facts.fields, required=False), "", True
    ),
    "orientations": Column(
        "四个面向", lambda _: SeveralField(choices=Orientation.choices, required=False), "", True
    ),
    "strategies": Column(
        "区域战略", lambda facts: SeveralField(choices=facts.strategies, required=False)
    ),
    "first_date": Column("首选日期", _day, "全国统一排期，首选优先", True),
    "second_date": Column("备选日期", _day, "首选排不上时用"),
    "place": Column("地点", _line, "城市和场馆", True),
    "mode": Column("形式", lambda _: choose(EventMode.choices), "", True),
    "host": Column("拟承办单位", _line, "不写就由本单位承办"),
    "projects": Column("拟路演项目", _projects, "从本单位的项目库选，已推荐的在前", True),
    "project_count": Column("拟路演项目数", _count, "", True, "项"),
    "companies": Column("拟邀企业", _count, "", True, "家"),
    "investors": Column("拟邀投资机构", _count, "", True, "家"),
    "agenda": Column("议程安排", _prose, "开场、路演、对接各多长时间", True),
}
TABLES = {
    "parties": Column("参与单位", _line, "主办、承办、协办、支撑单位和各自的分工", True),
    "tasks": Column("任务分工", _line, "六项任务都要有人负责", True),
    "budget": Column("经费预算", _line, "一行一项，写明来源，单位万元", True),
}
LISTS = frozenset({"fields", "orientations", "strategies", "projects"})


def column_of(name: str) -> Column:
    base = base_of(name)
    if base != name:
        return EVENT_COLUMNS[base]
    return COLUMNS.get(name) or TABLES[name]


def label_of(name: str) -> str:
    return column_of(name).label


def field_of(name: str, facts: Facts) -> forms.Field:
    column = column_of(name)
    field = column.make(facts)
    field.label, field.help_text = column.label, column.hint
    return worded(field)
