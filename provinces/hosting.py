"""承办: of each roadshow of an approved plan, one person of the centre proposes and another
decides. Corrected only by a reasoned reopening, which all may read.

Locks are taken in this order: plan, decision.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from provinces.models import Approval, HostDecision, PlanEvent, WorkPlan
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    EventStatus,
    HostDecisionStatus,
    HostVerdict,
)
from records.actors import Actor
from records.workflow import Moved, begin_all, move, move_all


class HostingProblem(TextChoices):
    NO_EVENT = "hosting_no_event", "请选择场次"
    NOT_YOURS_NOW = (
        "hosting_not_yours_now",
        "{expected}的{found}不能由你办，请取消勾选：自己拟定的由另一位负责人决定，已办过的不用再办",
    )
    NO_REASON = "hosting_no_reason", "请写明理由，会公开"
    NO_REFUSAL = "hosting_no_refusal", "请写明为什么不同意，拟定人会看到"
    UNDECIDED = "hosting_undecided", "{found}还没有决定，不用更正：可以同意或不同意"
    DROPPED = "hosting_dropped", "{expected}的{found}已取消"
    NOT_APPROVED = "hosting_not_approved", "{expected}的方案还没有审定通过，不能拟定承办"
    CURRENT = "hosting_current", "{expected}的{found}已有拟定或决定。要改，请先撤回或更正"


@dataclass(frozen=True)
class Proposal:
    verdict: HostVerdict
    reason: str


@transaction.atomic
def propose(
    events: QuerySet[PlanEvent], proposal: Proposal, *, by: Actor
) -> Sequence[HostDecision]:
    """All or none. Raises Refused: not the centre's (403); 422 with all that is wrong."""
    locked = WorkPlan.objects.select_for_update(no_key=True).order_by("pk")
    list(locked.filter(pk__in=list(events.values_list("plan", flat=True))))
    named = events.select_related("plan__unit", "plan__cycle")
    chosen = list(named.order_by("plan__unit__code", "number"))
    approvals = _approvals(chosen)
    refuse_if(_problems(chosen, approvals, proposal))
    decisions = [
        HostDecision(
            plan=event.plan,
            event=event,
            approval=approvals[event.plan_id],
            verdict=proposal.verdict,
            reason=proposal.reason,
            proposed_by_id=by.person_id,
        )
        for event in chosen
    ]
    begin_all(decisions, "propose", by=by, note=proposal.reason)
    return decisions


def withdraw_proposals(decisions: QuerySet[HostDecision], *, by: Actor) -> Moved:
    """By whoever proposed them."""
    return move_all(decisions, "withdraw", by=by)


def decide(decisions: QuerySet[HostDecision], *, by: Actor) -> Moved:
    """What others proposed; one's own is refused, row by row."""
    return move_all(decisions, "decide", by=by, write=lambda rows: _sign(rows, by))


@transaction.atomic
def refuse_proposal(decision: HostDecision, *, by: Actor, reason: str) -> HostDecision:
    """Raises Refused: not the centre's lead, or one's own (403); 409; 422 no reason."""

    def write(row: HostDecision) -> None:
        refuse_if([] if reason.strip() else [Problem(HostingProblem.NO_REFUSAL, "reason")])
        _sign([row], by)

    return move(decision, "refuse", by=by, note=reason, write=write)


def reopen_decision(decision: HostDecision, *, by: Actor, reason: str) -> HostDecision:
    """Another may be proposed then; this one is kept. Raises Refused: not the centre's lead (403);
    409, also where nothing is decided yet; 422 no reason."""

    def write(row: HostDecision) -> None:
        if row.decided_at is None:  # it falls with its approval alone
            problem = Problem(HostingProblem.UNDECIDED, found=str(row.event))
            raise Refused([problem], status=HTTPStatus.CONFLICT)
        refuse_if([] if reason.strip() else [Problem(HostingProblem.NO_REASON, "reason")])
        row.reversal, row.reversed_at = reason, clock.now()

    return move(decision, "reopen", by=by, note=reason, write=write)


def reverse_decisions(decisions: QuerySet[HostDecision], *, by: Actor, reason: str) -> Moved:
    """All that are current of a set, for one reason."""

    def write(rows: Sequence[HostDecision]) -> None:
        now = clock.now()
        for row in rows:
            row.reversal, row.reversed_at = reason, now

    current = decisions.filter(status__in=HostDecisionStatus.current)
    return move_all(with_facts(current), "reopen", by=by, note=reason, write=write)


def with_facts(decisions: QuerySet[HostDecision]) -> QuerySet[HostDecision]:
    """With all that messages say of them, else each asks for it."""
    return decisions.select_related("approval", "display", "event", "plan__unit", "plan__cycle")


def _sign(rows: Sequence[HostDecision], by: Actor) -> None:
    now = clock.now()
    for row in rows:
        row.decided_by_id, row.decided_at = by.person_id, now


def _approvals(events: Sequence[PlanEvent]) -> dict[int, Approval]:
    standing = Approval.objects.filter(
        plan__in={event.plan_id for event in events},
        status=ApprovalStatus.STANDING,
        verdict=ApprovalVerdict.APPROVED,
    )
    return {approval.plan_id: approval for approval in standing}


def proposal_problems(events: Sequence[PlanEvent], proposal: Proposal) -> list[Problem]:
    """What keeps them from being proposed, all at once."""
    return _problems(events, _approvals(events), proposal)


def _problems(
    events: Sequence[PlanEvent], approvals: Mapping[int, Approval], proposal: Proposal
) -> list[Problem]:
    problems = [] if events else [Problem(HostingProblem.NO_EVENT, "events")]
    if not proposal.reason.strip():
        problems.append(Problem(HostingProblem.NO_REASON, "reason"))
    current = HostDecision.objects.filter(event__in=events, status__in=HostDecisionStatus.current)
    taken = set(current.values_list("event", flat=True))
    for event in events:
        told = {"expected": event.plan.unit.name, "found": str(event)}
        if event.status != EventStatus.PLANNED:
            problems.append(Problem(HostingProblem.DROPPED, **told))
        elif event.plan_id not in approvals:
            problems.append(Problem(HostingProblem.NOT_APPROVED, expected=event.plan.unit.name))
        elif event.pk in taken:
            problems.append(Problem(HostingProblem.CURRENT, **told))
    return problems
