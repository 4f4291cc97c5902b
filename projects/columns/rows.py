"""A row of each table inside the 信息表: a set of texts, and what they say together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms

from foundation import clock
from foundation.fields import LineField
from foundation.tables import BaseRow
from foundation.validators import check_date, check_year
from projects.columns.fields import Choices, MoneyField, checked, choose, mode_choices, worded
from projects.columns.rights import check_right
from projects.vocabulary import ROWS, Right, RightState

_TEXT_LENGTH = 200


class Facts:
    """What rows are checked against: the ways to bring something to market, and the day it is,
    which is asked for when something is checked."""

    reads_serials = False

    def __init__(self, modes: Choices = ()) -> None:
        self.modes = modes

    @cached_property
    def today(self) -> date:
        return clock.today()


class DateField(LineField):
    """A day that has been, or its month where more is not known, as ISO text."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(max_length=_TEXT_LENGTH, required=False)
        self._facts = facts

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return self._read(text) if text else ""

    def _read(self, text: str) -> str:
        facts = self._facts
        return checked(check_date(text, today=facts.today, excel_serial=facts.reads_serials))


class YearField(LineField):
    """A year that has begun, as text."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(max_length=_TEXT_LENGTH, required=False)
        self.widget.attrs["inputmode"] = "numeric"
        self._facts = facts

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return checked(check_year(text, today=self._facts.today)) if text else ""


class RowForm(BaseRow):
    at_times: tuple[str, ...] = ()  # needed when other texts say so
    made: Mapping[str, Callable[[Facts], forms.Field]] = {}

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        self.fields |= self.made_fields(facts)
        asked = (*self.needed, *self.at_times)
        self.optional_names = tuple(n for n in ROWS[self.column] if n not in asked)

    @classmethod
    def made_fields(cls, facts: Facts) -> dict[str, forms.Field]:
        fields = {}
        for name, label in ROWS[cls.column].items():
            make = cls.made.get(name)
            field = make(facts) if make else LineField(max_length=_TEXT_LENGTH, required=False)
            field.label = label
            fields[name] = worded(field)
        return fields

    @property
    def keys(self) -> Sequence[str]:  # type: ignore[override]  # -- asked of the vocabulary
        return tuple(ROWS[self.column])


class IndicatorRow(RowForm):
    column = "indicators"


class AwardRow(RowForm):
    column = "awards"
    made = {"year": YearField}


class RightRow(RowForm):
    column = "rights"
    needed = ("kind",)
    at_times = ("number", "name")
    made = {
        "kind": lambda _: choose(Right.choices),
        "state": lambda _: choose(RightState.choices),
        "applied_on": DateField,
        "granted_on": DateField,
    }

    def check_row(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("kind") in Right.without_number:
            self.need("name", "请填写“名称”，说明是什么")
        elif cleaned.get("kind"):
            self.need("number", "请填写“号码”，申请中的填申请号")
        if cleaned.get("kind") and cleaned.get("number"):
            self._check_number(cleaned)
        applied, granted = cleaned.get("applied_on"), cleaned.get("granted_on")
        if applied and granted and _is_before(granted, applied):
            self.add_error("granted_on", "授权日早于申请日，请核对")

    def _check_number(self, cleaned: dict[str, Any]) -> None:
        verdict = check_right(cleaned, this_year=self.facts.today.year)
        try:
            cleaned["number"] = checked(verdict)
        except forms.ValidationError as fault:
            self.add_error("number", fault)


def _is_before(day: str, other: str) -> bool:
    """Of ISO texts, as far as both are known."""
    known = min(len(day), len(other))
    return day[:known] < other[:known]


class ConversionRow(RowForm):
    column = "conversions"
    needed = ("party",)
    made = {
        "mode": lambda facts: choose(facts.modes),
        "amount": lambda _: MoneyField(),
        "year": YearField,
    }


class MemberRow(RowForm):
    column = "members"


_ROW_FORMS: dict[str, type[RowForm]] = {
    row.column: row for row in (IndicatorRow, AwardRow, RightRow, ConversionRow, MemberRow)
}


def row_form(column: str) -> type[RowForm]:
    return _ROW_FORMS[column]


def fields_of_row(column: str) -> dict[str, forms.Field]:
    """The fields of one row, to be read from."""
    modes = mode_choices() if column == "conversions" else ()
    return row_form(column).made_fields(Facts(modes))
