"""Why there is no calendar: rules that cannot all be kept, none of which may be left out.

Found by leaving rules out, a kind at a time, then by halves: what leaves the rest impossible is
dropped. Every rule that stays was left out alone from a set that holds those that stay, and then
there were days: so leaving it out of these alone gives days as well."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic

from ortools.sat.python import cp_model

from roadshows.calendar.grid import Grid
from roadshows.calendar.parts import Part, parts_of, teams_between
from roadshows.calendar.problem import Problem
from roadshows.calendar.searching import never, search
from roadshows.states import RuleKind

_SHARE = 0.25  # of the time that is left, for one question
# What is tried first goes first: of several conflicts the one of pins stays, then the one of few
# and general rules.
_ORDER = (
    *(RuleKind.SEASON, RuleKind.UNIT, RuleKind.THEME, RuleKind.REGION),
    *(RuleKind.BLOCKED, RuleKind.WORKDAY, RuleKind.TEAMS, RuleKind.PIN),
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """`parts` cannot hold together; there are none where time was over before that was known, or
    where there are days. `is_irreducible` is whether each was found to be needed."""

    parts: tuple[Part, ...] = ()
    is_irreducible: bool = False


def conflict_of(
    problem: Problem, *, seconds: float, should_stop: Callable[[], bool] = never
) -> Conflict:
    """Of a problem that has no days, within about `seconds`. One team rule names only the days
    that matter: a day fewer at either end and there were days."""
    asking = _Asking(problem, monotonic() + seconds, should_stop)
    kept = parts_of(problem)
    if not asking.is_impossible(kept):
        return Conflict()
    asking.is_certain = True
    for kind in _ORDER:
        kept = asking.reduced(kept, [part for part in kept if part.kind == kind])
    kept = asking.narrowed(kept)
    return Conflict(tuple(kept), asking.is_certain)


class _Asking:
    """Questions to the solver until `end`; without an answer a rule counts as needed, and nothing
    is certain any more."""

    def __init__(self, problem: Problem, end: float, should_stop: Callable[[], bool]) -> None:
        self.problem, self._end, self._should_stop = problem, end, should_stop
        self.is_certain = False

    def is_impossible(self, parts: Collection[Part]) -> bool:
        left = self._end - monotonic()
        if left <= 0 or self._should_stop():
            self.is_certain = False
            return False
        grid = Grid(self.problem, parts)
        _, status = search(grid, seconds=left * _SHARE, should_stop=self._should_stop)
        self.is_certain &= status != cp_model.UNKNOWN
        return status == cp_model.INFEASIBLE

    def reduced(self, kept: list[Part], chunk: Sequence[Part]) -> list[Part]:
        if not chunk:
            return kept
        rest = [part for part in kept if part not in chunk]
        if self.is_impossible(rest):
            return rest
        if len(chunk) == 1:
            return kept
        half = len(chunk) // 2
        return self.reduced(self.reduced(kept, chunk[:half]), chunk[half:])

    def narrowed(self, kept: list[Part]) -> list[Part]:
        """The team rule, if it is kept, on as few days as are enough: to an earlier end, then from
        a later beginning."""
        if not any(part.kind == RuleKind.TEAMS for part in kept):
            return kept
        rest = [part for part in kept if part.kind != RuleKind.TEAMS]
        days = list(self.problem.days())

        def of(first: date, last: date) -> list[Part]:
            return [*rest, teams_between(self.problem, first, last)]

        last = self._first_enough(days, lambda day: of(days[0], day))
        back = days[days.index(last) :: -1]
        return of(self._first_enough(back, lambda day: of(day, last)), last)

    def _first_enough(self, days: Sequence[date], of: Callable[[date], list[Part]]) -> date:
        """The first of `days` that makes it impossible, as the last does."""
        low, high = 0, len(days) - 1
        while low < high:
            middle = (low + high) // 2
            if self.is_impossible(of(days[middle])):
                high = middle
            else:
                low = middle + 1
        return days[high]
