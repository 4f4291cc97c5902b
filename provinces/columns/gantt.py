"""The tasks of the year as bars, for the page and for print."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

_WIDTH, _THINNEST = 1200, 8  # a hundred for each month
_STEP = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """`left` and `width` of 1,200, the year's twelve months; `top` grows by 30 from bar to bar."""

    label: str
    left: int
    width: int
    top: int


@dataclass(frozen=True, slots=True)
class Gantt:
    """`height` with the line of months above."""

    bars: list[Bar]

    @property
    def height(self) -> int:
        return _STEP * (len(self.bars) + 1)


def gantt_of(tasks: Iterable[Mapping[str, str]], year: int) -> Gantt:
    """Of the rows that say when they begin and end; what lies outside the year is cut."""
    dated = [row for row in tasks if row["begins"] and row["ends"]]
    return Gantt([_bar(row, year, at) for at, row in enumerate(dated)])


def _bar(row: Mapping[str, str], year: int, at: int) -> Bar:
    left = _place(date.fromisoformat(row["begins"]), year)
    right = _place(date.fromisoformat(row["ends"]), year)
    return Bar(row["task"], left, max(_THINNEST, right - left), at * _STEP)


def _place(day: date, year: int) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)
    inside = min(max(day, first), last)
    return round((inside - first).days / (last - first).days * _WIDTH)
