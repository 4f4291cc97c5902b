"""One move that mends a clash and makes no new one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roadshows.calendar.clashes import Clash, clashes_of
from roadshows.calendar.filling import taken_days
from roadshows.calendar.problem import Days, Problem, Show, worth_of


@dataclass(frozen=True, slots=True)
class Move:
    """The roadshow of this code to this day."""

    code: str
    day: date


def mend_of(problem: Problem, days: Days, clash: Clash) -> Move | None:
    """The best move after which `clash` is gone and nothing is broken that was not before: to a day
    of most worth beyond that of its own, then to the nearest. None where no single move does.
    What is pinned may only go back to its day."""
    return mends_of(problem, days, [clash])[clash]


def mends_of(problem: Problem, days: Days, clashes: Iterable[Clash]) -> dict[Clash, Move | None]:
    """`mend_of` each. Every move is meant alone: two may be in each other's way."""
    asked = list(clashes)
    before = frozenset(clashes_of(problem, days))
    shows = {show.code: show for show in problem.shows if not show.is_settled}
    codes = {code for clash in asked for code in clash.codes if code in shows}
    ways = [_way_out(problem, days, shows[code], before) for code in sorted(codes)]
    return {clash: _best(way for way in ways if way and clash in way.mended) for clash in asked}


@dataclass(frozen=True, slots=True)
class _Way:
    move: Move
    cost: tuple[int, int, date]
    mended: frozenset[Clash]


def _best(ways: Iterable[_Way]) -> Move | None:
    found = min(ways, key=lambda way: (*way.cost, way.move.code), default=None)
    return found.move if found else None


def _way_out(problem: Problem, days: Days, show: Show, before: frozenset[Clash]) -> _Way | None:
    """Its best day among the others as they stand, and what is mended by that."""
    others = {code: day for code, day in days.items() if code != show.code}
    after = frozenset(clashes_of(problem, others))
    taken = taken_days(problem, others, show)
    free = [day for day in _own_days(problem, show) if day not in taken]
    if after - before or not free:
        return None
    old = days[show.code]
    was = worth_of(show, old)
    cost = min((was - worth_of(show, day), abs((day - old).days), day) for day in free)
    return _Way(Move(show.code, cost[-1]), cost, before - after)


def _own_days(problem: Problem, show: Show) -> list[date]:
    if show.pinned is None:
        return problem.open_days(show)
    return [] if clashes_of(problem, {show.code: show.pinned}) else [show.pinned]
