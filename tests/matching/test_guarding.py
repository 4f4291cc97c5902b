"""Quotas, block lists and reports keep people from interests that are none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection

from accounts.models import Membership
from foundation import clock
from foundation.errors import Refused
from matching.guarding import GuardingProblem, block, dismiss, report, unblock, uphold
from matching.interests import MOST_OF_HOUSE, MOST_OF_PERSON, InterestProblem, take_back
from matching.models import Block, Interest
from matching.queries.interests import blocks_of, received_by, reports_waiting
from matching.states import Reach, ReportReason
from records.models import Message
from tests.factories import make_centre, make_holder, make_project
from tests.introductions.making import answerer_of, asker_of, sent
from tests.matching.making import make_enterprise, make_posting

pytestmark = pytest.mark.django_db


def codes(refusal):
    return [problem.code for problem in refusal.value.problems]


def test_person_sends_ten_a_day():
    by = make_enterprise()
    for _ in range(MOST_OF_PERSON):
        sent(by=by)

    with pytest.raises(Refused) as refusal:
        sent(by=by)

    assert codes(refusal) == [InterestProblem.MANY]
    with clock.shift(timedelta(hours=25)):
        assert sent(by=by).status == "sent"


def test_house_sends_thirty_a_day_whoever_of_it_sends():
    target = make_project("listed", make_holder())
    people = [make_enterprise() for _ in range(MOST_OF_HOUSE)]
    for by in people:
        sent(target, by)

    with pytest.raises(Refused) as refusal:
        sent(target, make_enterprise())

    assert codes(refusal) == [InterestProblem.MANY_OF_HOUSE]


@pytest.mark.django_db(transaction=True)
@pytest.mark.apart
def test_parallel_requests_pass_no_quota():
    by = make_enterprise()
    targets = [make_project("listed", make_holder()) for _ in range(MOST_OF_PERSON + 6)]

    def send(target):
        try:
            sent(target, by)
        except Refused as refusal:
            return refusal.problems[0].code
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, targets))

    assert sorted(answers) == [InterestProblem.MANY] * 6 + ["sent"] * MOST_OF_PERSON
    assert Interest.objects.filter(person=by.user_id).count() == MOST_OF_PERSON


def test_blocked_person_reaches_nobody_and_is_not_told():
    holder, by = make_holder(), make_enterprise()
    first = sent(make_project("listed", holder), by)
    block(first, whole_house=False, by=holder)

    second = sent(make_project("listed", holder), by)

    assert second.status == "sent"
    assert list(received_by(holder)) == []
    assert Message.objects.filter(kind="matching.interest.send").count() == 1


@pytest.mark.parametrize("whole_house", [True, False])
def test_colleague_is_blocked_with_the_house_alone(whole_house):
    holder = make_holder()
    block(sent(make_project("listed", holder)), whole_house=whole_house, by=holder)

    later = sent(make_project("listed", holder), make_enterprise())

    assert list(received_by(holder)) == ([] if whole_house else [later])


def test_unblocked_is_heard_again():
    holder = make_holder()
    interest = sent(make_project("listed", holder))
    unblock(block(interest, whole_house=True, by=holder))

    assert list(received_by(holder)) == [interest]
    assert list(blocks_of(holder)) == []


def test_report_upheld_keeps_the_house_from_sending_for_thirty_days():
    interest = sent()
    made = report(
        interest, ReportReason.SPAM, text="群发", with_words=True, by=answerer_of(interest)
    )
    assert list(reports_waiting()) == [made]

    uphold(made, by=make_centre())

    with pytest.raises(Refused) as refusal:
        sent(by=make_enterprise())
    assert codes(refusal) == [InterestProblem.SUSPENDED]
    with clock.shift(timedelta(days=31)):
        assert sent(by=make_enterprise()).status == "sent"


def test_report_dismissed_keeps_nobody_from_anything():
    interest = sent()
    by = answerer_of(interest)
    made = report(interest, ReportReason.SPAM, text="", with_words=False, by=by)

    dismiss(made, by=make_centre())

    assert sent(by=asker_of(interest)).status == "sent"
    told = Message.objects.filter(kind="matching.report.dismiss")
    assert list(told.values_list("to", flat=True)) == [by.user_id]


def test_second_report_of_one_interest_is_refused():
    interest = sent()
    by = answerer_of(interest)
    report(interest, ReportReason.SPAM, text="", with_words=False, by=by)

    with pytest.raises(Refused) as refusal:
        report(interest, ReportReason.FRAUD, text="", with_words=False, by=by)

    assert codes(refusal) == [GuardingProblem.REPORTED]


def test_strangers_neither_report_nor_judge():
    interest = sent()
    with pytest.raises(Refused):
        report(interest, ReportReason.SPAM, text="", with_words=False, by=make_holder())
    made = report(interest, ReportReason.SPAM, text="", with_words=False, by=answerer_of(interest))

    for by in (answerer_of(interest), asker_of(interest), make_holder()):
        with pytest.raises(Refused):
            uphold(made, by=by)

    assert Block.objects.count() == 0


def veiled(holder, owner, demand):
    return sent(make_project("listed", holder), owner, named=demand)


@pytest.mark.parametrize("blocks_the_veiled", [True, False])
def test_block_tells_nothing_of_whose_an_anonymous_demand_is(blocks_the_veiled):
    """Of what comes openly nothing disappears with the veiled, and the other way round."""
    holder, owner = make_holder(), make_enterprise()
    demand = make_posting(owner, reach=Reach.ANONYMOUS, alias="某装备企业")
    hidden, openly = veiled(holder, owner, demand), sent(make_project("listed", holder), owner)

    block(hidden if blocks_the_veiled else openly, whole_house=True, by=holder)

    assert list(received_by(holder)) == [openly if blocks_the_veiled else hidden]
    again = veiled(holder, owner, demand)
    assert (again in received_by(holder)) is not blocks_the_veiled


def test_upheld_report_of_a_veiled_interest_suspends_no_house():
    holder, owner = make_holder(), make_enterprise()
    demand = make_posting(owner, reach=Reach.ANONYMOUS, alias="某装备企业")
    interest = veiled(holder, owner, demand)
    made = report(interest, ReportReason.SPAM, text="", with_words=False, by=holder)

    uphold(made, by=make_centre())

    assert sent(by=make_enterprise()).status == "sent"
    with pytest.raises(Refused) as refusal:
        sent(by=owner)
    assert codes(refusal) == [InterestProblem.SUSPENDED]


def test_quota_of_a_house_is_not_passed_by_leaving_it_in_between():
    target, by = make_project("listed", make_holder()), make_enterprise()
    sent(target, by)
    for _ in range(MOST_OF_HOUSE - 1):
        sent(target, make_enterprise())
    Membership.objects.filter(user=by.user_id).update(valid_to=clock.now())

    with pytest.raises(Refused) as refusal:
        sent(by=make_holder(by.user))

    assert codes(refusal) == [InterestProblem.MANY_OF_HOUSE]


def test_what_was_taken_back_is_neither_blocked_nor_reported():
    interest = sent()
    holder = answerer_of(interest)
    take_back(interest, by=asker_of(interest))
    interest.refresh_from_db()

    for order in (
        lambda: block(interest, whole_house=True, by=holder),
        lambda: report(interest, ReportReason.SPAM, text="", with_words=True, by=holder),
    ):
        with pytest.raises(Refused) as refusal:
            order()
        assert refusal.value.status == HTTPStatus.GONE
