"""The solver at work: with which of its methods, for how long, and how it is stopped."""

import os
from collections.abc import Callable
from threading import Thread

from ortools.sat.python import cp_model

from roadshows.calendar.grid import Grid

# Branching over a linear program, and lowering the bound by cores: of all that CP-SAT has these
# two prove a calendar best, a year in seconds (docs/performance.md).
_METHODS = ("max_lp", "core")
_POLL = 0.2


def never() -> bool:
    return False


def search(
    grid: Grid, *, seconds: float, should_stop: Callable[[], bool] = never, seed: int = 0
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """The solver that ran for at most `seconds`, and how it ended. It runs in a thread of its own;
    `should_stop` is asked in this one, five times a second."""
    solver = _solver(seconds, seed)
    ended: list[cp_model.CpSolverStatus] = []
    thread = Thread(target=lambda: ended.append(solver.solve(grid.model)), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_POLL)
        if thread.is_alive() and should_stop():
            solver.stop_search()
    return solver, ended[0]


def _solver(seconds: float, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    given = solver.parameters
    given.max_time_in_seconds = max(seconds, 0.01)
    given.num_workers = max(len(_METHODS), len(os.sched_getaffinity(0)))
    given.subsolvers.extend(_METHODS)
    given.cp_model_probing_level = given.symmetry_level = 0
    given.random_seed = seed
    return solver
