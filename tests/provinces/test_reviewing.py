"""Rounds: what may not leave one, when they open again, what goes out once."""

import pytest

from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from provinces.checking import recheck
from provinces.experts import Profile, confirm_ties, keep_profile
from provinces.models import Score, Tie
from provinces.reviewing import close_round, leave_round, release_comments, reopen_round
from tests.factories import make_staff
from tests.provinces.judging import (
    accepted_plans,
    approved,
    assigned,
    make_expert,
    make_round,
    reviewed,
    score,
)
from tests.provinces.making import DAY

pytestmark = pytest.mark.django_db


def refused(order):
    with pytest.raises(Refused) as refusal:
        order()
    return [problem.sentence for problem in refusal.value.problems]


def closed_round(*units):
    """Of three scores a plan, with the lead who ended it."""
    plans, lead = accepted_plans(*units), make_staff("centre_lead")
    round_ = reviewed(plans, [make_expert() for _ in range(3)])
    return close_round(round_, by=lead), plans, lead


def test_nothing_leaves_a_round_that_is_over_before_it_opens_again():
    round_, [plan], lead = closed_round("SC")
    entered = round_.round_plans.get()

    told = refused(lambda: leave_round(entered, by=lead, reason="材料有误"))

    assert told == ["这一轮已经结束。请负责人先重新开放这一轮，再撤出"]
    entered.refresh_from_db()
    assert entered.status == "entered"
    again = refused(lambda: recheck(plan, by=lead, reason="补材料"))
    how = "请负责人先重新开放这一轮，再撤出"
    assert again == [f"已列入{round_}，不能重新审查。{how}"]
    reopen_round(round_, clock.now() + DAY, by=lead, reason="要撤出一份")
    leave_round(entered, by=lead, reason="材料有误")
    recheck(plan, by=lead, reason="补材料")


def test_round_with_an_approved_plan_stays_closed():
    round_, [plan, _], lead = closed_round("SC", "HB")
    approved([plan])

    told = refused(lambda: reopen_round(round_, clock.now() + DAY, by=lead, reason="补评"))

    assert told == ["四川的方案已经审定，不再评审。请负责人先更正审定"]
    round_.refresh_from_db()
    assert round_.status == "closed"


def test_comments_go_out_once():
    round_, _, lead = closed_round("SC")
    released = release_comments(round_, by=lead)

    assert refused(lambda: release_comments(round_, by=lead)) == ["意见已经反馈过"]
    round_.refresh_from_db()
    assert round_.released_at == released.released_at


def test_plan_that_left_takes_no_score():
    [plan] = accepted_plans("SC")
    by, expert = make_expert()
    round_ = make_round([plan])
    [task] = assigned(round_, [expert])
    round_.round_plans.update(status="left")  # between the page and the order

    assert refused(lambda: score(task, by=by)) == ["四川的方案已撤出这一轮，不再评分"]
    assert not Score.objects.exists()


def test_who_moves_stays_tied_to_where_they_were_and_confirms_anew():
    by, expert = make_expert("SC")

    keep_profile(by.user, Profile("某研究院", Unit.objects.get(abbr="BJ"), ["1"], 12), by=by)

    [tie] = Tie.objects.all()
    assert (tie.unit_id, tie.reason, tie.status) == ("SC", "原所在地区", "standing")
    expert.refresh_from_db()
    assert (expert.home_id, expert.declared_at) == ("BJ", None)


def test_new_fields_leave_the_confirmation_and_a_new_employer_clears_it():
    by, expert = make_expert("SC")

    keep_profile(by.user, Profile("某研究院", expert.home, ["2"], 5), by=by)

    expert.refresh_from_db()
    assert expert.declared_at is not None
    keep_profile(by.user, Profile("另一研究院", expert.home, ["2"], 5), by=by)
    expert.refresh_from_db()
    assert (expert.declared_at, Tie.objects.count()) == (None, 0)
    confirm_ties(expert, by=by)
    expert.refresh_from_db()
    assert expert.declared_at is not None
