"""The rows of each table in a work plan."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from foundation.fields import LineField
from foundation.tables import BaseRow, BaseTable, fill_table, table_class
from foundation.validators import check_uscc
from projects.columns.fields import CheckedField, choose, worded
from provinces.columns.fields import AmountField, DayField, column_of
from provinces.states import BudgetItem, BudgetSource, PartyRole, Task

ROWS: dict[str, dict[str, str]] = {
    "parties": {"role": "角色", "name": "单位名称", "code": "统一社会信用代码", "duty": "分工"},
    "tasks": {
        "task": "任务",
        "responsible": "责任单位",
        "begins": "开始",
        "ends": "完成",
        "measure": "指标",
    },
    "budget": {"item": "支出", "source": "来源", "amount": "金额（万元）"},
}
SIX_TASKS: list[dict[str, str]] = [
    {**dict.fromkeys(ROWS["tasks"], ""), "task": task} for task in Task.values
]

Make = Callable[[], forms.Field]


def _line() -> forms.Field:
    return LineField(max_length=200, required=False)


class PlanRow(BaseRow):
    made: dict[str, Make] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_of_row(self.column)
        self.optional_names = tuple(name for name in self.keys if name not in self.needed)

    @property
    def keys(self) -> tuple[str, ...]:  # type: ignore[override]  # -- asked of the table
        return tuple(ROWS[self.column])


class PartyRow(PlanRow):
    column = "parties"
    needed = ("role", "name")
    made = {
        "role": lambda: choose(PartyRole.choices),
        "code": lambda: CheckedField(check=check_uscc, required=False),
    }


class TaskRow(PlanRow):
    column = "tasks"
    needed = ("task", "responsible")
    made = {"task": lambda: choose(Task.choices), "begins": DayField, "ends": DayField}

    @property
    def is_blank(self) -> bool:
        """The task alone stands there from the beginning."""
        texts = {name: text for name, text in self.texts.items() if name != "task"}
        return not self.errors and not any(texts.values())

    def check_row(self, cleaned: dict[str, Any]) -> None:
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends < begins:
            self.add_error("ends", "完成日期早于开始日期，请核对")


class BudgetRow(PlanRow):
    column = "budget"
    needed = ("item", "source", "amount")
    made = {
        "item": lambda: choose(BudgetItem.choices),
        "source": lambda: choose(BudgetSource.choices),
        "amount": AmountField,
    }


class PlanTable(BaseTable):
    @property
    def label(self) -> str:  # type: ignore[override]  # -- asked of the column
        return column_of(self.column).label

    @property
    def hint(self) -> str:  # type: ignore[override]  # -- as above
        return column_of(self.column).hint


_ROWS = {row.column: row for row in (PartyRow, TaskRow, BudgetRow)}
_TABLES = {column: table_class(row, PlanTable) for column, row in _ROWS.items()}


def fields_of_row(column: str) -> dict[str, forms.Field]:
    fields = {}
    for key, label in ROWS[column].items():
        field = _ROWS[column].made.get(key, _line)()
        field.label = label
        fields[key] = worded(field)
    return fields


def table_of(column: str, rows: Any, data: Any = None) -> BaseTable:
    return fill_table(_TABLES[column], rows, data)


def sums_of(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Of a budget, what each source gives, in the order of the sources; `rows` hold words or
    codes."""
    sources = dict(BudgetSource.choices)
    named = [(sources.get(row["source"], row["source"]), row) for row in rows]
    return [
        {"source": label, "amount": total_of([row for one, row in named if one == label])}
        for label in sources.values()
        if any(one == label for one, _ in named)
    ]


def total_of(rows: list[dict[str, str]]) -> str:
    """Of the amounts of a budget, as it is written; "" where one is no number."""
    try:
        total = sum((Decimal(row["amount"] or "0") for row in rows), Decimal(0))
    except InvalidOperation:
        return ""
    return f"{total.normalize():f}"
