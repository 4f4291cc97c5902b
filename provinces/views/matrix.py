"""The board's lines as cells of a table: one way for each view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from provinces.forms.board import Order, Show, View
from provinces.queries.board import Board, Line, Roadshow, wants_second

_HEATS = 9  # classes heat--0 to heat--9
_MOST = 5  # points on a criterion


@dataclass(frozen=True, slots=True)
class Cell:
    """`heat` from 0 to 9, None for none."""

    text: str
    heat: int | None = None
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`shows` are its roadshows, each with the place of its theme in the board's list, and `themes`
    all those places, as a script reads them; `starts_below` where the line runs above it."""

    line: Line
    cells: Sequence[Cell]
    shows: Sequence[tuple[Roadshow, str]]
    themes: str
    wants_second: bool
    starts_below: bool


def rows_of(board: Board, wanted: Mapping[str, str]) -> list[Row]:
    """Narrowed, in order, with the cells of the view; the line is drawn where all are shown by
    rank."""
    lines = [line for line in board.lines if _SHOWN[wanted["show"]](line)]
    lines.sort(key=_ORDERS[wanted["sort"]])
    cells_of = _CELLS[wanted["view"]]
    has_line = wanted["show"] == Show.ALL and wanted["sort"] == Order.RANK and board.line.plans
    first_below = next((one for one in lines if not one.is_above), None) if has_line else None
    places = {theme: str(at) for at, theme in enumerate(board.themes)}
    rows = []
    for line in lines:
        shows = [(show, places.get(show.theme, "")) for show in line.roadshows]
        rows.append(
            Row(
                line,
                cells_of(board, line),
                shows,
                " ".join(place for _, place in shows),
                wants_second(line),
                line is first_below,
            )
        )
    return rows


def heads_of(board: Board, wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Of the cells: label and what it is counted in."""
    if wanted["view"] == View.EXPERTS:
        return [("各专家总分", "熟悉程度 1–5")]
    unit = "低–高" if wanted["view"] == View.SPREAD else ""
    return [(one["label"], unit or f"{one['weight']} 分") for one in board.round.criteria]


def _means(board: Board, line: Line) -> list[Cell]:
    if line.figures is None:
        return [Cell("—") for _ in board.round.criteria]
    return [_mean(line.figures.parts.get(c["key"]), c["weight"]) for c in board.round.criteria]


def _mean(part: Decimal | None, weight: int) -> Cell:
    return Cell("—") if part is None else Cell(f"{part:.1f}", int(part / weight * _HEATS))


def _by_expert(board: Board, line: Line) -> list[Cell]:
    return [
        Cell(
            f"{task.total:.1f}" if task.is_filed else "待评",
            int(task.total / 100 * _HEATS) if task.is_filed else None,
            board.experts[task.expert],
            str(task.familiarity or ""),
        )
        for task in line.tasks
    ]


def _ranges(board: Board, line: Line) -> list[Cell]:
    return [_range(line, one["key"]) for one in board.round.criteria]


def _range(line: Line, key: str) -> Cell:
    points = [task.points[key] for task in line.tasks if task.points and key in task.points]
    if not points:
        return Cell("—")
    low, high = min(points), max(points)
    return Cell(f"{low}–{high}" if high > low else str(low), (high - low) * _HEATS // _MOST)


_CELLS: dict[str, Callable[[Board, Line], list[Cell]]] = {
    View.MEANS: _means,
    View.EXPERTS: _by_expert,
    View.SPREAD: _ranges,
}
_SHOWN: dict[str, Callable[[Line], bool]] = {
    Show.ALL: lambda _: True,
    Show.SECOND: lambda line: (
        line.figures is not None and (line.figures.is_held or line.figures.is_dispersed)
    ),
    Show.LACKING: lambda line: line.lacking > 0,
}


def _by_rank(_: Line) -> int:
    """As they come."""
    return 0


def _by_standardised(line: Line) -> tuple[bool, int]:
    rank = line.figures.standardised_rank if line.figures else None
    return rank is None, rank or 0


def _by_spread(line: Line) -> tuple[bool, Decimal]:
    spread = line.figures.spread if line.figures else None
    return spread is None, -(spread or Decimal(0))


def _by_unit(line: Line) -> str:
    return line.plan.unit.code


_ORDERS: dict[str, Callable[[Line], Any]] = {
    Order.RANK: _by_rank,
    Order.STANDARDISED: _by_standardised,
    Order.SPREAD: _by_spread,
    Order.UNIT: _by_unit,
}
