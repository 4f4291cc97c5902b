"""Interest: from a page to whoever answers for the achievement, and no contact with it."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, transaction

from accounts.delegating import revoke
from accounts.people import erase_person
from foundation import clock
from foundation.errors import Refused
from matching.interests import InterestProblem, Wish, forget_messages, send_interest, take_back
from matching.invariants import in_ones_own
from matching.models import Interest
from matching.queries import received_by, sent_by
from matching.states import InterestKind
from projects.library import withdraw
from projects.models import Project
from records.models import Message
from records.verifying import verify_trail
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_filed_project,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
)

pytestmark = pytest.mark.django_db


def send(project, by=None, message="每年要 2 万颗"):
    return send_interest(project, Wish(InterestKind.TRIAL, message), by=by or make_holder())


def show_under_mandate(project, by):
    """What a unit has filed is shown on the ground of a document it names."""
    from accounts.consenting import give_consent  # noqa: PLC0415 -- used here alone
    from accounts.states import ConsentPurpose  # noqa: PLC0415 -- as above

    consent = give_consent(ConsentPurpose.DISPLAY, by=by, mandate="授权书 1")
    Project.objects.filter(pk=project.pk).update(display_consent=consent)
    return project


def told_of_interest():
    return list(Message.objects.filter(kind="matching.interest.send").values_list("to", flat=True))


def test_holder_is_told_and_sees_who_but_not_how_to_reach_them():
    holder, person = make_holder(), make_holder()

    interest = send(make_project("listed", holder), person)

    assert told_of_interest() == [holder.user_id]
    assert list(received_by(holder)) == list(sent_by(person.user_id)) == [interest]
    context = Message.objects.get(kind="matching.interest.send").context
    assert context == {
        "title": "面向车规的碳化硅栅极驱动芯片",
        "code": "",
        "interest_path": f"/interests/{interest.ref}/",
        "talk_path": f"/introductions/{interest.ref}/",
        "note": "",
    }


def test_units_people_are_told_of_what_is_in_their_custody():
    clerk, lead, other = make_clerk(), make_lead(), make_lead("GD")
    project = show_under_mandate(make_filed_project("listed", clerk), clerk)

    interest = send(project)

    told = told_of_interest()
    assert {clerk.user_id, lead.user_id} <= set(told)
    assert other.user_id not in told
    assert list(received_by(lead)) == [interest]
    assert list(received_by(other)) == []


def test_agencys_people_are_told_of_what_they_filed():
    agency = make_organisation()
    make_delegation(agency)
    agent = make_agent(agency)
    project = show_under_mandate(make_filed_project("listed", agent), agent)

    interest = send(project)

    assert told_of_interest() == [agent.user_id]
    assert list(received_by(agent)) == [interest]
    assert list(received_by(make_lead())) == []


def test_unit_answers_for_an_agency_whose_delegation_has_ended():
    agency, lead = make_organisation(), make_lead()
    delegation = make_delegation(agency, lead=lead)
    agent = make_agent(agency)
    project = show_under_mandate(make_filed_project("listed", agent), agent)
    earlier = send(project)
    revoke(delegation, by=lead)

    later = send(project)

    assert set(received_by(lead)) == {earlier, later}
    told = Message.objects.filter(kind="matching.interest.send").order_by("pk")
    assert told.first().to_id == agent.user_id
    assert lead.user_id in {message.to_id for message in told[1:]}
    assert agent.user_id not in {message.to_id for message in told[1:]}


def test_second_interest_in_the_same_is_refused():
    project, person = make_project("listed"), make_holder()
    send(project, person)

    with pytest.raises(Refused) as refusal:
        send(project, person)

    assert [p.code for p in refusal.value.problems] == [InterestProblem.TWICE]
    assert Interest.objects.count() == 1


def test_database_keeps_one_standing_interest():
    interest = send(make_project("listed"))
    interest.pk, interest.ref = None, "AAAAAAAAAA"

    with pytest.raises(IntegrityError, match="interest_stands_once"), transaction.atomic():
        interest.save(force_insert=True)


def test_interest_in_ones_own_is_refused():
    holder = make_holder()

    with pytest.raises(Refused) as refusal:
        send(make_project("listed", holder), holder)

    assert refusal.value.status == HTTPStatus.FORBIDDEN
    assert in_ones_own() == 0


@pytest.mark.parametrize("shown", [True, False])
def test_only_what_is_shown_may_be_wished_for(shown):
    project = make_project("listed", shown=not shown)
    if shown is False:
        withdraw(project, by=make_centre(), reason="权属有争议")

    with pytest.raises(Refused) as refusal:
        send(project)

    assert [p.code for p in refusal.value.problems] == [InterestProblem.NOT_SHOWN]


def test_taken_back_in_ten_minutes_and_not_later():
    project, person, holder = make_project("listed"), make_holder(), make_holder()
    first, second = send(project, person), send(project, holder)

    assert take_back(first, by=person).status == "taken_back"
    assert list(received_by(make_holder(project.holder))) == [second]
    assert send(project, person).status == "sent"
    with clock.shift(timedelta(minutes=11)), pytest.raises(Refused) as refusal:
        take_back(second, by=holder)
    assert [p.code for p in refusal.value.problems] == [InterestProblem.TOO_LATE]


def test_others_do_not_take_it_back():
    interest = send(make_project("listed"))

    for by in (make_holder(), make_centre(), make_staff("investor")):
        with pytest.raises(Refused) as refusal:
            take_back(interest, by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_who_leaves_leaves_no_words_and_a_valid_trail():
    person = make_holder()
    interest = send(make_project("listed"), person)

    forget_messages(by=person)
    erase_person(person.user, by=person)

    interest.refresh_from_db()
    assert interest.message == ""
    assert list(verify_trail()) == []
