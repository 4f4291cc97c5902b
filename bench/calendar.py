"""`calendar`: days for 74 roadshows of 37 units in a year of real holidays, ours against how it is
done by hand (`greedy`), on the same cases; each calendar is checked by code of the bench's own.

`optimal_share` is of cases proven best within `limit_seconds`, `worth` the sum of all cases,
`below` how often ours is worth less, `broken` how many rules are, `squares` of roadshows a week
what is least where weeks are even (mean). `conflicts` are cases with seven weeks only: why there
are no days. `mends` are boards of days thrown at random: a move for each clash.
"""

from collections.abc import Callable, Iterable
from functools import partial
from time import process_time
from typing import TypeVar

from bench.calendar_case import case_of, impossible_case_of, thrown
from bench.calendar_check import faults_of
from bench.calendar_peer import greedy
from bench.measuring import peak_mib, percentiles, timed_each
from bench.results import Figures, Result
from bench.synthetic import SEED
from roadshows.calendar.clashes import clashes_of
from roadshows.calendar.conflict import conflict_of
from roadshows.calendar.mending import mends_of
from roadshows.calendar.problem import Days, Problem
from roadshows.calendar.solving import Solution, solve, squares_of, worth_in
from roadshows.states import Verdict

EVENTS = 74
LIMIT = 10.0
_CONFLICTS, _CONFLICT_SECONDS = 10, 30.0
C, F = TypeVar("C"), TypeVar("F")


def run(size: int) -> Result:
    """`size` cases."""
    cases = [case_of(number, EVENTS) for number in range(size)]
    found, times = _timed(cases, lambda case: solve(case, seconds=LIMIT))
    ours = {
        "optimal_share": sum(one.verdict == Verdict.OPTIMAL for one in found) / size,
        **_figures(cases, [one.days for one in found], times),
        "gap_max": max(one.gap for one in found),
        "conflicts": _conflicts(min(size, _CONFLICTS)),
        "mends": _mends(cases),
        "peak_mib": peak_mib(),
    }
    by_hand, hand_times = _timed(cases, greedy)
    peer = _figures(cases, by_hand, hand_times)
    ours["below"] = _below(cases, found, by_hand)
    return Result(
        params={
            "cases": size,
            "events": EVENTS,
            "limit_seconds": LIMIT,
            "seed": SEED,
            "compared": {"greedy": "worth"},
        },
        ours=ours,
        peers={"greedy": peer},
        ratios={"greedy": ours["worth"] / peer["worth"]},
    )


def _timed(cases: Iterable[C], work: Callable[[C], F]) -> tuple[list[F], Figures]:
    """What is found for each, with the milliseconds and, on average, those of the processor."""
    found: list[F] = []
    begun = process_time()
    times = timed_each(partial(_keep, found, work, case) for case in cases)
    cpu = (process_time() - begun) * 1000 / len(times)
    return found, {**percentiles(times), "cpu_ms": cpu}


def _keep(found: list[F], work: Callable[[C], F], case: C) -> None:
    found.append(work(case))


def _figures(cases: list[Problem], found: list[Days], times: Figures) -> Figures:
    rows = list(zip(cases, found, strict=True))
    undated = sum(len(case.shows) - len(days) for case, days in rows)
    return {
        **times,
        "worth": sum(worth_in(case, days) for case, days in rows),
        "undated": undated,
        "broken": sum(len(faults_of(case, days)) for case, days in rows) - undated,
        "squares": sum(squares_of(days) for days in found) / len(found),
    }


def _below(cases: list[Problem], ours: list[Solution], theirs: list[Days]) -> int:
    rows = zip(cases, ours, theirs, strict=True)
    return sum(mine.worth < worth_in(case, other) for case, mine, other in rows)


def _conflicts(count: int) -> Figures:
    cases = [impossible_case_of(number, EVENTS) for number in range(count)]
    found, times = _timed(cases, lambda case: conflict_of(case, seconds=_CONFLICT_SECONDS))
    return {
        "irreducible_share": sum(one.is_irreducible for one in found) / count,
        "parts_max": max(len(one.parts) for one in found),
        **times,
    }


def _mends(cases: list[Problem]) -> Figures:
    boards = [(case, thrown(case, number)) for number, case in enumerate(cases)]
    asked_of = [(case, days, clashes_of(case, days)) for case, days in boards]
    found, times = _timed(asked_of, lambda row: mends_of(*row))
    asked = sum(len(one) for one in found)
    return {
        "clashes": asked,
        "mended_share": sum(move is not None for one in found for move in one.values()) / asked,
        **times,
    }
