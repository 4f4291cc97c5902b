"""What the values of one section say together."""

from collections.abc import Iterator, Mapping
from typing import Any

from provinces.columns.rows import total_of

_NOT_TOTAL = "各行相加是 {total} 万元，与总额不一致，请核对"
_OTHER_YEAR = "不在 {year} 年度内，请核对"
_SAME_DAY = "和首选日期是同一天，请另选一天，或不填"
_TOO_FEW = "已选了 {chosen} 个项目，请写不少于这个数"
_DAYS = ("letter_date", "first_date", "second_date")


def told_together(values: Mapping[str, Any], year: int) -> Iterator[tuple[str, str]]:
    """Name and sentence of each fault; `values` by what is asked, without an event's ref."""
    yield from _of_days(values, year)
    yield from _of_projects(values)
    yield from _of_budget(values)


def _of_days(values: Mapping[str, Any], year: int) -> Iterator[tuple[str, str]]:
    for name in _DAYS:
        if values.get(name) and not values[name].startswith(f"{year}-"):
            yield name, _OTHER_YEAR.format(year=year)
    if values.get("second_date") and values["second_date"] == values.get("first_date"):
        yield "second_date", _SAME_DAY


def _of_projects(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    chosen, count = len(values.get("projects") or ()), values.get("project_count")
    if count and int(count) < chosen:
        yield "project_count", _TOO_FEW.format(chosen=chosen)


def _of_budget(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("budget") and values.get("budget_total"):
        total = total_of(values["budget"])
        if total and total != values["budget_total"]:
            yield "budget_total", _NOT_TOTAL.format(total=total)
