"""分派: who reviews what is worked out, looked at, changed by hand, then asked."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import TextChoices

from foundation.errors import Problem, refuse_if
from provinces.models import Assignment, Expert, Pairing, ReviewRound, RoundPlan
from provinces.queries.review import grounds_for_abstaining
from provinces.states import AssignmentStatus, ExpertStatus, RoundPlanStatus, RoundStatus
from records.actors import Actor
from records.workflow import begin_all, move


class AssigningProblem(TextChoices):
    OVER = "assigning_over", "这一轮评审已经结束"
    ABSTAINS = "assigning_abstains", "{expected}要回避{found}的方案"
    RESTING = "assigning_resting", "{expected}现在不接评审"
    ASSIGNED = "assigning_assigned", "{expected}已在评审{found}的方案，或谢绝过"
    NOTHING = "assigning_nothing", "还没有拟分派。先自动分派，或手工添加"
    NO_REASON = "assigning_no_reason", "请写明改派的理由"


@transaction.atomic
def pair(round_plan: RoundPlan, expert: Expert) -> Pairing:
    """By hand, and so pinned. Raises Refused (422): abstains, rests, has it already or declined
    it."""
    refuse_if(_pairing_problems(round_plan, expert))
    pairing, _ = Pairing.objects.update_or_create(
        round_plan=round_plan, expert=expert, defaults={"is_pinned": True}
    )
    return pairing


def unpair(pairing: Pairing) -> None:
    pairing.delete()


def pin(pairing: Pairing, *, is_pinned: bool) -> None:
    Pairing.objects.filter(pk=pairing.pk).update(is_pinned=is_pinned)


@transaction.atomic
def assign(round_: ReviewRound, *, by: Actor) -> Sequence[Assignment]:
    """All pairings become tasks; each expert is told of theirs. Raises Refused: not the centre's
    (403); 422 nothing to assign, or somebody abstains meanwhile."""
    locked = ReviewRound.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if locked.status != RoundStatus.OPEN:
        refuse_if([Problem(AssigningProblem.OVER)])
    pairings = Pairing.objects.filter(
        round_plan__round=locked, round_plan__status=RoundPlanStatus.ENTERED
    ).select_related("round_plan__plan__unit", "round_plan__round__cycle", "expert")
    rows = list(pairings.order_by("expert", "round_plan"))
    refuse_if([] if rows else [Problem(AssigningProblem.NOTHING)])
    refuse_if(_abstaining(rows))
    assignments = [Assignment(round_plan=one.round_plan, expert=one.expert) for one in rows]
    begin_all(assignments, "assign", by=by)
    Pairing.objects.filter(round_plan__round=locked).delete()
    return assignments


def replace(assignment: Assignment, *, by: Actor, reason: str) -> Assignment:
    """Taken away before anything was filed; another is paired and asked. Raises Refused: 403; 409;
    422 no reason."""

    def write(row: Assignment) -> None:
        refuse_if([] if reason.strip() else [Problem(AssigningProblem.NO_REASON, "reason")])
        row.reason = reason

    return move(assignment, "replace", by=by, note=reason, write=write)


def _abstaining(pairings: Sequence[Pairing]) -> list[Problem]:
    grounds = grounds_for_abstaining({one.expert_id for one in pairings})
    return [
        Problem(AssigningProblem.ABSTAINS, expected=_name(one.expert), found=_unit(one.round_plan))
        for one in pairings
        if one.round_plan.plan.unit_id in grounds[one.expert_id]
    ]


def _pairing_problems(round_plan: RoundPlan, expert: Expert) -> Iterable[Problem]:
    told = {"expected": _name(expert), "found": _unit(round_plan)}
    if round_plan.plan.unit_id in grounds_for_abstaining({expert.pk})[expert.pk]:
        return [Problem(AssigningProblem.ABSTAINS, **told)]
    if expert.status != ExpertStatus.STANDING:
        return [Problem(AssigningProblem.RESTING, expected=_name(expert))]
    had = round_plan.assignments.filter(expert=expert).exclude(status=AssignmentStatus.REPLACED)
    return [Problem(AssigningProblem.ASSIGNED, **told)] if had.exists() else []


def _name(expert: Expert) -> str:
    return expert.user.name


def _unit(round_plan: RoundPlan) -> str:
    return round_plan.plan.unit.name
