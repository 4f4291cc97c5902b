"""The 信息表 as a spreadsheet: its columns in order, each reading and writing its cells.

The one source of the template, of what an import checks, of exports and of the page that explains
the columns.
"""

from collections.abc import Mapping
from functools import cached_property

from django import forms
from import_export.fields import Field as SpreadField
from import_export.resources import ModelResource
from import_export.widgets import Widget

from accounts.models import Field
from foundation.fields import LineField
from projects.columns.cells import CellWidget, ShareWidget, WillingWidget
from projects.columns.fields import choose, field_of, label_of, mode_choices, worded
from projects.columns.hints import HINTS
from projects.columns.labels import PHONE
from projects.columns.row_cells import RightsWidget, RowsWidget
from projects.columns.rows import Facts
from projects.columns.steps import MANDATE, NEEDED, SHOWN, STATED, STEPS, UNIT
from projects.columns.words import choices_of
from projects.models import Project
from projects.vocabulary import ROWS

NUMBER = "source_key"
NUMBER_LENGTH = 64
NUMBER_LABEL = "本单位编号"
_HEADERS = {NUMBER: NUMBER_LABEL, PHONE: "联系电话（手机或固话）"}
_NUMBER_HINT = "你们自己的编号，一项一个；再次导入时按它认出同一项"
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
        return _NUMBER_HINT
    if name == "rights":
        return _NUMBERS
    if name in ROWS:
        return _LINES.format(keys="、".join(ROWS[name].values()))
    return HINTS.get(name, "")


def is_needed(name: str) -> bool:
    """Before it is submitted; an import may leave it to a person."""
    return name in NEEDED or name in STATED


def field_in(column: SpreadField) -> forms.Field | None:
    """The form's field that reads a cell of this column; None for a table in a cell."""
    return getattr(column.widget, "field", None)


def choices_in(column: SpreadField) -> list[str]:
    """The words a cell may choose from; none where it is free."""
    field = field_in(column)
    if field is None or isinstance(field, forms.BooleanField):
        return []
    return [words for _, words in choices_of(field)]


def is_several(column: SpreadField) -> bool:
    return isinstance(field_in(column), forms.MultipleChoiceField)


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
