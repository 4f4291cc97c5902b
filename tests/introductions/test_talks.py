"""What two people who were introduced say, plan and finish; who reads it."""

from datetime import timedelta
from http import HTTPStatus
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, transaction

from accounts.people import erase_person
from foundation import clock
from foundation.errors import Refused
from introductions.advancing import AdvancingProblem, Plan, finish, plan, reopen
from introductions.conversing import (
    TalkProblem,
    forget_talks,
    keep_notes,
    mark_read,
    say,
    take_back,
)
from introductions.exporting import export_talk
from introductions.models import Introduction, Line, Seat
from introductions.queries.own import own_data
from introductions.queries.talks import (
    contact_of,
    lines_of,
    pipeline_of,
    seat_of,
    shown_in,
    talks_of,
    unread_by,
)
from introductions.states import TalkOutcome, TalkStage
from matching.interests import forget_messages
from records.models import Message
from records.verifying import verify_trail
from tests.factories import make_centre, make_holder, make_lead, make_project
from tests.introductions.making import answerer_of, asker_of, introduced, sent
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return introduced()


def parties(talk):
    return asker_of(talk.interest), answerer_of(talk.interest)


def told(kind):
    kept = Message.objects.filter(kind=f"introductions.{kind}")
    return sorted(kept.values_list("to", flat=True))


def test_contacts_are_shown_to_the_two_and_to_nobody_else(talk):
    asker, answerer = parties(talk)

    assert contact_of(talk, asker).email == talk.interest.answered_by.email
    assert contact_of(talk, answerer).email == talk.interest.person.email
    for by in (make_holder(), make_lead(), make_centre()):
        assert contact_of(talk, by) is None
        assert list(talks_of(by)) == []


def test_database_introduces_nobody_whose_ten_minutes_are_not_over():
    interest = sent()

    with (
        pytest.raises(DatabaseError, match="ten minutes"),
        transaction.atomic(),
    ):
        Introduction.objects.create(interest=interest, status="open")


def test_database_seats_no_stranger_as_a_party(talk):
    stranger = make_holder().user
    seat = talk.seats.get(role="asker")

    with pytest.raises(DatabaseError, match="not a party"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(person=stranger)


def test_line_is_told_once_until_it_is_read(talk):
    asker, answerer = parties(talk)

    say(talk, "您好，想约下周三", by=asker)
    say(talk, "或者周四", by=asker)

    assert told("line.say") == [answerer.user_id]
    assert list(unread_by(answerer)) == [talk]
    assert list(unread_by(asker)) == []
    mark_read(talk, by=answerer)
    assert list(unread_by(answerer)) == []
    say(talk, "还在吗？", by=asker)
    assert told("line.say") == [answerer.user_id, answerer.user_id]


def test_no_word_of_what_was_said_leaves_in_a_message(talk):
    asker, _ = parties(talk)

    say(talk, "报价四百二十万元", by=asker)

    assert "四百二十" not in str(list(Message.objects.values_list("context", flat=True)))


def test_line_is_taken_back_in_ten_minutes_and_leaves_no_words(talk):
    asker, _ = parties(talk)
    line, old = say(talk, "写错了", by=asker), say(talk, "另一句", by=asker)

    taken = take_back(line, by=asker)

    assert (taken.status, taken.text) == ("taken_back", "")
    with clock.shift(timedelta(minutes=30)), pytest.raises(Refused) as refusal:
        take_back(old, by=asker)
    assert [p.code for p in refusal.value.problems] == [TalkProblem.TOO_LATE]


def test_strangers_say_nothing(talk):
    for by in (make_holder(), make_lead(), make_centre()):
        with pytest.raises(Refused) as refusal:
            say(talk, "插一句", by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN

    assert Line.objects.count() == 0


def test_plan_is_told_to_the_other(talk):
    asker, answerer = parties(talk)
    day = clock.today() + timedelta(days=3)

    planned = plan(talk, Plan(TalkStage.DILIGENCE, "寄样品", day), by=asker)

    assert (planned.stage, planned.next_step, planned.next_on) == ("diligence", "寄样品", day)
    assert told("introduction.plan") == [answerer.user_id]


def test_day_that_is_over_is_no_next_step(talk):
    asker, _ = parties(talk)
    yesterday = clock.today() - timedelta(days=1)

    with pytest.raises(Refused) as refusal:
        plan(talk, Plan(TalkStage.CONTACT, "寄样品", yesterday), by=asker)

    assert [p.code for p in refusal.value.problems] == [AdvancingProblem.PAST]


def test_finished_is_read_not_written_and_reopened(talk):
    asker, answerer = parties(talk)
    finish(talk, TalkOutcome.LATER, note="明年再谈", by=asker)

    with pytest.raises(Refused) as refusal:
        say(talk, "再见", by=answerer)
    assert [p.code for p in refusal.value.problems] == [TalkProblem.FINISHED]
    assert reopen(talk, by=answerer).outcome == ""
    assert say(talk, "又见面了", by=answerer).text == "又见面了"


def test_pipeline_counts_by_stage_and_lists_what_it_counts(talk):
    asker, _ = parties(talk)
    plan(talk, Plan(TalkStage.NEGOTIATION), by=asker)

    counts = {value: count for value, _, count in pipeline_of(asker)}

    none = dict.fromkeys(("contact", "diligence", "signing", "finished"), 0)
    assert counts == {"": 1, "negotiation": 1, **none}
    shown = {show: shown_in(talks_of(asker), show).count() for show in counts}
    assert shown == counts


def test_notes_are_ones_own(talk):
    asker, answerer = parties(talk)
    keep_notes(talk, "底价三百万", by=asker)

    assert seat_of(talk, asker).notes == "底价三百万"
    assert seat_of(talk, answerer).notes == ""
    theirs = own_data(answerer.user_id)
    assert "底价" not in str({name: list(rows) for name, rows in theirs.items()})


def test_export_holds_what_was_said_and_ones_own_notes_alone(talk):
    asker, answerer = parties(talk)
    say(talk, "周三见", by=asker)
    keep_notes(talk, "底价三百万", by=answerer)

    with export_talk(talk, by=asker) as spool, ZipFile(spool) as archive:
        text = archive.read("对接记录.txt").decode()
        names = archive.namelist()

    assert names == ["对接记录.txt", "对接记录.json"]
    assert "周三见" in text
    assert talk.interest.answered_by.email in text
    assert "底价" not in text


def test_who_leaves_leaves_no_words_no_contact_and_a_valid_trail(talk):
    asker, answerer = parties(talk)
    say(talk, "周三见", by=asker)
    plan(talk, Plan(TalkStage.CONTACT, "寄样品"), by=asker)

    forget_talks(by=asker)
    forget_messages(by=asker)
    erase_person(asker.user, by=asker)

    talk.refresh_from_db()
    assert [line.text for line in lines_of(talk)] == [""]
    assert talk.next_step == ""
    assert contact_of(talk, answerer) is None
    assert list(verify_trail()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    by = make_holder()
    for number in range(count):
        code = f"9151010{number}MA6CGQ0N7G"
        asker = make_enterprise(f"第{number}家", code) if number else make_enterprise()
        introduced(sent(make_project("listed", by), asker))

    with django_assert_num_queries(1):
        assert len([str(one) for one in talks_of(by)]) == count
