"""征集承办单位: a unit asks in its area who would host or co-host; organisations apply until an
instant, and only then does the unit pick, with reasons for all to read (notice 六(一):
公平、公开、自愿). Whom it picks stands as a row in the plan it is typing.

Locks are taken in this order: call, application, plan, draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from provinces.cutting import cut_host_call
from provinces.cycles import CallProblem
from provinces.models import HostApplication, HostCall, PlanEvent, WorkPlan
from provinces.planning import add_party
from provinces.queries import deadline_of
from provinces.states import (
    EventStatus,
    HostApplicationStatus,
    HostCallStatus,
    PartyRole,
)
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import begin, move, move_all

_LONGEST_DUTY = 200  # characters, as the plan's own row takes it


class ApplyingProblem(TextChoices):
    TWICE = "host_call_twice", "已有一次征集在进行。先结束它，再发布新的"
    NOT_LATER = "host_call_not_later", "申请截止要晚于现在"
    NOT_BEFORE = "host_call_not_before", "申请截止要早于本单位的报送截止（{expected}）"
    DECIDED = "host_call_decided", "已经有选定结果，不能再改征集的内容"
    OVER = "host_call_over", "这次征集的申请已于 {expected} 截止"
    CLOSED = "host_call_closed", "这次征集已经结束，不再接收申请"
    NO_EVENT = "host_no_event", "这一场已经取消，请另选一场"
    APPLIED = "host_applied", "{expected}已经申请过{found}，不能重复申请"
    STILL_OPEN = "host_still_open", "申请截止（{expected}）以后才能选定。要提前，请先结束征集"
    NO_REASON = "host_no_reason", "请写明理由，对方会看到"


@dataclass(frozen=True)
class HostTerms:
    """What a unit asks for, until when (half-open)."""

    title: str
    text: str
    closes_at: datetime


@dataclass(frozen=True)
class Offer:
    """What an organisation brings; the contact is for the unit alone."""

    role: PartyRole
    statement: str
    contact_name: str
    contact_phone: str
    contact_email: str = ""
    event: PlanEvent | None = None


@dataclass(frozen=True)
class Choice:
    """`in_plan`: whether it stands as a row in the plan that is being typed."""

    application: HostApplication
    in_plan: bool


@transaction.atomic
def open_host_call(plan: WorkPlan, terms: HostTerms, *, by: Actor) -> HostCall:
    """Raises Refused: not the unit's lead (403); 422 with all that is wrong."""
    # One after the other, so that a double click is one call.
    locked = WorkPlan.objects.select_for_update(of=("self",), no_key=True)
    row = locked.select_related("cycle", "unit").get(pk=plan.pk)
    call = HostCall(plan=row, title=terms.title, text=terms.text, closes_at=terms.closes_at)
    problems = _timing_problems(row, terms)
    if row.host_calls.filter(status=HostCallStatus.OPEN).exists():
        problems.append(Problem(ApplyingProblem.TWICE))
    refuse_if(problems)
    opened = begin(call, "open", by=by)
    cut_host_call(opened)
    return opened


@transaction.atomic
def change_host_call(call: HostCall, terms: HostTerms, *, by: Actor) -> HostCall:
    """Whoever has applied hears of it. Raises Refused: 403; 409 closed; 422 with all that is
    wrong."""

    def write(row: HostCall) -> None:
        problems = _timing_problems(row.plan, terms)
        if row.applications.filter(status__in=HostApplicationStatus.decided).exists():
            problems.append(Problem(ApplyingProblem.DECIDED))
        refuse_if(problems)
        row.title, row.text, row.closes_at = terms.title, terms.text, terms.closes_at

    changed = move(call, "change", by=by, write=write)
    cut_host_call(changed)
    return changed


def close_host_call(call: HostCall, *, by: Actor) -> HostCall:
    """No one applies any more; what was applied for is decided. Raises Refused: 403; 409."""
    return move(call, "close", by=by)


@transaction.atomic
def apply_to_host(call: HostCall, offer: Offer, *, by: Actor) -> HostApplication:
    """In the name of the organisation that `by` acts for. Raises Refused: not for one that may
    host (403); too late, applied already, an event that was given up (422)."""
    if by.organisation_id is None:
        problem = Problem(MoveProblem.NOT_YOURS, expected="申请承办")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    row = _lock_call(call)
    application = HostApplication(
        call=row,
        organisation_id=by.organisation_id,
        role=offer.role,
        event=offer.event,
        statement=offer.statement,
        contact_name=offer.contact_name,
        contact_phone=offer.contact_phone,
        contact_email=offer.contact_email,
        applied_by_id=by.person_id,
    )
    refuse_if(_application_problems(application))
    return begin(application, "apply", by=by)


