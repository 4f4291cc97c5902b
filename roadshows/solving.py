"""自动排期: days asked of the solver, worked at in slices by a worker, taken by people."""

from datetime import date

from django.db import transaction
from django.db.models import TextChoices

from foundation.errors import Problem, Refused, refuse_if
from records.actors import Actor
from records.states import WorkState
from records.working import ring
from roadshows.calendar.conflict import conflict_of
from roadshows.calendar.problem import dumped, loaded
from roadshows.calendar.solving import Solution, advance
from roadshows.dating import require_centre, take_days
from roadshows.models import Placement, Season, Solving, StopWish
from roadshows.queries.calendar import placed_in, problem_of
from roadshows.states import SolvingUse, Verdict

# Seconds of each slice: what it found is committed before the next begins.
SLICES = (2.0, 4.0, 8.0, 8.0, 8.0)
CONFLICT_SECONDS = 10.0


class SolvingProblem(TextChoices):
    BUSY = "solving_busy", "正在自动排期。等它算完，或者先停止"
    NOTHING = "solving_nothing", "还没有要排期的路演。承办决定生效以后才有"
    NOT_READY = (
        "solving_not_ready",
        "还没有算完，或者没有排法可以采用。等它算完，或者放宽规则再排一次",
    )
    USED = "solving_used", "这次的结果已经处理过，页面上是最新的排期"


@transaction.atomic
def begin_solving(season: Season, *, by: Actor) -> Solving:
    """All that is not pinned may be moved by what it finds. Raises Refused: not the centre's (403);
    one is under way (409); nothing to place (422)."""
    require_centre(by)
    locked = Season.objects.select_for_update(no_key=True).get(pk=season.pk)
    _forget_wishes()
    if Solving.objects.filter(cycle=locked.cycle, state=WorkState.WAITING).exists():
        raise Refused([Problem(SolvingProblem.BUSY)])
    rows = list(placed_in(locked.cycle))
    refuse_if([] if rows else [Problem(SolvingProblem.NOTHING)])
    solving = Solving.objects.create(
        cycle=locked.cycle,
        by_id=by.person_id,
        problem=dumped(problem_of(locked, rows)),
        seen={one.roadshow.code: one.revision for one in rows},
        total=len(SLICES),
    )
    ring(Solving, [solving.pk])
    return solving


def _forget_wishes() -> None:
    """Those that came after the end, or whose work failed."""
    waiting = Solving.objects.filter(state=WorkState.WAITING).values("ref")
    StopWish.objects.exclude(solving_ref__in=waiting).delete()


def solve_slice(row: Solving) -> int:
    """The step of the work: longer from slice to slice, each from the best of the one before. Why
    nothing can be found is a slice of its own."""
    problem = loaded(row.problem)
    if row.verdict == Verdict.INFEASIBLE:
        found = conflict_of(
            problem, seconds=CONFLICT_SECONDS, should_stop=lambda: _is_unwanted(row)
        )
        row.conflict = [{"kind": part.kind, "words": part.words} for part in found.parts]
        row.is_irreducible = found.is_irreducible
        return _end(row)
    seconds = SLICES[min(row.progress, len(SLICES) - 1)]
    solution = advance(
        problem, _best_of(row), seconds=seconds, should_stop=lambda: _is_unwanted(row)
    )
    _keep(row, solution)
    if solution.verdict == Verdict.INFEASIBLE:
        row.total = row.progress + 2
        return row.progress + 1
    is_last = row.progress + 1 >= row.total
    if is_last or solution.verdict == Verdict.OPTIMAL or _is_unwanted(row):
        return _end(row)
    return row.progress + 1


@transaction.atomic
def stop_solving(solving: Solving, *, by: Actor) -> None:
    """It ends with what it has, as soon as its worker looks. Raises Refused: not the centre's
    (403)."""
    require_centre(by)
    if Solving.objects.filter(pk=solving.pk, state=WorkState.WAITING).exists():
        StopWish.objects.get_or_create(solving_ref=solving.ref)


@transaction.atomic
def take_solving(solving: Solving, *, by: Actor) -> tuple[list[Placement], list[Placement]]:
    """Those it moved, and those left alone because somebody moved or pinned them since. Raises
    Refused: not the centre's (403); not done, used already (409)."""
    row = _open(solving, by)
    if row.verdict not in Verdict.with_days:
        raise Refused([Problem(SolvingProblem.NOT_READY)])
    days = {code: date.fromisoformat(day) for code, day in row.days.items()}
    moved, left = take_days(days, row.seen, by=by)
    _use(row, SolvingUse.TAKEN)
    return moved, left


@transaction.atomic
def leave_solving(solving: Solving, *, by: Actor) -> Solving:
    """Raises Refused as `take_solving`."""
    row = _open(solving, by)
    _use(row, SolvingUse.LEFT)
    return row


def _open(solving: Solving, by: Actor) -> Solving:
    require_centre(by)
    rows = Solving.objects.filter(pk=solving.pk)
    # A worker holds the row while it works: nobody waits for that.
    if rows.filter(state=WorkState.WAITING).exists():
        raise Refused([Problem(SolvingProblem.NOT_READY)])
    row = rows.select_for_update().get()
    if row.use != SolvingUse.OPEN:
        raise Refused([Problem(SolvingProblem.USED)])
    return row


def _use(row: Solving, use: SolvingUse) -> None:
    row.use = use
    row.save(update_fields=["use"])


def _best_of(row: Solving) -> Solution | None:
    if not row.progress:
        return None
    days = {code: date.fromisoformat(day) for code, day in row.days.items()}
    return Solution(Verdict(row.verdict), days, row.worth, row.bound, row.seconds)


def _keep(row: Solving, solution: Solution) -> None:
    row.verdict = solution.verdict
    row.days = {code: day.isoformat() for code, day in solution.days.items()}
    row.worth, row.bound, row.seconds = solution.worth, solution.bound, solution.seconds


def _end(row: Solving) -> int:
    StopWish.objects.filter(solving_ref=row.ref).delete()
    row.progress = row.total
    return row.total


def _is_unwanted(row: Solving) -> bool:
    return StopWish.objects.filter(solving_ref=row.ref).exists()
