"""What the database itself holds of decisions, and who may do what with them in which state."""

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from provinces.approving import reopen_approval
from provinces.displaying import open_display
from provinces.hosting import (
    Proposal,
    decide,
    propose,
    refuse_proposal,
    reopen_decision,
    withdraw_proposals,
)
from provinces.models import Display, HostDecision, PlanEvent
from records.workflow import available_moves
from tests.factories import make_clerk, make_holder, make_lead, make_staff
from tests.provinces.deciding import answered, objected, settled, shown
from tests.provinces.judging import accepted_plans, approved

pytestmark = pytest.mark.django_db
WHY = "数据有误"


def rows_of(*rows):
    return HostDecision.objects.filter(pk__in=[row.pk for row in rows])


def proposed(plan, by=None):
    events = PlanEvent.objects.filter(plan=plan, status="planned")
    [row] = propose(events, Proposal("host", "靠前"), by=by or make_staff("centre"))
    return row


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "final"}, "host_decision_shown_before_it_is_final"),
        ({"status": "decided"}, "host_decision_decided_by_somebody"),
        ({"status": "reversed"}, "host_decision_reversed_with_a_reason"),
    ],
)
def test_row_that_skips_a_step_is_refused(change, constraint):
    [plan] = accepted_plans("SC")
    approved([plan])
    row = proposed(plan)
    by = make_staff("centre_lead")
    decider = {} if change["status"] == "decided" else {"decided_by": by.user_id}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows_of(row).update(**change, **decider)


def test_second_of_what_stands_once_is_refused():
    [plan] = accepted_plans("SC")
    [approval] = approved([plan])
    row = proposed(plan)

    for obj, constraint in (
        (approval, "approval_stands_once"),
        (row, "host_decision_current_once"),
    ):
        obj.pk, obj.ref = None, f"X{constraint[:8].upper()}"
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            obj.save(force_insert=True)


def test_display_is_not_final_before_its_end():
    display, _ = shown("SC")

    with pytest.raises(IntegrityError, match="display_final_after"), transaction.atomic():
        Display.objects.filter(pk=display.pk).update(status="final", final_at=clock.now())


ROLES = ("centre", "centre_lead", "expert", "exchange", "auditor", "security", "admin")


def verbs_of(obj, **people):
    """By who asks, what the door would let them do; nobody who may do nothing."""
    people |= {role: make_staff(role) for role in ROLES}
    people |= {"unit": make_lead(), "unit_clerk": make_clerk(), "holder": make_holder()}
    found = {who: {m.verb for m in available_moves(obj, by)} for who, by in people.items()}
    return {who: verbs for who, verbs in found.items() if verbs}


def test_proposal_in_each_state_and_who_may_do_what_with_it():
    [plan] = accepted_plans("SC")
    approved([plan])
    proposer = make_staff("centre_lead")
    row = proposed(plan, by=proposer)
    lead = make_staff("centre_lead")
    seen = [verbs_of(row, proposer=proposer)]
    withdraw_proposals(rows_of(row), by=proposer)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    row = proposed(plan, by=proposer)
    refuse_proposal(row, by=lead, reason=WHY)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    row = proposed(plan, by=proposer)
    decide(rows_of(row), by=lead)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    settled(open_display(plan.cycle, by=lead), lead)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))
    reopen_decision(row, by=lead, reason=WHY)
    seen.append(verbs_of(*rows_of(row), proposer=proposer))

    shown_by_leads = {"show", "settle", "reopen"}
    assert seen == [
        {"proposer": {"withdraw", "reopen"}, "centre_lead": {"decide", "refuse", "reopen"}},
        {},
        {},
        {"proposer": shown_by_leads, "centre_lead": shown_by_leads},
        {"proposer": {"reopen"}, "centre_lead": {"reopen"}},
        {},
    ]


def test_approval_display_and_objection_in_each_state_and_who_may_do_what():
    display, [row] = shown("SC")
    by = make_holder()
    objection = objected(display, row, by=by)
    answering = {"uphold", "reject"}
    assert verbs_of(row.approval) == {"centre_lead": {"reopen"}}
    assert verbs_of(display) == {"centre_lead": {"settle"}}
    assert verbs_of(objection, objector=by) == {
        "objector": {"withdraw"},
        "centre": answering,
        "centre_lead": answering,
    }

    answered_one, final_one = answered(objection), settled(display)
    reversed_one = reopen_approval(row.approval, by=make_staff("centre_lead"), reason=WHY)

    assert [verbs_of(one, objector=by) for one in (answered_one, final_one, reversed_one)] == [
        {},
        {},
        {},
    ]
