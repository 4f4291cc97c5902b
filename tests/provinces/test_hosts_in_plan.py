"""Whom a unit picks stands in the plan it types, beside what others typed; and what of a contact
the trail, an export and a person's leaving hold."""

import pytest

from accounts.acting import actor_of
from foundation import clock
from foundation.errors import Refused
from foundation.typed import Page
from portal.erasing import erase_account
from portal.invariants import broken_invariants
from provinces.applying import (
    ApplyingProblem,
    close_host_call,
    decline,
    pick,
)
from provinces.models import PlanDraft
from provinces.planning import add_event, drop_event, keep_typed
from provinces.queries import own_data
from records.models import Entry
from records.verifying import verify_trail
from tests.factories import make_clerk, make_lead
from tests.provinces.hosts import (
    DAY,
    PARK,
    REASON,
    application_in,
    apply,
    make_host,
    offer,
    open_call,
    parties_of,
    plan_of,
)

pytestmark = pytest.mark.django_db

OWN = {"role": "organiser", "name": "四川省科学技术厅", "code": "", "duty": "统筹"}
ROW = {
    "role": "host",
    "name": PARK[0],
    "code": PARK[1],
    "duty": "出会场和直播",
}


def type_parties(plan, rows, page=Page()):  # noqa: B008 -- frozen
    return keep_typed(plan, {"parties": rows}, page=page, by=make_clerk(plan.unit_id))


def park():
    return make_host(code=PARK[1])


def over(application, by):
    close_host_call(application.call, by=by)
    return application


def test_picked_organisation_becomes_a_row_below_those_typed():
    plan, lead = plan_of(), make_lead()
    type_parties(plan, [OWN])
    application = over(application_in("applied", by=park(), lead=lead), lead)

    choice = pick(application, by=lead, reason=REASON)

    assert choice.in_plan is True
    assert parties_of(plan) == [OWN, ROW]
    draft = PlanDraft.objects.get(plan=plan)
    assert (draft.revision, draft.stamps["parties"]) == (2, [2, lead.user_id, "choice"])


def test_row_that_stands_there_already_is_left_as_it_is():
    plan, lead = plan_of(), make_lead()
    typed = {**ROW, "code": "", "duty": "会务和安保"}
    type_parties(plan, [typed])

    picked = over(application_in("applied", by=park(), lead=lead), lead)
    choice = pick(picked, by=lead, reason=REASON)

    assert choice.in_plan is True
    assert parties_of(plan) == [typed]


def test_declining_what_was_picked_takes_nothing_out_and_picking_again_adds_nothing():
    plan, lead = plan_of(), make_lead()
    application = over(application_in("applied", by=park(), lead=lead), lead)
    pick(application, by=lead, reason=REASON)

    decline(application, by=lead, reason="对方来函退出")

    assert parties_of(plan) == [ROW]
    again = pick(application, by=lead, reason="又愿意了")
    assert (again.in_plan, again.application.reason) == (True, "又愿意了")
    assert parties_of(plan) == [ROW]


def test_duty_is_the_first_line_and_at_most_200_characters():
    plan, lead = plan_of(), make_lead()
    long = "会" * 250 + "\n第二行"
    application = over(application_in("applied", lead=lead, statement=long), lead)

    pick(application, by=lead, reason=REASON)

    assert [row["duty"] for row in parties_of(plan)] == ["会" * 200]


def test_table_that_is_full_takes_no_more_and_the_pick_stands():
    plan, lead = plan_of(), make_lead()
    rows = [{**OWN, "name": f"单位{number}"} for number in range(20)]
    type_parties(plan, rows)
    application = over(application_in("applied", lead=lead), lead)

    choice = pick(application, by=lead, reason=REASON)

    assert (choice.in_plan, choice.application.status) == (False, "picked")
    assert parties_of(plan) == rows


def test_pick_after_plans_are_over_is_only_recorded():
    plan, lead = plan_of(), make_lead()
    application = application_in("applied", lead=lead)

    with clock.shift(11 * DAY):
        choice = pick(application, by=lead, reason=REASON)

    assert (choice.in_plan, choice.application.status) == (False, "picked")
    assert parties_of(plan) == []


def test_page_that_is_open_learns_of_the_new_row_and_overwrites_it_not():
    plan, lead = plan_of(), make_lead()
    read = type_parties(plan, [OWN]).draft.revision
    application = over(application_in("applied", by=park(), lead=lead), lead)
    pick(application, by=lead, reason=REASON)

    kept = type_parties(plan, [{**OWN, "duty": "牵头"}], page=Page(read, "tab"))

    assert kept.clashes == {"parties"}
    assert parties_of(plan) == [OWN, ROW]


def test_event_may_be_named_while_it_is_asked_for_and_must_be_of_the_plan():
    plan, clerk = plan_of(), make_clerk()
    event, given_up = (add_event(plan, by=clerk) for _ in range(2))
    drop_event(given_up, by=clerk)
    other = add_event(plan_of("GD"), by=make_clerk("GD"))
    call, by = open_call(), make_host()

    for wrong in (given_up, other):
        with pytest.raises(Refused) as refusal:
            apply(call, by, event=wrong)
        assert [p.code for p in refusal.value.problems] == [ApplyingProblem.NO_EVENT]

    assert apply(call, by, event=event).event == event
    assert sum(broken_invariants().values()) == 0


def test_pick_makes_what_is_frozen_old():
    plan, lead = plan_of(), make_lead()
    type_parties(plan, [OWN])
    draft = PlanDraft.objects.get(plan=plan)
    draft.frozen = draft.revision
    draft.save()

    pick(over(application_in("applied", lead=lead), lead), by=lead, reason=REASON)

    draft.refresh_from_db()
    assert draft.is_frozen is False


def test_trail_holds_no_contact_and_stays_whole_when_the_person_leaves():
    by = make_host()
    application = application_in("picked", by=by)
    entries = str(list(Entry.objects.values_list("changes", flat=True)))
    assert "13698765432" not in entries
    assert "tang@park.example.cn" not in entries
    assert own_data(by.user_id)["host_applications"]

    erase_account(by.user, by=actor_of(by.user))

    application.refresh_from_db()
    assert (application.contact_name, application.contact_phone) == ("", "")
    assert list(verify_trail()) == []
    assert sum(broken_invariants().values()) == 0


def test_export_holds_what_the_person_filed():
    by = make_host()
    application = application_in("declined", by=by)

    [row] = own_data(by.user_id)["host_applications"]

    assert row == {
        "ref": application.ref,
        "call__title": "征集集成电路专场承办单位",
        "call__plan__unit__name": "四川",
        "organisation__name": PARK[0],
        "role": "host",
        "statement": offer().statement,
        "contact_name": "唐工",
        "contact_phone": "13698765432",
        "contact_email": "tang@park.example.cn",
        "status": "declined",
        "reason": REASON,
        "applied_at": application.applied_at,
        "decided_at": application.decided_at,
    }
