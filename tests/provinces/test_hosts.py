"""A unit's call for hosts: every state × verb × role, its times, and what each step leaves."""

from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from provinces.applying import (
    ApplyingProblem,
    apply_to_host,
    change_host_call,
    close_host_call,
    decline,
    open_host_call,
    pick,
    reveal_contact,
    withdraw_application,
)
from provinces.cycles import CallProblem
from provinces.exempting import Grant, exempt
from provinces.models import HostApplication, HostCall
from provinces.queries import applications_of
from provinces.rules import is_of_applicant
from provinces.states import (
    HOST_APPLICATION_TRANSITIONS,
    HOST_CALL_TRANSITIONS,
    ExemptionKind,
    HostApplicationStatus,
    HostCallStatus,
)
from records.actors import PORTAL, VISITOR
from records.models import Entry, Message
from records.workflow import available_moves
from tests.factories import make_agent, make_centre, make_clerk, make_holder, make_lead, make_staff
from tests.provinces.hosts import (
    DAY,
    REASON,
    act_for,
    application_in,
    apply,
    make_host,
    offer,
    open_call,
    plan_of,
    published,
    terms,
)

pytestmark = pytest.mark.django_db

CALL_STEPS = {
    "change": lambda c, by: change_host_call(c, terms(title="改了题目"), by=by),
    "close": lambda c, by: close_host_call(c, by=by),
}
STEPS = {
    "withdraw": lambda a, by: withdraw_application(a, by=by),
    "pick": lambda a, by: pick(a, by=by, reason=REASON).application,
    "decline": lambda a, by: decline(a, by=by, reason="另有更合适的"),
    "reveal": lambda a, by: reveal_contact(a, by=by),
}
STRANGERS = {
    "clerk": make_clerk,
    "lead of another unit": lambda: make_lead("GD"),
    "centre": make_centre,
    "centre_lead": lambda: make_staff("centre_lead"),
    "holder": make_holder,
    "expert": lambda: make_staff("expert"),
    "partner without an organisation": lambda: make_staff("partner"),
    "host of another organisation": lambda: make_host("enterprise", "另一家"),
    "visitor": lambda: VISITOR,
    "portal": lambda: PORTAL,
}
MAY = {
    **dict.fromkeys(("pick", "decline", "reveal"), ("lead",)),
    "withdraw": ("applicant", "colleague"),
}


def traces():
    return Entry.objects.count(), Message.objects.count()


def codes_of(refusal):
    return [problem.code for problem in refusal.value.problems]


@pytest.mark.parametrize("role", ["lead", *STRANGERS])
@pytest.mark.parametrize("verb", CALL_STEPS)
@pytest.mark.parametrize("status", HostCallStatus.values)
def test_call_is_run_by_its_lead_alone(status, verb, role):
    lead = make_lead()
    call = open_call(by=lead)
    if status == "closed":
        call = close_host_call(call, by=lead)
    by = lead if role == "lead" else STRANGERS[role]()
    before = traces()
    target = {(t.verb, t.source): t.target for t in HOST_CALL_TRANSITIONS}.get((verb, status))

    if role == "lead" and target:
        assert CALL_STEPS[verb](call, by).status == target
        return
    with pytest.raises(Refused) as refusal:
        CALL_STEPS[verb](call, by)

    expected = HTTPStatus.CONFLICT if role == "lead" else HTTPStatus.FORBIDDEN
    assert refusal.value.status == expected
    assert traces() == before
    assert available_moves(call, by) == []


@pytest.mark.parametrize("role", ["applicant", "colleague", "lead", *STRANGERS])
@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("status", HostApplicationStatus.values)
def test_each_step_is_for_whom_the_table_says(status, verb, role):
    lead, applicant = make_lead(), make_host()
    application = application_in(status, by=applicant, lead=lead)
    call = application.call
    if call.status == "open" and verb != "withdraw":
        close_host_call(call, by=lead)
    own = {"applicant": applicant, "lead": lead}
    by = own.get(role) or (
        act_for(application.organisation, "investor") if role == "colleague" else STRANGERS[role]()
    )
    before = traces()
    ways = {(t.verb, t.source): t.target for t in HOST_APPLICATION_TRANSITIONS}
    target = ways.get((verb, status))

    if role in MAY[verb] and target:
        assert STEPS[verb](application, by).status == target
        return
    with pytest.raises(Refused) as refusal:
        STEPS[verb](application, by)

    expected = HTTPStatus.CONFLICT if role in MAY[verb] else HTTPStatus.FORBIDDEN
    assert refusal.value.status == expected
    assert traces() == before
    application.refresh_from_db()
    assert application.status == status


@pytest.mark.parametrize("role", ["agency", "partner", "enterprise", "investor"])
def test_organisations_apply_in_each_of_their_roles(role):
    by, call = make_host(role), open_call()

    application = apply(call, by)

    assert (application.status, application.organisation_id) == ("applied", by.organisation_id)
    assert application.applied_by_id == by.user_id


@pytest.mark.parametrize("role", ["lead", *(r for r in STRANGERS if not r.startswith("host"))])
def test_nobody_else_applies(role):
    call = open_call()
    by = make_lead() if role == "lead" else STRANGERS[role]()
    before = traces()

    with pytest.raises(Refused) as refusal:
        apply_to_host(call, offer(), by=by)

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert (traces(), HostApplication.objects.count()) == (before, 0)


def test_unit_does_not_host_for_itself_under_another_role():
    by = act_for(Unit.objects.get(abbr="SC").organisation, "partner")

    with pytest.raises(Refused) as refusal:
        apply(open_call(), by)

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_lead_does_not_decide_on_what_they_filed_themselves():
    lead = make_lead()
    application = application_in("applied", by=make_host(user=lead.user), lead=lead)
    close_host_call(application.call, by=lead)

    with pytest.raises(Refused) as refusal:
        pick(application, by=lead, reason=REASON)

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert pick(application, by=make_lead(), reason=REASON).application.status == "picked"