def withdraw_application(application: HostApplication, *, by: Actor) -> HostApplication:
    """Before it is decided. Raises Refused: 403; 409 once it is."""
    return move(application, "withdraw", by=by)


@transaction.atomic
def pick(application: HostApplication, *, by: Actor, reason: str) -> Choice:
    """Into the plan as well, unless its time is over. Raises Refused: not the unit's lead, or their
    own application (403); 409 withdrawn; 422 still open, no reason."""
    picked = _decide(application, "pick", by=by, reason=reason)
    in_plan = add_party(picked.call.plan, _row_of(picked), by=by)
    return Choice(picked, in_plan)


@transaction.atomic
def decline(application: HostApplication, *, by: Actor, reason: str) -> HostApplication:
    """Of one picked before, too; what stands in the plan is left to whoever types there. Raises
    Refused as `pick` does."""
    return _decide(application, "decline", by=by, reason=reason)


def reveal_contact(application: HostApplication, *, by: Actor) -> HostApplication:
    """Shown whole to the unit's lead, on the record. Raises Refused (403)."""
    return move(application, "reveal", by=by)


def forget_contacts(*, by: Actor) -> None:
    """How to reach a person who leaves; what their organisation applied for stays."""

    def write(rows: Sequence[HostApplication]) -> None:
        for row in rows:
            row.contact_name = row.contact_phone = row.contact_email = ""

    own = HostApplication.objects.filter(applied_by=by.user_id)
    move_all(
        own.exclude(contact_name="", contact_phone="", contact_email=""),
        "forget",
        by=by,
        write=write,
    )


def is_taking(call: HostCall, now: datetime) -> bool:
    """Whether one may still apply."""
    return call.status == HostCallStatus.OPEN and now < call.closes_at


def _decide(application: HostApplication, verb: str, *, by: Actor, reason: str) -> HostApplication:
    call = _lock_call(application.call)

    def write(row: HostApplication) -> None:
        now = clock.now()
        problems = []
        if is_taking(call, now):
            ends = clock.end_in_words(call.closes_at)
            problems.append(Problem(ApplyingProblem.STILL_OPEN, expected=ends))
        if not reason.strip():
            problems.append(Problem(ApplyingProblem.NO_REASON, "reason"))
        refuse_if(problems)
        row.reason, row.decided_at = reason, now

    return move(application, verb, by=by, note=reason, write=write)


def _row_of(application: HostApplication) -> dict[str, str]:
    organisation = application.organisation
    duty = application.statement.partition("\n")[0][:_LONGEST_DUTY]
    said = {"role": application.role, "name": organisation.name}
    return {**said, "code": organisation.code, "duty": duty}


def _lock_call(call: HostCall) -> HostCall:
    rows = HostCall.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("plan__unit", "plan__cycle").get(pk=call.pk)


def _timing_problems(plan: WorkPlan, terms: HostTerms) -> list[Problem]:
    ends, now = deadline_of(plan), clock.now()
    if ends is None:
        return [Problem(CallProblem.UNPUBLISHED)]
    if now >= ends:
        return [Problem(CallProblem.OVER, expected=clock.end_in_words(ends))]
    if terms.closes_at <= now:
        return [Problem(ApplyingProblem.NOT_LATER, "closes_on")]
    if terms.closes_at >= ends:
        expected = clock.end_in_words(ends)
        return [Problem(ApplyingProblem.NOT_BEFORE, "closes_on", expected=expected)]
    return []


def _application_problems(application: HostApplication) -> list[Problem]:
    call = application.call
    if call.status == HostCallStatus.CLOSED:
        return [Problem(ApplyingProblem.CLOSED)]
    if not is_taking(call, clock.now()):
        return [Problem(ApplyingProblem.OVER, expected=clock.end_in_words(call.closes_at))]
    problems = []
    planned = call.plan.events.filter(status=EventStatus.PLANNED)
    if application.event_id and not planned.filter(pk=application.event_id).exists():
        problems.append(Problem(ApplyingProblem.NO_EVENT, "event"))
    standing = call.applications.filter(
        organisation=application.organisation_id,
        role=application.role,
        status__in=HostApplicationStatus.standing,
    )
    if standing.exists():
        found = PartyRole(application.role).label
        name = application.organisation.name
        problems.append(Problem(ApplyingProblem.APPLIED, "role", expected=name, found=found))
    return problems
