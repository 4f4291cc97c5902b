"""An interest is answered: agreed to, questioned, declined; and nobody hears of an agreement for
ten minutes."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Membership
from accounts.people import erase_person
from foundation import clock
from foundation.errors import Refused
from introductions.introducing import introduce_due
from matching.agreeing import (
    AgreeingProblem,
    agree,
    ask_back,
    decline,
    expire_all,
    reply,
    withdraw,
)
from matching.guarding import report
from matching.interests import InterestProblem, forget_messages, take_back
from matching.models import Interest
from matching.queries.interests import as_told, received_by, sent_by
from matching.states import InterestReason, Reach, ReportReason
from portal.journey import journey_of
from projects.library import withdraw as withdraw_project
from records.models import Message
from records.verifying import verify_trail
from tests.factories import make_centre, make_clerk, make_holder, make_lead, make_project
from tests.introductions.making import answerer_of, asker_of, later, sent
from tests.matching.making import make_enterprise, make_posting, make_shown_in_custody

pytestmark = pytest.mark.django_db


def told(interest):
    return as_told(Interest.objects.filter(pk=interest.pk)).get().told


def messages(kind):
    kept = Message.objects.filter(kind=f"matching.interest.{kind}")
    return sorted(kept.values_list("to", flat=True))


def test_agreement_is_not_told_before_ten_minutes_are_over():
    waiting = sent()
    interest = agree(waiting, answer="欢迎来谈", by=answerer_of(waiting))

    [as_asked] = sent_by(interest.person_id)
    assert (as_asked.told, as_asked.told_answer) == ("sent", "")
    assert introduce_due() == 0
    assert messages("introduce") == []
    with later():
        assert introduce_due() == 1
    assert told(interest) == "introduced"
    assert messages("introduce") == sorted([interest.person_id, interest.answered_by_id])


def test_withdrawn_agreement_leaves_the_interest_as_it_was():
    interest = sent()
    before = as_told(Interest.objects.filter(pk=interest.pk)).values().get()
    by = answerer_of(interest)

    withdraw(agree(interest, answer="欢迎来谈", by=by), by=by)

    assert as_told(Interest.objects.filter(pk=interest.pk)).values().get() == before
    assert set(Message.objects.values_list("kind", flat=True)) <= {"matching.interest.send"} | set(
        Message.objects.exclude(kind__startswith="matching.interest").values_list("kind", flat=True)
    )
    with later():
        assert introduce_due() == 0


def test_no_error_tells_the_sender_of_an_agreement():
    """What they may try says the same before and after it."""
    interest = sent()
    asker = asker_of(interest)

    def tried():
        found = []
        for order in (
            lambda: reply(interest, "客车", by=asker),
            lambda: report(interest, ReportReason.SPAM, text="", with_words=False, by=asker),
            lambda: sent(interest.project, asker),
            lambda: withdraw(interest, by=asker),
        ):
            with pytest.raises(Refused) as refusal:
                order()
            found.append((refusal.value.status, str(refusal.value)))
        return found

    before = tried()
    interest = agree(interest, by=answerer_of(interest))

    assert tried() == before


def test_agreement_is_not_withdrawn_after_ten_minutes():
    by = answerer_of(interest := sent())
    agree(interest, by=by)

    with later(), pytest.raises(Refused) as refusal:
        withdraw(interest, by=by)

    assert [p.code for p in refusal.value.problems] == [AgreeingProblem.TOO_LATE]


def test_sender_takes_back_what_was_agreed_meanwhile_and_learns_nothing():
    interest = sent()
    agree(interest, by=answerer_of(interest))

    taken = take_back(interest, by=asker_of(interest))

    assert (taken.status, taken.agreed_at) == ("taken_back", None)
    assert list(received_by(answerer_of(interest))) == []
    with later():
        assert introduce_due() == 0


def test_question_is_asked_once_and_answered():
    interest = sent()
    by, asker = answerer_of(interest), asker_of(interest)

    ask_back(interest, "用在哪类车上？", by=by)
    assert messages("ask_back") == [asker.user_id]
    answered = reply(interest, "新能源客车", by=asker)

    assert (answered.status, answered.reply) == ("sent", "新能源客车")
    assert messages("reply") == [by.user_id]
    with pytest.raises(Refused) as refusal:
        ask_back(interest, "再问一句", by=by)
    assert [p.code for p in refusal.value.problems] == [AgreeingProblem.ASKED]
    assert agree(interest, by=by).status == "agreed"


def test_declined_with_a_reason_that_the_sender_reads():
    interest = sent()

    declined = decline(
        interest, InterestReason.TAKEN, answer="已独家许可", by=answerer_of(interest)
    )

    assert (declined.status, declined.reason) == ("declined", "taken")
    assert declined.answer == "已独家许可"
    assert messages("decline") == [interest.person_id]


def turn_down(row, by):
    return decline(row, InterestReason.OTHER, by=by)


@pytest.mark.parametrize("order", [agree, turn_down])
def test_nobody_else_answers(order):
    interest = sent()

    for by in (asker_of(interest), make_holder(), make_lead(), make_centre()):
        with pytest.raises(Refused) as refusal:
            order(interest, by=by)
        assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_nobody_is_led_to_what_is_not_shown_any_more():
    interest = sent()
    withdraw_project(interest.project, by=make_centre(), reason="权属有争议")

    with pytest.raises(Refused) as refusal:
        agree(interest, by=answerer_of(interest))

    assert [p.code for p in refusal.value.problems] == [InterestProblem.NOT_SHOWN]


def test_what_nobody_answers_expires_after_thirty_days():
    interest, answered = sent(), sent()
    decline(answered, InterestReason.OTHER, by=answerer_of(answered))

    with clock.shift(timedelta(days=29)):
        assert expire_all().rows == []
    with clock.shift(timedelta(days=31)):
        assert [row.pk for row in expire_all().rows] == [interest.pk]

    assert messages("expire") == [interest.person_id]


def test_demand_is_asked_by_a_holder_in_the_name_of_a_project():
    owner, holder = make_enterprise(), make_holder()
    demand = make_posting(owner)
    project = make_project("listed", holder)

    interest = sent(demand, holder, named=project)

    assert list(received_by(owner)) == [interest]
    assert messages("send") == [owner.user_id]
    assert agree(interest, by=owner).status == "agreed"


def test_what_is_not_ones_own_names_no_interest():
    stranger = make_posting(make_enterprise())

    with pytest.raises(Refused) as refusal:
        sent(by=make_holder(), named=stranger)

    assert refusal.value.status == HTTPStatus.FORBIDDEN


def test_anonymous_demand_hides_who_asks_until_they_are_introduced():
    owner = make_enterprise()
    demand = make_posting(owner, reach=Reach.ANONYMOUS, alias="某装备企业")

    interest = sent(by=owner, named=demand)

    assert interest.is_veiled
    agree(interest, by=answerer_of(interest))
    with later():
        introduce_due()
    assert not Interest.objects.get(pk=interest.pk).is_veiled


def test_database_introduces_nobody_before_ten_minutes():
    interest = sent()
    agree(interest, by=answerer_of(interest))
    early = (
        "update matching_interest set status = 'introduced',"
        " introduced_at = agreed_at + interval '9 minutes'"
    )

    with (
        pytest.raises(IntegrityError, match="introduced_after_ten_minutes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(early)


def test_trail_is_valid_after_all_of_it():
    interest = sent()
    by = answerer_of(interest)
    ask_back(interest, "用在哪类车上？", by=by)
    reply(interest, "新能源客车", by=asker_of(interest))
    agree(interest, answer="欢迎", by=by)
    with later():
        introduce_due()

    assert list(verify_trail()) == []


def test_who_answers_no_more_is_not_introduced_and_nobody_hears_of_it():
    clerk = make_clerk()
    interest = sent(make_shown_in_custody(clerk))
    agree(interest, answer="欢迎", by=clerk)
    Membership.objects.filter(user=clerk.user_id).update(valid_to=clock.now())

    with later():
        assert introduce_due() == 0

    interest.refresh_from_db()
    left = (interest.status, interest.answer, interest.answered_by, interest.answered_at)
    assert left == ("sent", "", None, None)
    assert [messages(kind) for kind in ("introduce", "expire", "decline")] == [[], [], []]


def test_answerer_who_leaves_within_ten_minutes_leaves_nothing_to_be_read():
    interest = sent()
    holder = answerer_of(interest)
    before = as_told(Interest.objects.filter(pk=interest.pk)).values().get()
    agree(interest, answer="欢迎", by=holder)

    forget_messages(by=holder)

    assert as_told(Interest.objects.filter(pk=interest.pk)).values().get() == before
    assert messages("expire") == []


def test_question_is_its_authors_whoever_answers_then():
    asker_back, colleague = make_clerk(), make_lead()
    interest = sent(make_shown_in_custody(asker_back))
    ask_back(interest, "用在哪类车上？", by=asker_back)
    reply(interest, "新能源客车", by=asker_of(interest))
    decline(interest, InterestReason.OTHER, answer="条件不符", by=colleague)

    forget_messages(by=asker_back)
    erase_person(asker_back.user, by=asker_back)

    interest.refresh_from_db()
    assert (interest.question, interest.answer) == ("", "条件不符")
    assert list(verify_trail()) == []


def test_taken_back_within_ten_minutes_shows_its_sender_no_answer():
    interest = sent()
    agree(interest, answer="欢迎来谈", by=answerer_of(interest))

    take_back(interest, by=asker_of(interest))

    [as_asked] = sent_by(interest.person_id)
    assert (as_asked.told, as_asked.told_answer, as_asked.answered_by) == ("taken_back", "", None)


def test_journey_of_a_project_tells_of_no_agreement():
    interest, other = sent(), sent()
    agree(interest, by=answerer_of(interest))
    take_back(other, by=asker_of(other))

    told = [step.label for step in journey_of(interest.project)]
    assert "提交意向" in told
    assert "同意对接" not in told
    assert "提交意向" not in [step.label for step in journey_of(other.project)]
