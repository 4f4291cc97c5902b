"""Two of the centre at the same instant: one decision, one approval, nothing half final."""

import pytest
from django.db import connection

from foundation import clock
from foundation.errors import Refused
from provinces.approving import reopen_approval
from provinces.displaying import open_display, settle
from provinces.hosting import Proposal, decide, propose, refuse_proposal, reopen_decision
from provinces.invariants import INVARIANTS
from provinces.models import Approval, Display, HostDecision, PlanEvent, ResultLetter
from tests.factories import make_staff
from tests.provinces.deciding import OVER, answered, objected, shown
from tests.provinces.judging import accepted_plans, approved
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


def attempt(order):
    try:
        return order()
    except Refused as refusal:
        return refusal.problems[0].code


def together(*orders):
    return in_threads(len(orders), lambda number: attempt(orders[number]))


def later(order):
    """When the days of a display are over, by the clock of this thread's session."""

    def run():
        with clock.shift(OVER):
            return order()

    return run


def sound():
    return {name: check() for name, check in INVARIANTS.items() if check()} == {}


def test_two_leads_approve_once():
    plans = accepted_plans("SC", "GD")
    leads = [make_staff("centre_lead") for _ in range(2)]

    answers = together(*(lambda by=by: len(approved(plans, by=by)) for by in leads))

    assert sorted(map(str, answers)) == ["2", "approval_decided"]
    assert Approval.objects.count() == 2


def test_two_propose_once():
    plans = accepted_plans("SC")
    approved(plans)
    events, how = PlanEvent.objects.filter(plan__in=plans), Proposal("host", "靠前")
    centre = [make_staff("centre") for _ in range(2)]

    answers = together(*(lambda by=by: len(propose(events, how, by=by)) for by in centre))

    assert sorted(map(str, answers)) == ["1", "hosting_current"]


def test_one_agrees_while_another_refuses():
    plans = accepted_plans("SC")
    approved(plans)
    [row] = propose(
        PlanEvent.objects.filter(plan__in=plans), Proposal("host", "靠前"), by=make_staff("centre")
    )
    one, other = make_staff("centre_lead"), make_staff("centre_lead")

    together(
        lambda: decide(HostDecision.objects.filter(pk=row.pk), by=one),
        lambda: refuse_proposal(row, by=other, reason="不妥"),
    )

    found = HostDecision.objects.get()
    assert (found.status, found.decided_by_id) in {
        ("decided", one.user_id),
        ("refused", other.user_id),
    }


def test_approval_falls_while_its_roadshow_is_proposed_decided_and_shown():
    lead = make_staff("centre_lead")
    plans = accepted_plans("SC")
    [approval] = approved(plans, by=lead)
    events, how = PlanEvent.objects.filter(plan__in=plans), Proposal("host", "靠前")
    [row] = propose(events, how, by=make_staff("centre"))
    cycle, other = plans[0].cycle, make_staff("centre_lead")

    together(
        lambda: reopen_approval(approval, by=lead, reason="有误"),
        lambda: decide(HostDecision.objects.filter(pk=row.pk), by=other),
        lambda: open_display(cycle, by=other),
    )

    assert HostDecision.objects.get().status == "reversed"
    assert sound()


def test_two_open_a_display_once():
    plans = accepted_plans("SC", "GD")
    approved(plans)
    rows = propose(
        PlanEvent.objects.filter(plan__in=plans), Proposal("host", "靠前"), by=make_staff("centre")
    )
    lead = make_staff("centre_lead")
    decide(HostDecision.objects.filter(pk__in=[r.pk for r in rows]), by=lead)
    cycle = plans[0].cycle

    answers = together(*[lambda: open_display(cycle, by=lead).number] * 2)

    assert sorted(map(str, answers)) == ["1", "display_nothing"]
    assert Display.objects.count() == 1


def test_reopening_and_settling_at_once_leave_letters_of_what_was_final():
    lead, other = make_staff("centre_lead"), make_staff("centre_lead")
    display, [row, second] = shown("SC", "GD", lead=lead)

    together(
        later(lambda: settle(display, by=lead).status),
        lambda: reopen_decision(row, by=other, reason="有误").status,
        lambda: reopen_approval(second.approval, by=other, reason="有误").status,
    )

    assert set(HostDecision.objects.values_list("status", flat=True)) == {"reversed"}
    told = ResultLetter.objects.values_list("content__events", flat=True)
    assert all(len(events) == 1 for events in told)
    assert sound()


def test_answering_and_settling_at_once_is_one_after_the_other():
    lead, centre = make_staff("centre_lead"), make_staff("centre")
    display, [row] = shown("SC", lead=lead)
    objection = objected(display, row)

    together(
        later(lambda: settle(display, by=lead).status),
        lambda: answered(objection, by=centre, upheld=True).status,
    )

    assert Display.objects.get().status == "open"
    assert sound()
    connection.close()
