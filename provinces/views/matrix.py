"""The board's lines as cells of a table: one way for each view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.urls import reverse

from provinces.forms.board import Order, Show, View
from provinces.queries.board import Board, Line, Roadshow, wants_second

_HEATS = 9  # classes heat--0 to heat--9
_MOST = 5  # points on a criterion


@dataclass(frozen=True, slots=True)
class Cell:
    """`tone` is a class of the style sheet."""

    text: str
    tone: str = "muted"
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Of a line, all in words and none to be looked for: numbers, addresses and look-ups of many
    rows take a page long to write. `act` is what comes next: "wait", "approve", "propose" or
    nothing more. `shows` are its roadshows, each with the place of its theme in the board's list,
    and `themes` all those places, as a script reads them; `starts_below` where the line runs above
    it."""

    address: str
    ref: str
    name: str
    department: str
    region: str
    act: str
    is_above: bool
    is_ticked: bool
    cells: Sequence[Cell]
    shows: Sequence[tuple[Roadshow, str]]
    themes: str
    starts_below: bool
    topics: str
    notes: Sequence[tuple[str, str]]
    count: str
    rank: str = ""
    interval: str = ""
    score: str = ""
    counted: str = ""
    standardised: str = ""
    standardised_rank: str = ""
    dispersion: str = ""
    is_dispersed: bool = False
    wants_second: bool = False


def rows_of(board: Board, wanted: Mapping[str, str], *, ticks: bool = False) -> list[Row]:
    """Narrowed, in order, with the cells of the view; the line is drawn where all are shown by
    rank. `ticks`: what is above it comes ticked."""
    lines = [line for line in board.lines if _SHOWN[wanted["show"]](line)]
    lines.sort(key=_ORDERS[wanted["sort"]])
    has_line = wanted["show"] == Show.ALL and wanted["sort"] == Order.RANK and board.line.plans
    # What is held, or stands denied, may rank among those above it.
    last = max((at for at, one in enumerate(lines) if one.is_above), default=-1)
    first_below = lines[last + 1] if has_line and last + 1 < len(lines) else None
    cells_of, places = _CELLS[wanted["view"]], {t: str(at) for at, t in enumerate(board.themes)}
    rows = []
    for line in lines:
        shows = [(show, places.get(show.theme, "")) for show in line.roadshows]
        row = Row(
            **_plan_of(board, line),
            act=_act_of(line),
            is_above=line.is_above,
            is_ticked=ticks and line.is_above,
            cells=cells_of(board, line),
            shows=shows,
            themes=" ".join(place for _, place in shows),
            starts_below=line is first_below,
            topics="；".join(show.title for show in line.roadshows),
            notes=_notes(line),
            count=str(len(line.roadshows)),
            **_words_of(line),
        )
        rows.append(row)
    return rows


def _plan_of(board: Board, line: Line) -> dict[str, Any]:
    plan, unit = line.plan, line.plan.unit
    page = _page_of(line.round_plan.round.number, plan.unit_id)
    return {
        "address": f"{page}?year={board.round.cycle.year}",
        "ref": plan.ref,
        "name": unit.name,
        "department": unit.department,
        "region": unit.region,
    }


@lru_cache(maxsize=4_096)
def _page_of(number: int, abbr: str) -> str:
    """Looked up anew for each row, addresses take a tenth of the page's time."""
    return reverse("center_review_plan", args=[number, abbr])


def _act_of(line: Line) -> str:
    if line.is_running or line.is_under_second:
        return "wait"
    if not line.round_plan.verdict:
        return "approve"
    return "propose" if line.is_approved else ""


def _words_of(line: Line) -> dict[str, Any]:
    one = line.figures
    if one is None:
        return {}
    return {
        "rank": str(one.rank or ""),
        "interval": "{}–{}".format(*one.interval) if one.interval else "—",
        "score": str(one.score),
        "counted": f"{one.count} 人，去高低" if one.is_trimmed else f"{one.count} 人",
        "standardised": str(one.standardised),
        "standardised_rank": str(one.standardised_rank or ""),
        "dispersion": "—" if one.dispersion is None else str(one.dispersion),
        "is_dispersed": one.is_dispersed,
        "wants_second": wants_second(line),
    }


def _notes(line: Line) -> list[tuple[str, str]]:
    """What has to be known beside the figures, each with its tone."""
    round_, below = line.round_plan.round, line.figures.below if line.figures else ()
    found = []
    if round_.number != 1:
        found.append(("", f"第 {round_.number} 轮"))
    if line.is_under_second:
        found.append(("t-warn", "复议中"))
    if line.lacking:
        words = f"待评 {line.lacking}" if line.is_running else f"少 {line.lacking} 份评分"
        found.append(("t-warn", words))
    if line.is_outdated:
        found.append(("t-warn", "评的是此前报送的一版"))
    if line.abstaining:
        found.append(("", f"{len(line.abstaining)} 人回避"))
    if below:
        found.append(("t-bad", f"{'、'.join(below)}低于底线"))
    return found


def heads_of(board: Board, wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Of the cells: label and what it is counted in."""
    if wanted["view"] == View.EXPERTS:
        return [("各专家总分", "熟悉程度 1–5")]
    unit = "低–高" if wanted["view"] == View.DISPERSION else ""
    return [(one["label"], unit or f"{one['weight']} 分") for one in board.round.criteria]


def _means(board: Board, line: Line) -> list[Cell]:
    if line.figures is None:
        return [Cell("—") for _ in board.round.criteria]
    return [_mean(line.figures.parts.get(c["key"]), c["weight"]) for c in board.round.criteria]


def _mean(part: Decimal | None, weight: int) -> Cell:
    return Cell("—") if part is None else Cell(f"{part:.1f}", _heat(part / weight))


def _heat(share: float | Decimal) -> str:
    return f"heat heat--{int(share * _HEATS)}"


def _by_expert(board: Board, line: Line) -> list[Cell]:
    return [
        Cell(
            f"{task.total:.1f}" if task.is_filed else "待评",
            _heat(task.total / 100) if task.is_filed else "muted",
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
    return Cell(f"{low}–{high}" if high > low else str(low), _heat((high - low) / _MOST))


_CELLS: dict[str, Callable[[Board, Line], list[Cell]]] = {
    View.MEANS: _means,
    View.EXPERTS: _by_expert,
    View.DISPERSION: _ranges,
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


def _by_dispersion(line: Line) -> tuple[bool, Decimal]:
    dispersion = line.figures.dispersion if line.figures else None
    return dispersion is None, -(dispersion or Decimal(0))


def _by_unit(line: Line) -> str:
    return line.plan.unit.code


_ORDERS: dict[str, Callable[[Line], Any]] = {
    Order.RANK: _by_rank,
    Order.STANDARDISED: _by_standardised,
    Order.DISPERSION: _by_dispersion,
    Order.UNIT: _by_unit,
}
