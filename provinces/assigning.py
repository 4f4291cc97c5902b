"""分派: who reviews what is worked out, looked at, changed by hand, then asked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from provinces.assignment import Answer, solve
from provinces.models import Assignment, Expert, Pairing, ReviewRound, RoundPlan
from provinces.queries.assigning import case_of, free_experts, to_urge
from provinces.queries.review import grounds_for_abstaining
from provinces.rules import is_of_centre
from provinces.states import AssignmentStatus, RoundPlanStatus, RoundStatus
from provinces.withholding import hold_experts
from records.actors import Actor
from records.messages import keep_messages
from records.states import MoveProblem
from records.workflow import begin_all, move, move_all

_ASKED, _URGED = "provinces.assignment.assign", "provinces.assignment.remind"


class AssigningProblem(TextChoices):
    OVER = "assigning_over", "这一轮评审已经结束"
    LATE = "assigning_late", "评分已在 {expected} 截止。请先改评分截止"
    LEFT = "assigning_left", "{found}的方案已经撤出这一轮"
    ABSTAINS = "assigning_abstains", "{expected}要回避{found}的方案"
    RESTING = "assigning_resting", "{expected}现在不接评审"
    ASSIGNED = "assigning_assigned", "{expected}已在评审{found}的方案，或谢绝过"
    NOTHING = "assigning_nothing", "还没有拟分派。先自动分派，或手工添加"
    NO_REASON = "assigning_no_reason", "请写明改派的理由"


@dataclass(frozen=True)
class Tasks:
    """What one expert is told of their tasks in a round, in one message."""

    ref: str
    facts: Mapping[str, str]

    def __str__(self) -> str:
        return self.facts["round"]


@transaction.atomic
def propose(round_: ReviewRound, *, by: Actor) -> Answer:
    """Worked out anew: what is pinned and what stands stays, the rest of the working copy is
    written over. Its keys are primary keys. Raises Refused: not the centre (403); 422 over."""
    locked = _lock_open(round_)
    if not is_of_centre(by, locked):
        problem = Problem(MoveProblem.NOT_YOURS, expected="自动分派")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    case = case_of(locked)
    answer, fixed = solve(case), set(case.fixed)
    Pairing.objects.filter(round_plan__round=locked).delete()
    Pairing.objects.bulk_create(
        Pairing(round_plan_id=int(plan), expert_id=int(expert), is_pinned=(plan, expert) in fixed)
        for plan, expert in answer.pairs
    )
    return answer


@transaction.atomic
def pair(round_plan: RoundPlan, expert: Expert) -> Pairing:
    """By hand, and so pinned; even beyond what they take, which is shown. Raises Refused (422):
    abstains, rests, has it already or declined it; the plan has left, the round is over."""
    _lock_open(round_plan.round)
    now = RoundPlan.objects.select_related("plan__unit").get(pk=round_plan.pk)
    refuse_if(_problems_of([Pairing(round_plan=now, expert=expert)]))
    kept, _ = Pairing.objects.update_or_create(
        round_plan=now, expert=expert, defaults={"is_pinned": True}
    )
    return kept


def unpair(pairing: Pairing) -> None:
    Pairing.objects.filter(pk=pairing.pk).delete()


def pin(pairing: Pairing, *, is_pinned: bool) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(is_pinned=is_pinned)


@transaction.atomic
def assign(round_: ReviewRound, *, by: Actor) -> Sequence[Assignment]:
    """All pairings become tasks; each expert is told of theirs, once. Raises Refused: not the
    centre's (403); 422 nothing to assign, or somebody abstains or rests meanwhile."""
    locked = _lock_open(round_)
    pairings = Pairing.objects.filter(
        round_plan__round=locked, round_plan__status=RoundPlanStatus.ENTERED
    ).select_related("round_plan__plan__unit", "round_plan__round__cycle", "expert__user")
    # Nobody of them declares a tie or moves between the look at it and the task.
    hold_experts(set(pairings.values_list("expert", flat=True)))
    rows = list(pairings.order_by("expert", "round_plan"))
    refuse_if([] if rows else [Problem(AssigningProblem.NOTHING)])
    refuse_if(_problems_of(rows))
    assignments = [Assignment(round_plan=one.round_plan, expert=one.expert) for one in rows]
    begin_all(assignments, "assign", by=by)
    _tell(_ASKED, locked, assignments)
    Pairing.objects.filter(round_plan__round=locked).delete()
    return assignments


