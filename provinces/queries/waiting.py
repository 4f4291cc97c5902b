"""What of the yearly call waits for somebody, what they wait for themselves, and its days."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import Cycle
from accounts.states import Role
from foundation.clock import Now
from provinces.models import (
    Approval,
    Assignment,
    Display,
    HostApplication,
    HostDecision,
    Matter,
    Objection,
    PlanEvent,
    ReviewRound,
    RoundPlan,
    WorkPlan,
)
from provinces.queries.plans import with_deadline
from provinces.rules import is_host
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    AssignmentStatus,
    DisplayStatus,
    EventStatus,
    HostApplicationStatus,
    HostCallStatus,
    HostDecisionStatus,
    MatterStatus,
    ObjectionStatus,
    PlanStatus,
    RoundPlanStatus,
    RoundStatus,
)
from records.actors import Actor
from records.waiting import Coming, Place, ToCount, last_day_of

_ENDED, _RUNNING = Q(closes_at__lte=Now()), Q(closes_at__gt=Now())


def waiting_for(by: Actor) -> list[ToCount]:
    """At the desk of the role acted in; what is to be counted."""
    if by.role in Role.of_unit:
        return list(_for_unit(by))
    if by.role in Role.of_centre:
        lead = _for_centre_lead(by) if by.role == Role.CENTRE_LEAD else ()
        return [*_for_centre(by), *lead]
    return list(_for_expert(by)) if by.role == Role.EXPERT else []


def handed_in_by(by: Actor) -> list[ToCount]:
    own = list(_objections_of(by)) if by.is_person else []
    if by.role in Role.of_unit:
        return [*_of_unit(by), *own]
    if by.role in Role.of_centre:
        return [*_of_centre(by), *own]
    return [*_of_host(by), *own] if is_host(by) else own


def coming_for(by: Actor) -> list[Coming]:
    """The ends ahead: of the call, for a unit its own; of scoring, for those who score or see to
    it."""
    ends = list(_end_of_call(by))
    if by.role in (*Role.of_centre, Role.EXPERT):
        url_name = "review" if by.role == Role.EXPERT else "center_rounds"
        running = ReviewRound.objects.filter(_RUNNING, status=RoundStatus.OPEN)
        rounds = running.select_related("cycle").order_by("closes_at")[:1]
        ends += [Coming(f"{one.title}截止", last_day_of(one.closes_at), url_name) for one in rounds]
    return ends


def _end_of_call(by: Actor) -> Iterator[Coming]:
    rows: QuerySet[Any] = Cycle.objects.all()
    url_name = "center_plans"
    if by.role in Role.of_unit:
        rows, url_name = with_deadline(WorkPlan.objects.filter(unit=by.unit)), "unit_plan"
    elif by.role not in Role.of_centre:
        return
    ends = rows.filter(_RUNNING).order_by("closes_at").values_list("closes_at", flat=True)
    for end in ends[:1]:
        yield Coming("工作方案报送截止", last_day_of(end), url_name)


def _for_unit(by: Actor) -> Iterator[ToCount]:
    plans = with_deadline(WorkPlan.objects.filter(unit=by.unit, cycle__opens_at__lte=Now()))
    for status, label in (
        (PlanStatus.DRAFT, "没有报送的工作方案"),
        (PlanStatus.RETURNED, "退回补正的工作方案"),
    ):
        own = plans.filter(_RUNNING, status=status)
        yield ToCount(own, Place(label, "unit_plan"), ends="closes_at")
    if by.role == Role.UNIT_LEAD:
        over = Q(call__status=HostCallStatus.CLOSED) | Q(call__closes_at__lte=Now())
        asked = HostApplication.objects.filter(
            over, call__plan__unit=by.unit, status=HostApplicationStatus.APPLIED
        )
        place = Place("待选定的承办申请", "unit_hosts")
        yield ToCount(asked.exclude(applied_by=by.user_id), place, since="applied_at")


def _for_centre(by: Actor) -> Iterator[ToCount]:
    raised = Matter.objects.filter(status=MatterStatus.RAISED).exclude(raised_by=by.user_id)
    place = Place("待答复的重大问题", "center_matters")
    yield ToCount(raised, place, since="raised_at", ends="due_at")
    filed = with_deadline(WorkPlan.objects.filter(status=PlanStatus.SUBMITTED))
    place = Place("待形式审查的方案", "center_plans", "state=waiting")
    yield ToCount(filed.filter(_ENDED), place)
    rounds = ReviewRound.objects.filter(_ENDED, status=RoundStatus.OPEN)
    place = Place("评分截止、待结束的轮次", "center_rounds")
    yield ToCount(rounds, place, since="closes_at")
    place = Place("待拟定承办的路演", "center_hosts")
    yield ToCount(_to_propose(), place)
    objections = Objection.objects.filter(status=ObjectionStatus.FILED)
    place = Place("待答复的异议", "center_hosts")
    yield ToCount(
        objections.exclude(filed_by=by.user_id), place, since="filed_at", ends="display__closes_at"
    )


def _for_centre_lead(by: Actor) -> Iterator[ToCount]:
    place = Place("待审定的方案", "center_hosts")
    yield ToCount(_to_approve(), place)
    proposed = HostDecision.objects.filter(status=HostDecisionStatus.PROPOSED)
    place = Place("待决定的承办拟定", "center_hosts")
    yield ToCount(proposed.exclude(proposed_by=by.user_id), place, since="proposed_at")
    over = Display.objects.filter(_ENDED, status=DisplayStatus.OPEN)
    place = Place("期满、待生效的公示", "center_hosts")
    yield ToCount(over, place, since="closes_at")


def _to_approve() -> QuerySet[WorkPlan]:
    """Reviewed to the end, and nothing of them stands decided."""
    standing = Approval.objects.filter(plan=OuterRef("pk"), status=ApprovalStatus.STANDING)
    reviewed = RoundPlan.objects.filter(plan=OuterRef("pk"), status=RoundPlanStatus.ENTERED)
    plans = WorkPlan.objects.filter(
        Exists(reviewed.filter(round__status=RoundStatus.CLOSED)), status=PlanStatus.ACCEPTED
    )
    under_way = Exists(reviewed.filter(round__status=RoundStatus.OPEN))
    return plans.exclude(Exists(standing)).exclude(under_way)


def _to_propose() -> QuerySet[PlanEvent]:
    """Of approved plans of any year, without a decision or a proposal."""
    current = HostDecision.objects.filter(
        event=OuterRef("pk"), status__in=HostDecisionStatus.current
    )
    approved = Approval.objects.filter(
        plan=OuterRef("plan"), status=ApprovalStatus.STANDING, verdict=ApprovalVerdict.APPROVED
    )
    events = PlanEvent.objects.filter(Exists(approved), status=EventStatus.PLANNED)
    return events.exclude(Exists(current))


def _for_expert(by: Actor) -> Iterator[ToCount]:
    running = Q(round_plan__round__status=RoundStatus.OPEN, round_plan__round__closes_at__gt=Now())
    own = Assignment.objects.filter(
        running, expert__user=by.user_id, status=AssignmentStatus.ASSIGNED
    )
    place = Place("待评分的方案", "review")
    due = own.annotate(closes_at=F("round_plan__round__closes_at"))
    yield ToCount(due, place, since="assigned_at", ends="closes_at")


def _of_unit(by: Actor) -> Iterator[ToCount]:
    filed = WorkPlan.objects.filter(unit=by.unit, status=PlanStatus.SUBMITTED)
    yield ToCount(filed, Place("工作方案：等火炬中心形式审查", "unit_plan"))
    raised = Matter.objects.filter(plan__unit=by.unit, status=MatterStatus.RAISED)
    place = Place("重大问题：等火炬中心答复", "unit_matters")
    yield ToCount(raised, place, since="raised_at", ends="due_at")


def _of_centre(by: Actor) -> Iterator[ToCount]:
    returned = with_deadline(WorkPlan.objects.filter(status=PlanStatus.RETURNED))
    place = Place("工作方案：等推荐单位补正", "center_plans")
    yield ToCount(returned.filter(_RUNNING), place, ends="closes_at")
    open_round = Q(round_plan__round__status=RoundStatus.OPEN)
    asked = Assignment.objects.filter(open_round, status=AssignmentStatus.ASSIGNED)
    place = Place("评审任务：等专家评分", "center_rounds")
    yield ToCount(asked, place, since="assigned_at", ends="round_plan__round__closes_at")
    proposed = HostDecision.objects.filter(
        proposed_by=by.user_id, status=HostDecisionStatus.PROPOSED
    )
    place = Place("承办拟定：等负责人决定", "center_hosts")
    yield ToCount(proposed, place, since="proposed_at")


def _of_host(by: Actor) -> Iterator[ToCount]:
    applied = HostApplication.objects.filter(
        organisation=by.organisation_id, status=HostApplicationStatus.APPLIED
    )
    place = Place("承办申请：等推荐单位选定", "host_applications")
    yield ToCount(applied, place, since="applied_at")


def _objections_of(by: Actor) -> Iterator[ToCount]:
    """In whatever role they were filed."""
    filed = Objection.objects.filter(filed_by=by.user_id, status=ObjectionStatus.FILED)
    place = Place("异议：等火炬中心答复", "objections")
    yield ToCount(filed, place, since="filed_at")
