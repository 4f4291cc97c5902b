"""Days for all roadshows: as many wishes as can be met, then weeks as even as can be.

A point of wishes outweighs anything that spreading may bring: the sum of squares of roadshows a
week is at most n² of n roadshows, and a point counts n² + 1."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from time import monotonic

from ortools.sat.python import cp_model

from roadshows.calendar.clashes import clashes_of
from roadshows.calendar.filling import filled, week_of
from roadshows.calendar.grid import Grid
from roadshows.calendar.parts import parts_of
from roadshows.calendar.problem import Days, Problem, worth_of
from roadshows.calendar.searching import never, search
from roadshows.states import Verdict


@dataclass(frozen=True, slots=True)
class Solution:
    """`days` by code, settled roadshows among them; empty where none were found. `worth` is their
    sum of `worth_of`, `bound` the most that any days could be worth (None: not known yet),
    `seconds` what the search took so far."""

    verdict: Verdict
    days: Days = field(default_factory=dict)
    worth: int = 0
    bound: int | None = None
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """As `gap_between`; 100 without days."""
        if self.verdict not in Verdict.with_days or self.bound is None:
            return 100.0
        return gap_between(self.worth, self.bound)

    @property
    def is_final(self) -> bool:
        return self.verdict in (Verdict.OPTIMAL, Verdict.INFEASIBLE)


def solve(
    problem: Problem,
    *,
    seconds: float,
    hint: Days | None = None,
    should_stop: Callable[[], bool] = never,
    seed: int = 0,
) -> Solution:
    """The best days found within `seconds` or until `should_stop()`, which is asked in this thread
    five times a second. `hint` are days to begin with, whole or in part, allowed or not. What comes
    back is never worth less than the hint, or than what a hand fills in, where these are whole and
    break nothing. Of days that are equally good, which are found may differ from run to run."""
    begun = monotonic()
    grid = Grid(problem, parts_of(problem))
    grid.model.maximize(_aim(grid))
    first = _first(grid, hint)
    grid.hint(hint or {})
    left = seconds - (monotonic() - begun)
    solver, status = search(grid, seconds=left, should_stop=should_stop, seed=seed)
    found = _read(grid, solver, status)
    if not found.is_final and _rank(problem, first) > _rank(problem, found.days):
        found = replace(found, verdict=Verdict.FEASIBLE, days=first, worth=worth_in(problem, first))
    return replace(found, seconds=monotonic() - begun)


def advance(
    problem: Problem,
    so_far: Solution | None,
    *,
    seconds: float,
    should_stop: Callable[[], bool] = never,
) -> Solution:
    """Search on for `seconds` from the best so far; what comes back is never worse, its `seconds`
    are of all searches. One that `is_final` comes back as it is."""
    if so_far is None:
        return solve(problem, seconds=seconds, should_stop=should_stop)
    if so_far.is_final:
        return so_far
    found = solve(problem, seconds=seconds, hint=so_far.days, should_stop=should_stop)
    spent = so_far.seconds + found.seconds
    if found.is_final:
        return replace(found, seconds=spent)
    bounds = [one.bound for one in (so_far, found) if one.bound is not None]
    best = max(so_far, found, key=lambda one: _rank(problem, one.days))
    return replace(best, bound=min(bounds, default=None), seconds=spent)


def gap_between(worth: int, bound: int) -> float:
    """Per cent of `worth` by which better days may be missed."""
    return 100.0 * (bound - worth) / max(worth, 1)


def worth_in(problem: Problem, days: Days) -> int:
    return sum(worth_of(show, days[show.code]) for show in problem.shows if show.code in days)


def squares_of(days: Days) -> int:
    """The sum of squares of roadshows a week: least where weeks are even."""
    return sum(count**2 for count in Counter(map(week_of, days.values())).values())


def _first(grid: Grid, hint: Days | None) -> Days:
    """What the search has to begin with: the hint if it will do, what a hand fills in, or none."""
    for days in (hint or {}, filled(grid.problem, grid.cells)):
        is_whole = all(days.get(code) in cells for code, cells in grid.cells.items())
        if is_whole and not clashes_of(grid.problem, days):
            return days
    return {}


def _read(grid: Grid, solver: cp_model.CpSolver, status: cp_model.CpSolverStatus) -> Solution:
    if status == cp_model.INFEASIBLE:
        return Solution(Verdict.INFEASIBLE)
    if status == cp_model.UNKNOWN:
        return Solution(Verdict.UNKNOWN, bound=_loose_bound(grid))
    days = grid.days(solver.value)
    verdict = Verdict.OPTIMAL if status == cp_model.OPTIMAL else Verdict.FEASIBLE
    bound = _bound(grid, solver.best_objective_bound)
    return Solution(verdict, days, worth_in(grid.problem, days), bound)


def _rank(problem: Problem, days: Days) -> tuple[bool, int, int]:
    return bool(days), worth_in(problem, days), -squares_of(days)


def _loose_bound(grid: Grid) -> int:
    """Each on its own best day, as if there were no others."""
    days = ((show, grid.cells[show.code]) for show in grid.open)
    best = sum(max((worth_of(show, day) for day in cells), default=0) for show, cells in days)
    return best + _settled_worth(grid)


def _bound(grid: Grid, aim: float) -> int:
    """The most worth behind an `aim`: what is taken off for weeks is less than one point."""
    return _settled_worth(grid) + ceil(round(aim) / _weight(grid.problem))


def _settled_worth(grid: Grid) -> int:
    return sum(worth_of(show, day) for day, show in grid.settled)


def _weight(problem: Problem) -> int:
    return len(problem.shows) ** 2 + 1


def _aim(grid: Grid) -> cp_model.LinearExpr:
    """The k-th roadshow of a week costs 2k - 1: k of them cost k²."""
    weight = _weight(grid.problem)
    standing = Counter(week_of(day) for day, _ in grid.settled)
    weeks: dict[date, list[cp_model.IntVar]] = defaultdict(list)
    terms: list[tuple[cp_model.IntVar, int]] = []
    for show in grid.open:
        for day, cell in grid.cells[show.code].items():
            weeks[week_of(day)].append(cell)
            terms.append((cell, weight * worth_of(show, day)))
    for week, cells in weeks.items():
        terms += _costs(grid, cells, standing[week])
    return _weighted(terms)


def _costs(
    grid: Grid, cells: list[cp_model.IntVar], standing: int
) -> list[tuple[cp_model.IntVar, int]]:
    steps = [grid.model.new_bool_var("") for _ in range(min(len(cells), len(grid.open)))]
    grid.model.add(cp_model.LinearExpr.sum(steps) == cp_model.LinearExpr.sum(cells))
    return [(step, -(2 * (standing + k) + 1)) for k, step in enumerate(steps)]


def _weighted(terms: list[tuple[cp_model.IntVar, int]]) -> cp_model.LinearExpr:
    cells, weights = [cell for cell, _ in terms], [weight for _, weight in terms]
    return cp_model.LinearExpr.weighted_sum(cells, weights)