@transaction.atomic
def urge(round_: ReviewRound, *, by: Actor) -> Sequence[Assignment]:
    """Who has not filed is reminded of what is left, once; nobody again within 12 hours. Raises
    Refused: 403; 422 over."""
    locked = _lock_open(round_)

    def write(rows: Sequence[Assignment]) -> None:
        now = clock.now()
        for row in rows:
            row.reminded_at = now

    moved = move_all(to_urge(locked), "remind", by=by, write=write).rows
    _tell(_URGED, locked, moved)
    return moved


def replace(assignment: Assignment, *, by: Actor, reason: str) -> Assignment:
    """Taken away before anything was filed; another is paired and asked. Raises Refused: 403; 409;
    422 no reason."""

    def write(row: Assignment) -> None:
        refuse_if([] if reason.strip() else [Problem(AssigningProblem.NO_REASON, "reason")])
        row.reason = reason

    return move(assignment, "replace", by=by, note=reason, write=write)


def _lock_open(round_: ReviewRound) -> ReviewRound:
    """One order at a time. Raises Refused (422): over, or too late for anybody to score."""
    rows = ReviewRound.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("cycle").get(pk=round_.pk)
    if locked.status != RoundStatus.OPEN:
        refuse_if([Problem(AssigningProblem.OVER)])
    if clock.now() >= locked.closes_at:
        ends = clock.end_in_words(locked.closes_at)
        refuse_if([Problem(AssigningProblem.LATE, expected=ends)])
    return locked


def _problems_of(pairings: Sequence[Pairing]) -> list[Problem]:
    """Of one round."""
    experts = {one.expert_id for one in pairings}
    grounds = grounds_for_abstaining(experts)
    free = set(free_experts().filter(pk__in=experts).values_list("pk", flat=True))
    had = set(
        Assignment.objects.filter(round_plan__in=[one.round_plan_id for one in pairings])
        .exclude(status=AssignmentStatus.REPLACED)
        .values_list("round_plan", "expert")
    )
    return [problem for one in pairings for problem in _problem_of(one, grounds, free, had)]


def _problem_of(
    pairing: Pairing,
    grounds: Mapping[int, Mapping[str, str]],
    free: set[int],
    had: set[tuple[int, int]],
) -> Iterable[Problem]:
    unit, expert = pairing.round_plan.plan.unit, pairing.expert
    told = {"expected": expert.user.name, "found": unit.name}
    if pairing.round_plan.status != RoundPlanStatus.ENTERED:
        yield Problem(AssigningProblem.LEFT, found=unit.name)
    elif unit.pk in grounds[expert.pk]:
        yield Problem(AssigningProblem.ABSTAINS, **told)
    elif expert.pk not in free:
        yield Problem(AssigningProblem.RESTING, expected=expert.user.name)
    elif (pairing.round_plan_id, expert.pk) in had:
        yield Problem(AssigningProblem.ASSIGNED, **told)


def _tell(kind: str, round_: ReviewRound, assignments: Sequence[Assignment]) -> None:
    """Each expert once, of how many."""
    counts = Counter(one.expert_id for one in assignments)
    told = {one.expert_id: one for one in assignments}
    keep_messages(
        kind,
        [
            (Tasks(one.ref, {**round_.facts, "count": str(counts[pk])}), [one.expert.user_id])
            for pk, one in sorted(told.items())
        ],
        is_urgent=kind == _URGED,
    )
