"""The 信息表 as a spreadsheet: its columns in order, each reading and writing its cells.

The one source of the template, of what an import checks, of exports and of the page that explains
the columns.
"""

import re
from collections.abc import Mapping
from functools import cached_property

from django import forms
from import_export.fields import Field as SpreadField
from import_export.resources import ModelResource
from import_export.widgets import Widget

from accounts.models import Field
from foundation.fields import LineField
from foundation.validators import check_email, check_ip_number, check_mobile, check_uscc
from projects.columns.cells import CellWidget, ShareWidget, WillingWidget
from projects.columns.fields import choose, field_of, label_of, mode_choices, worded
from projects.columns.hints import HINTS
from projects.columns.labels import PHONE, column_of, columns_by_label
from projects.columns.layout import NUMBER, NUMBER_HINT, NUMBER_LABEL, NUMBER_LENGTH, Layout, Owner
from projects.columns.proposals import (
    share_in_percent,
    with_check_character,
    with_check_digits,
)
from projects.columns.row_cells import RightsWidget, RowsWidget
from projects.columns.rows import Facts
from projects.columns.steps import MANDATE, NEEDED, SHOWN, STATED, STEPS, UNIT
from projects.columns.telephones import column_of_phone
from projects.columns.together import settle
from projects.models import Project
from projects.vocabulary import ROWS

_HEADERS = {NUMBER: NUMBER_LABEL, PHONE: "联系电话（手机或固话）"}
_LINES = "一行一条。可以写成“标签：文字；标签：文字”，或按顺序用“｜”隔开：{keys}"
_NUMBERS = "写号码就行，如 ZL202110000001.6；几项的用分号隔开或分行，名称可以写在号码后面的括号里"
# Whose it is follows from who imports; promises are made by whoever ticks them, not by a file.
_LEFT_OUT = {UNIT, SHOWN, MANDATE, "rights_declared", "truthful"}
SPREAD = (NUMBER, *(n for step in STEPS for n in step.names if n not in _LEFT_OUT))
_OF_HOLDER = ("name", "kind", "code")
_PATHS = {
    "field": "field_id",
    **{stated: f"organisation__{own}" for stated, own in zip(STATED, _OF_HOLDER, strict=True)},
}


_NUMBERS = (
    "本单位编号 编号 成果编号 项目编号 单位编号 内部编号 登记号 成果登记号 项目号 id "
    "编码 成果编码 项目编码"
)
# Too short for a form on paper, where they head other things; clear over a column.
_OVER_COLUMNS = {
    "organisation": "单位 所属单位 所在单位 企业名称 机构名称 持有人单位 成果单位",
    "modes": "合作意向 转化意向 意向方式 方式",
    "title": "名称 项目 成果",
    "field": "领域 行业",
    "summary": "简介 介绍 内容 概述",
    "contact_name": "姓名",
    "lead_name": "第一完成人姓名 发明人 团队负责人",
    "price": "价格 价格(万元) 意向价 转让费",
    "wants": "合作需求情况",
    "level": "水平 先进性",
    "stage": "阶段 成熟阶段",
    "rights": "专利号 专利申请号 授权专利 知识产权号 专利及软著",
}
_ANY_YEAR = 9999


class SheetFacts(Facts):
    """In a spreadsheet a day may be its serial number."""

    reads_serials = True


class SheetResource(ModelResource):
    """`columns` are its fields by the names of the sheet; one resource reads the lists it chooses
    from once."""

    class Meta:
        model = Project
        fields = ()

    def __init__(self) -> None:
        super().__init__()
        self.columns: Mapping[str, SpreadField] = {name: self._column(name) for name in SPREAD}
        self.fields = dict(self.columns)

    @cached_property
    def facts(self) -> Facts:
        return SheetFacts(mode_choices())

    def _column(self, name: str) -> SpreadField:
        path = _PATHS.get(name, name)
        return SpreadField(attribute=path, column_name=header_of(name), widget=self._widget(name))

    def _widget(self, name: str) -> Widget:
        if name in ROWS:
            return (RightsWidget if name == "rights" else RowsWidget)(name, self.facts)
        kind = {"willing": WillingWidget, "funding_share": ShareWidget}.get(name, CellWidget)
        return kind(_field(name))


def header_of(name: str) -> str:
    return _HEADERS.get(name) or label_of(name)


def hint_of(name: str) -> str:
    """How a cell of this column is filled in."""
    if name == NUMBER:
        return NUMBER_HINT
    if name == "rights":
        return _NUMBERS
    if name in ROWS:
        return _LINES.format(keys="、".join(ROWS[name].values()))
    return HINTS.get(name, "")


def _field(name: str) -> forms.Field:
    if name == NUMBER:
        number = LineField(max_length=NUMBER_LENGTH, required=False)
        number.label = NUMBER_LABEL
        return worded(number)
    if name == "field":
        return _fields_of_both_levels()
    return field_of(name)


def _fields_of_both_levels() -> forms.Field:
    """Spreadsheets mostly name the class; its group is then chosen by a person."""
    rows = Field.objects.order_by("code").values_list("code", "name")
    field = choose([(code, f"{code} {name}") for code, name in rows])
    field.label = label_of("field")
    return worded(field)


def _is_right(text: str) -> bool:
    return bool(check_ip_number(re.split(r"[、，,；;\s(（]", text)[0], this_year=_ANY_YEAR).kind)


SHEET = Layout(
    tab="成果",
    names=SPREAD,
    needed=NEEDED,
    marked=STATED,
    owner=Owner(*STATED),
    columns=lambda: SheetResource().columns,
    header_of=header_of,
    hint_of=hint_of,
    labels=columns_by_label,
    column_of=column_of,
    numbers=_NUMBERS,
    over_columns=_OVER_COLUMNS,
    settle=settle,
    telling=(
        ("organisation_code", lambda text: check_uscc(text).ok),
        ("contact_mobile", lambda text: check_mobile(text).ok),
        ("contact_email", lambda text: check_email(text).ok),
        ("rights", _is_right),
    ),
    either={PHONE: ("contact_mobile", "contact_landline")},
    choose=column_of_phone,
    corrected={
        "funding_share": share_in_percent,
        "organisation_code": with_check_character,
        "rights": with_check_digits,
    },
    repeating=frozenset(STATED),
    answers=frozenset({"willing"}),
)
