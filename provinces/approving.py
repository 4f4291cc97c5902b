"""审定: the centre's lead approves a plan or does not. Corrected only by a reasoned reopening,
which all may read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.hosting import reverse_decisions
from provinces.models import Approval, ReviewRound, RoundPlan, WorkPlan
from provinces.queries import standing_submissions
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    PlanStatus,
    RoundPlanStatus,
    RoundStatus,
)
from records.actors import Actor
from records.workflow import begin_all, move


class ApprovalProblem(TextChoices):
    NO_PLAN = "approval_no_plan", "请勾选要审定的方案"
    NO_REASON = "approval_no_reason", "请写明理由"
    NOT_ACCEPTED = "approval_not_accepted", "{expected}的方案还没有通过形式审查，不能审定"
    IN_REVIEW = "approval_in_review", "{expected}的方案还在{found}里，评审结束以后再审定"
    DECIDED = "approval_decided", "{expected}的方案已经审定。要改，请先更正原来的审定"


@dataclass(frozen=True)
class Judgement:
    verdict: ApprovalVerdict
    reason: str


@transaction.atomic
def approve(plans: QuerySet[WorkPlan], judgement: Judgement, *, by: Actor) -> Sequence[Approval]:
    """All or none. Raises Refused: not the centre's lead, or one's own (403); 422 with all that is
    wrong."""
    # In one order with whoever proposes: by key.
    locked = plans.select_for_update(of=("self",), no_key=True).select_related("unit", "cycle")
    rows = list(locked.order_by("pk"))
    refuse_if(approval_problems(rows, judgement))
    submissions = standing_submissions(rows)
    approvals = [
        Approval(
            plan=plan,
            submission=submissions[plan.pk],
            verdict=judgement.verdict,
            reason=judgement.reason,
            decided_by_id=by.person_id,
        )
        for plan in rows
    ]
    begin_all(approvals, "decide", by=by, note=judgement.reason)
    return approvals


@transaction.atomic
def reopen_approval(approval: Approval, *, by: Actor, reason: str) -> Approval:
    """What was decided of its roadshows falls with it. Raises Refused: not the centre's lead (403);
    409 corrected already; 422 no reason."""

    def write(row: Approval) -> None:
        refuse_if([] if reason.strip() else [Problem(ApprovalProblem.NO_REASON, "reason")])
        row.reversal, row.reversed_at = reason, clock.now()

    # As whoever decides of its roadshows does.
    WorkPlan.objects.select_for_update(no_key=True).get(pk=approval.plan_id)
    reopened = move(approval, "reopen", by=by, note=reason, write=write)
    reverse_decisions(reopened.decisions.all(), by=by, reason=reason)
    return reopened


def approval_problems(plans: Sequence[WorkPlan], judgement: Judgement) -> list[Problem]:
    """What keeps them from being decided on, all at once."""
    problems = [] if plans else [Problem(ApprovalProblem.NO_PLAN, "plans")]
    if not judgement.reason.strip():
        problems.append(Problem(ApprovalProblem.NO_REASON, "reason"))
    standing = Approval.objects.filter(plan__in=plans, status=ApprovalStatus.STANDING)
    decided = set(standing.values_list("plan", flat=True))
    running = _running_rounds(plans)
    for plan in plans:
        if plan.status != PlanStatus.ACCEPTED:
            problems.append(Problem(ApprovalProblem.NOT_ACCEPTED, expected=plan.unit.name))
        elif plan.pk in running:
            told = {"expected": plan.unit.name, "found": str(running[plan.pk])}
            problems.append(Problem(ApprovalProblem.IN_REVIEW, **told))
        elif plan.pk in decided:
            problems.append(Problem(ApprovalProblem.DECIDED, expected=plan.unit.name))
    return problems


def _running_rounds(plans: Sequence[WorkPlan]) -> dict[int, ReviewRound]:
    inside = RoundPlan.objects.filter(
        plan__in=plans, status=RoundPlanStatus.ENTERED, round__status=RoundStatus.OPEN
    )
    return {one.plan_id: one.round for one in inside.select_related("round__cycle")}
