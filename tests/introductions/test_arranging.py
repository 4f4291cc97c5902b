"""Times to meet, and who accompanies the two."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from icalendar import Calendar

from accounts.delegating import revoke
from accounts.models import User
from foundation import clock
from foundation.errors import Refused
from introductions.accompanying import CompanionProblem, agree, bring, leave, offer, refuse
from introductions.conversing import say
from introductions.models import Seat
from introductions.queries.calendar import event_of
from introductions.queries.companions import agents_for, asked_of, attendable_by
from introductions.queries.talks import contact_of, talks_of, waiting_times
from introductions.scheduling import (
    MOST_OPEN,
    Time,
    TimeProblem,
    agree as agree_time,
    cancel,
    decline,
    propose,
)
from records.models import Message
from roadshows.ics import calendar_of
from tests.factories import (
    make_agent,
    make_delegation,
    make_lead,
    make_organisation,
    make_staff,
)
from tests.introductions.making import answerer_of, asker_of, introduced

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return introduced()


@pytest.fixture
def agent(talk):
    agency = make_organisation()
    make_delegation(agency, unit=talk.interest.project.unit_id)
    return make_agent(agency)


def parties(talk):
    return asker_of(talk.interest), answerer_of(talk.interest)


def in_days(days, hours=1, place="视频会议 123"):
    starts = clock.now() + timedelta(days=days)
    return Time(starts, starts + timedelta(hours=hours), place)


def test_time_is_agreed_by_the_other_party_alone(talk):
    asker, answerer = parties(talk)
    proposed = propose(talk, in_days(2), by=asker)

    assert list(waiting_times(answerer)) == [proposed]
    with pytest.raises(Refused) as refusal:
        agree_time(proposed, by=asker)
    assert refusal.value.status == HTTPStatus.FORBIDDEN
    agreed = agree_time(proposed, by=answerer)

    assert (agreed.status, agreed.sequence) == ("agreed", 1)
    told = Message.objects.get(kind="introductions.appointment.agree")
    assert told.to_id == asker.user_id


def test_calendar_file_tells_when_and_where_and_not_who(talk):
    asker, answerer = parties(talk)
    agreed = agree_time(propose(talk, in_days(2), by=asker), by=answerer)

    data = calendar_of([event_of(agreed)])
    [event] = Calendar.from_ical(data).walk("VEVENT")

    assert event["uid"].startswith(agreed.ref)
    assert str(event["location"]) == "视频会议 123"
    assert str(event["status"]) == "CONFIRMED"
    for person in (talk.interest.person, talk.interest.answered_by):
        assert person.email.encode() not in data


@pytest.mark.parametrize("order", [cancel, decline])
def test_time_comes_to_nothing(talk, order):
    asker, answerer = parties(talk)
    proposed = propose(talk, in_days(2), by=asker)

    order(proposed, by=answerer)

    assert list(waiting_times(answerer)) == []


@pytest.mark.parametrize(
    ("time", "code"),
    [((-1, 1), TimeProblem.PAST), ((2, -1), TimeProblem.ORDER)],
)
def test_time_that_cannot_be_is_refused(talk, time, code):
    asker, _ = parties(talk)

    with pytest.raises(Refused) as refusal:
        propose(talk, in_days(*time), by=asker)

    assert code in [problem.code for problem in refusal.value.problems]


def test_open_proposals_are_few(talk):
    asker, _ = parties(talk)
    for day in range(MOST_OPEN):
        propose(talk, in_days(day + 1), by=asker)

    with pytest.raises(Refused) as refusal:
        propose(talk, in_days(9), by=asker)

    assert [problem.code for problem in refusal.value.problems] == [TimeProblem.MANY]


def test_agent_sits_there_by_the_word_of_both_and_sees_no_contact(talk, agent):
    asker, answerer = parties(talk)
    assert list(agents_for(talk)) == [agent.user]

    seat = bring(talk, User.objects.get(pk=agent.user_id), by=asker)
    assert list(talks_of(agent)) == []
    assert list(asked_of(answerer)) == [seat]
    agree(seat, by=answerer)

    assert list(talks_of(agent)) == [talk]
    assert contact_of(talk, agent) is None
    assert say(talk, "我来协调", by=agent).author_id == agent.user_id
    leave(Seat.objects.get(pk=seat.pk), by=agent)
    assert list(talks_of(agent)) == []


def test_refused_companion_reads_nothing(talk, agent):
    asker, answerer = parties(talk)
    seat = bring(talk, User.objects.get(pk=agent.user_id), by=asker)

    refuse(seat, by=answerer)

    assert list(talks_of(agent)) == []


def test_only_an_agencys_person_accompanies(talk):
    asker, _ = parties(talk)

    with pytest.raises(Refused) as refusal:
        bring(talk, make_staff("partner").user, by=asker)

    assert [problem.code for problem in refusal.value.problems] == [CompanionProblem.NO_AGENT]


def test_agent_brings_nobody(talk, agent):
    asker, answerer = parties(talk)
    agree(bring(talk, User.objects.get(pk=agent.user_id), by=asker), by=answerer)
    other = make_agent(make_organisation())

    with pytest.raises(Refused) as refusal:
        bring(talk, User.objects.get(pk=other.user_id), by=agent)

    assert refusal.value.status in (HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)


def test_exchange_attends_what_stands_in_a_roadshow_alone(talk):
    exchange = make_staff("exchange")

    with pytest.raises(Refused) as refusal:
        offer(talk, by=exchange)

    assert [problem.code for problem in refusal.value.problems] == [CompanionProblem.NO_EVENT]
    assert list(attendable_by(exchange)) == []


def test_agent_reads_nothing_once_the_delegation_has_ended(talk):
    asker, answerer = parties(talk)
    agency, lead = make_organisation(), make_lead(talk.interest.project.unit_id)
    delegation = make_delegation(agency, unit=talk.interest.project.unit_id, lead=lead)
    agent = make_agent(agency)
    agree(bring(talk, User.objects.get(pk=agent.user_id), by=asker), by=answerer)
    assert list(talks_of(agent)) == [talk]

    revoke(delegation, by=lead)

    assert list(talks_of(agent)) == []
    with pytest.raises(Refused) as refusal:
        say(talk, "我还在", by=agent)
    assert refusal.value.status == HTTPStatus.FORBIDDEN
