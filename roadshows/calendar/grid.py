"""The problem as the solver reads it: one truth for each roadshow and each day it may have."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta

from ortools.sat.python.cp_model import CpModel, IntVar

from foundation.workdays import is_workday
from roadshows.calendar.clashes import gaps_of
from roadshows.calendar.parts import Part, first_open
from roadshows.calendar.problem import Days, Problem, Show
from roadshows.states import RuleKind

Cell = tuple[date, IntVar]


class Grid:
    """`cells[code]` has the days on which a roadshow may be under the parts that are kept; exactly
    one of them holds. Settled roadshows have none, they stand in the way. Nor has, without the
    season, one that is not pinned: beyond the ends some day is far enough from all others."""

    def __init__(self, problem: Problem, parts: Collection[Part]) -> None:
        self.problem, self.model = problem, CpModel()
        self._parts = _by_kind(parts)
        self._pinned = {part.name for part in self._parts[RuleKind.PIN]}
        season = [day for day in problem.days() if day >= first_open(problem)]
        self._free = [day for day in season if self._is_open(day)]
        self.settled = [(s.pinned, s) for s in problem.shows if s.is_settled and s.pinned]
        self.open = [show for show in problem.shows if self._is_asked(show)]
        self.cells: dict[str, dict[date, IntVar]] = {s.code: self._placed(s) for s in self.open}
        self._limit_teams()
        self._keep_apart()

    def days(self, value: Callable[[IntVar], int]) -> dict[str, date]:
        """Of a solution, the settled ones' among them."""
        found = {show.code: day for day, show in self.settled}
        for code, cells in self.cells.items():
            found[code] = next(day for day, cell in cells.items() if value(cell))
        return found

    def hint(self, days: Days) -> None:
        for code in days.keys() & self.cells.keys():
            for day, cell in self.cells[code].items():
                self.model.add_hint(cell, int(days[code] == day))

    def _is_asked(self, show: Show) -> bool:
        is_bound = self._parts[RuleKind.SEASON] or show.code in self._pinned
        return bool(is_bound) and not show.is_settled

    def _placed(self, show: Show) -> dict[date, IntVar]:
        pin = [day for day in (show.pinned,) if day and self._is_open(day)]
        blocked = [part.blocked for part in self._parts[RuleKind.BLOCKED] if part.blocked]
        cells = {
            day: self.model.new_bool_var("")
            for day in (pin if show.code in self._pinned else self._free)
            if not any(one.holds(show, day) for one in blocked)
        }
        self.model.add_exactly_one(cells.values())
        return cells

    def _is_open(self, day: date) -> bool:
        """Under the rules for everybody."""
        rules = self.problem.rules
        is_out = self._parts[RuleKind.SEASON] and not rules.first <= day <= rules.last
        return not (is_out or (self._parts[RuleKind.WORKDAY] and not is_workday(day)))

    def _limit_teams(self) -> None:
        on_air = [show for show in self.open if show.is_broadcast]
        taken = [day for day, show in self.settled if show.is_broadcast]
        by_day = _grouped(self._of(on_air))
        for part in self._parts[RuleKind.TEAMS]:
            for day, cells in by_day.items():
                room = max(0, self.problem.rules.teams - taken.count(day))
                if _is_within(day, part) and len(cells) > room:
                    self.model.add(sum(cells) <= room)

    def _keep_apart(self) -> None:
        for kind, gap, whose in gaps_of(self.problem.rules):
            for part in self._parts[kind]:
                alike = [show for show in self.open if whose(show) == part.name]
                taken = [day for day, show in self.settled if whose(show) == part.name]
                self._space(sorted(self._of(alike), key=lambda cell: cell[0]), taken, gap)

    def _space(self, cells: list[Cell], taken: list[date], gap: int) -> None:
        """At most one in any `gap` days on end, none within `gap` of a day that is taken."""
        for day, cell in cells:
            if any(abs((day - other).days) < gap for other in taken):
                self.model.add(cell == 0)
        for window in _windows(cells, gap):
            self.model.add_at_most_one(window)

    def _of(self, shows: Iterable[Show]) -> Iterator[Cell]:
        for show in shows:
            yield from self.cells[show.code].items()


def _by_kind(parts: Iterable[Part]) -> dict[RuleKind, list[Part]]:
    found: dict[RuleKind, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.kind].append(part)
    return found


def _is_within(day: date, part: Part) -> bool:
    return part.first is not None and part.last is not None and part.first <= day <= part.last


def _grouped(cells: Iterable[Cell]) -> dict[date, list[IntVar]]:
    found: dict[date, list[IntVar]] = defaultdict(list)
    for day, cell in cells:
        found[day].append(cell)
    return found


def _windows(cells: list[Cell], gap: int) -> Iterator[list[IntVar]]:
    """Of cells in order of days, those within `gap` days on end; none that lies in another."""
    by_day = sorted(_grouped(cells).items())
    end = 0
    for start, (day, _) in enumerate(by_day):
        last, stop = day + timedelta(days=gap), end
        while end < len(by_day) and by_day[end][0] < last:
            end += 1
        if end > stop:
            yield [cell for _, row in by_day[start:end] for cell in row]