@pytest.mark.parametrize(
    ("ends_in", "problem"),
    [
        (-DAY, ApplyingProblem.NOT_LATER),
        (10 * DAY, ApplyingProblem.NOT_BEFORE),
        (11 * DAY, ApplyingProblem.NOT_BEFORE),
    ],
)
def test_call_ends_after_now_and_before_the_plans_own_deadline(ends_in, problem):
    with pytest.raises(Refused) as refusal:
        open_call(ends_in=ends_in)

    assert codes_of(refusal) == [problem]
    assert refusal.value.problems[0].field == "closes_on"
    assert HostCall.objects.count() == 0


def test_unit_with_a_later_deadline_may_ask_for_longer():
    cycle, centre = published(), make_staff("centre_lead")
    grant = Grant(ExemptionKind.EXTENSION, "地震", until=clock.now() + 20 * DAY)
    exempt(Unit.objects.get(abbr="SC"), cycle, grant, by=centre)

    assert open_call(ends_in=15 * DAY).status == "open"


def test_nothing_is_asked_for_when_plans_are_over():
    plan = plan_of()

    with clock.shift(11 * DAY), pytest.raises(Refused) as refusal:
        open_host_call(plan, terms(), by=make_lead())

    assert codes_of(refusal) == [CallProblem.OVER]


def test_second_open_call_is_refused_and_may_follow_the_first():
    lead = make_lead()
    first = open_call(by=lead)

    with pytest.raises(Refused) as refusal:
        open_call(by=lead)
    close_host_call(first, by=lead)

    assert codes_of(refusal) == [ApplyingProblem.TWICE]
    assert open_call(by=lead).status == "open"


def test_database_keeps_one_open_call_a_plan():
    call = open_call()
    call.pk, call.ref = None, "AAAAAAAAAA"

    with pytest.raises(IntegrityError, match="host_call_open_once_a_plan"), transaction.atomic():
        call.save(force_insert=True)


def test_database_keeps_one_application_an_organisation_and_role():
    application = application_in("applied")
    application.pk, application.ref = None, "AAAAAAAAAA"

    with pytest.raises(IntegrityError, match="host_application_once_a_role"), transaction.atomic():
        application.save(force_insert=True)


def test_time_to_apply_is_half_open():
    call, by = open_call(ends_in=DAY), make_host()
    to_the_end = call.closes_at - clock.now()

    with clock.shift(to_the_end), pytest.raises(Refused) as refusal:
        apply(call, by)

    assert codes_of(refusal) == [ApplyingProblem.OVER]
    with clock.shift(to_the_end - DAY / 24):
        assert apply(call, by).status == "applied"


def test_closed_call_takes_no_application():
    lead = make_lead()
    call = close_host_call(open_call(by=lead), by=lead)

    with pytest.raises(Refused) as refusal:
        apply(call)

    assert codes_of(refusal) == [ApplyingProblem.CLOSED]


def test_same_organisation_applies_once_for_each_role_and_again_after_withdrawing():
    call, by = open_call(), make_host()
    first = apply(call, by)
    colleague = act_for(first.organisation, "enterprise")

    with pytest.raises(Refused) as refusal:
        apply(call, colleague)

    assert codes_of(refusal) == [ApplyingProblem.APPLIED]
    assert refusal.value.problems[0].sentence == (
        "成都芯谷园区运营公司已经申请过承办，不能重复申请"
    )
    assert apply(call, colleague, role="co_host").status == "applied"
    withdraw_application(first, by=by)
    assert apply(call, by).status == "applied"


@pytest.mark.parametrize("verb", ["pick", "decline"])
def test_nothing_is_decided_while_others_may_still_apply(verb):
    application, lead = application_in("applied"), make_lead()
    before = traces()

    with pytest.raises(Refused) as refusal:
        STEPS[verb](application, lead)

    assert codes_of(refusal) == [ApplyingProblem.STILL_OPEN]
    assert traces() == before
    with clock.shift(6 * DAY):
        assert STEPS[verb](application, lead).status in ("picked", "declined")


@pytest.mark.parametrize("verb", [pick, decline])
def test_decision_needs_a_reason(verb):
    lead = make_lead()
    application = application_in("applied", lead=lead)
    close_host_call(application.call, by=lead)

    with pytest.raises(Refused) as refusal:
        verb(application, by=lead, reason="  ")

    assert codes_of(refusal) == [ApplyingProblem.NO_REASON]


def test_call_is_not_changed_once_something_is_decided():
    lead = make_lead()
    application = application_in("applied", lead=lead)
    with clock.shift(6 * DAY):
        decline(application, by=lead, reason=REASON)

        with pytest.raises(Refused) as refusal:
            change_host_call(application.call, terms(ends_in=2 * DAY), by=lead)

    assert codes_of(refusal) == [ApplyingProblem.DECIDED]


@pytest.mark.parametrize("role", ["applicant", "colleague", "lead", *STRANGERS])
def test_own_applications_are_those_the_rule_says(role):
    lead, applicant = make_lead(), make_host()
    application = application_in("applied", by=applicant, lead=lead)
    own = {"applicant": applicant, "lead": lead}
    by = own.get(role) or (
        act_for(application.organisation, "agency") if role == "colleague" else STRANGERS[role]()
    )

    assert applications_of(by).contains(application) == is_of_applicant(by, application)
    assert is_of_applicant(by, application) == (role in ("applicant", "colleague"))


def test_agency_without_delegation_applies_for_itself():
    agent = make_agent()

    assert apply(open_call("GD"), agent).organisation_id == agent.organisation_id
