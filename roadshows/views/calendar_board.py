"""全国排期: the board as one looks at it, made anew after each move."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from foundation import clock
from foundation.workdays import is_workday
from roadshows.calendar.clashes import Clash, clashes_of
from roadshows.calendar.mending import Move, mends_of
from roadshows.models import Placement
from roadshows.queries.calendar import (
    days_of,
    newest_solving,
    placed_in,
    problem_of,
    to_publish,
)
from roadshows.views.calendar_chips import Chip, Names, Tried
from roadshows.views.calendar_spots import Spot, View
from roadshows.views.calendar_words import (
    clash_days,
    clash_in_words,
    clash_names,
    day_in_words,
    day_note,
    gaps_in_words,
    unannounced,
)

MOST_CLASHES, PAGE_SIZE = 20, 20


@dataclass(frozen=True)
class Cell:
    """A day of the month shown; one of another month `is_out` and bare."""

    day: date
    note: str
    is_out: bool
    is_off: bool
    is_today: bool
    chips: Sequence[Chip]
    teams: int

    @property
    def load(self) -> int:
        return sum(chip.roadshow.is_broadcast for chip in self.chips)

    @property
    def is_overloaded(self) -> bool:
        return self.load > self.teams

    @property
    def has_clash(self) -> bool:
        return any(chip.clashes for chip in self.chips)


@dataclass(frozen=True)
class Told:
    """A clash in words, with the move that mends it, if there is one; `other` leads to the form of
    a roadshow that may be moved instead."""

    kind: str
    where: str
    names: str
    words: str
    other: str
    chip: Chip | None = None
    day: str = ""
    mend: str = ""


class Board:
    """All of a year's roadshows in a fixed number of queries."""

    def __init__(self, spot: Spot, *, tried: Tried | None = None, opened: str = "") -> None:
        self.spot, self.today = spot, clock.today()
        self.placements = list(placed_in(spot.cycle))
        self.names = Names(self.placements).by_code
        self._problem = problem_of(spot.season, self.placements)
        self._days = days_of(self.placements)
        self.found = clashes_of(self._problem, self._days)
        self.by_code = {
            one.roadshow.code: self._chip(one, tried, opened) for one in self.placements
        }

    def _chip(self, one: Placement, tried: Tried | None, opened: str) -> Chip:
        ref, code = one.roadshow.ref, one.roadshow.code
        return Chip(
            placement=one,
            name=self.names[code],
            spot=self.spot,
            today=self.today,
            clashes=tuple(
                clash_in_words(clash, self.spot.season)
                for clash in self.found
                if code in clash.codes
            ),
            tried=tried if tried and tried.ref == ref else None,
            is_opened=opened == ref,
        )

    @property
    def chips(self) -> Iterable[Chip]:
        return self.by_code.values()

    @property
    def waiting(self) -> list[Chip]:
        return [chip for chip in self.chips if chip.placed is None]

    @property
    def in_month(self) -> list[Chip]:
        month = self.spot.month
        return [
            chip
            for chip in self.chips
            if (day := chip.placed) and (day.year, day.month) == (month.year, month.month)
        ]

    @property
    def unpublished(self) -> int:
        return len(to_publish(self.placements))

    @property
    def weeks(self) -> list[list[Cell]]:
        by_day: dict[date | None, list[Chip]] = defaultdict(list)
        for chip in self.chips:
            by_day[chip.placed].append(chip)
        month = self.spot.month
        weeks = Calendar().monthdatescalendar(month.year, month.month)
        return [[self._cell(day, by_day) for day in week] for week in weeks]

    def _cell(self, day: date, by_day: dict[date | None, list[Chip]]) -> Cell:
        is_out = day.month != self.spot.month.month
        return Cell(
            day=day,
            note="" if is_out else day_note(day),
            is_out=is_out,
            is_off=not is_workday(day),
            is_today=day == self.today,
            chips=[] if is_out else by_day[day],
            teams=self.spot.season.teams,
        )

    @property
    def clashes(self) -> list[Told]:
        """The first of them; mends are looked for in what is shown alone."""
        shown = self.found[:MOST_CLASHES]
        mends = mends_of(self._problem, self._days, shown)
        return [self._told(clash, mends[clash]) for clash in shown]

    def _told(self, clash: Clash, mend: Move | None) -> Told:
        last = self.by_code[clash.codes[-1]]
        told = Told(
            kind=str(clash.kind.label),
            where=clash_days(clash),
            names=clash_names(clash, self.names),
            words=clash_in_words(clash, self.spot.season),
            other=f"{self.spot.at(last.placed).url}&open={last.roadshow.ref}#{last.anchor}",
        )
        if mend is None:
            return told
        chip = self.by_code[mend.code]
        words = f"{chip.name}改到 {day_in_words(mend.day)}"
        return Told(
            **{**vars(told), "chip": chip, "day": mend.day.isoformat(), "mend": words},
        )

    @property
    def unannounced(self) -> str:
        """Years shown whose holidays nobody knows yet."""
        is_month = self.spot.view == View.MONTH
        return unannounced([self.spot.month] if is_month else self._days.values())


def page_of(request: HttpRequest, board: Board) -> Page[Chip]:
    """The list: those with a day, in order of days."""
    placed = [chip for chip in board.chips if chip.placed]
    placed.sort(key=lambda chip: str(chip.placed))
    return Paginator(placed, PAGE_SIZE).get_page(request.GET.get("page"))


def context_of(request: HttpRequest, board: Board) -> dict[str, Any]:
    spot = board.spot
    is_list = spot.view == View.LIST
    return {
        "board": board,
        "spot": spot,
        "season": spot.season,
        "gaps": gaps_in_words(spot.season),
        "cycle": spot.cycle,
        "is_list": is_list,
        "page": page_of(request, board) if is_list else None,
        "views": [(one.label, spot.seen_as(one).url, one == spot.view) for one in View],
        "solving": newest_solving(spot.cycle),
    }
