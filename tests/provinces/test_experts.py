"""Experts: invited, known by what they say, tied, resting; and what is left when they leave."""

import pytest

from accounts.acting import actor_of
from accounts.granting import end
from accounts.inviting import Invitation
from accounts.models import Unit
from accounts.states import Role
from foundation.errors import Refused
from portal.erasing import erase_account
from portal.invariants import broken_invariants
from provinces.assigning import pair
from provinces.experts import (
    Profile,
    confirm_ties,
    declare_tie,
    invite_expert,
    keep_profile,
    lift_tie,
    rest_expert,
)
from provinces.models import Assignment, Expert, Pairing, Score, Tie
from provinces.queries import own_data
from provinces.queries.experts import experts_found, plans_to_review, without_profile
from provinces.reviewing import close_round, enter_plans, leave_round
from provinces.scoring import decline_review
from records.models import Entry, Message
from records.verifying import verify_trail
from tests.factories import make_holder, make_staff
from tests.provinces.judging import accepted_plans, assigned, make_expert, make_round, score

pytestmark = pytest.mark.django_db

ASKED = Invitation("gu@example.cn", "顾蜀", Role.EXPERT)


def profile(home="BJ", fields=("1",), employer="某研究院"):
    return Profile(employer, Unit.objects.get(abbr=home), fields, 10)


def test_centre_invites_with_a_profile_or_leaves_it_to_the_expert():
    centre = make_staff("centre")

    membership = invite_expert(ASKED, profile(), by=centre)
    other = invite_expert(Invitation("lin@example.cn", "林岷", Role.EXPERT), None, by=centre)

    assert Expert.objects.get(user=membership.user_id).employer == "某研究院"
    assert not Expert.objects.filter(user=other.user_id).exists()
    assert [row.user.name for row in without_profile()] == ["林岷"]


def test_profile_that_stands_is_not_written_over_by_an_invitation():
    by, expert = make_expert()
    end(by.user.memberships.get(), by=by, reason="")
    again = Invitation(by.user.email, "", Role.EXPERT)

    invite_expert(again, profile("SC", ("2",), "别处"), by=make_staff("centre"))

    expert.refresh_from_db()
    assert (expert.employer, expert.home_id, expert.fields) == ("某研究院", "BJ", ["1"])


def test_nobody_else_keeps_a_profile():
    by, _ = make_expert()

    with pytest.raises(Refused) as refusal:
        keep_profile(by.user, profile(), by=make_holder())

    assert refusal.value.status == 403


def test_centre_may_not_confirm_in_ones_place():
    _, expert = make_expert()

    with pytest.raises(Refused) as refusal:
        confirm_ties(expert, by=make_staff("centre"))

    assert refusal.value.status == 403


@pytest.mark.parametrize("order", [rest_expert, lift_tie])
def test_resting_and_lifting_want_a_reason(order):
    by, expert = make_expert()
    tie = declare_tie(expert, Unit.objects.get(abbr="SC"), by=by, reason="合作")

    with pytest.raises(Refused) as refusal:
        order(tie if order is lift_tie else expert, by=make_staff("centre"), reason=" ")

    assert refusal.value.status == 422


def test_area_moved_into_takes_its_tasks_and_scores_away():
    [plan] = accepted_plans("SC")
    experts = [make_expert() for _ in range(3)]
    round_ = make_round([plan])
    tasks = assigned(round_, [expert for _, expert in experts])
    by, _ = experts[0]
    score(tasks[0], by=by)

    keep_profile(by.user, profile("SC"), by=by)

    tasks[0].refresh_from_db()
    assert (tasks[0].status, tasks[0].reason) == ("replaced", "回避")
    assert Score.objects.get().status == "reopened"
    assert sum(broken_invariants().values()) == 0


def test_list_is_narrowed_and_counts_tasks_of_open_rounds():
    plans = accepted_plans("SC", "GD")
    experts = [make_expert("BJ", ("1",)), make_expert("BJ", ("2",)), make_expert("SH", ("3",))]
    round_ = make_round(plans)
    tasks = assigned(round_, [expert for _, expert in experts])
    score(tasks[0], by=experts[0][0])
    rest_expert(experts[2][1], by=make_staff("centre"), reason="休假")

    assert [(one.load, one.filed) for one in experts_found()] == [(2, 1), (2, 0), (2, 0)]
    assert [one.pk for one in experts_found(field="2")] == [experts[1][1].pk]
    assert [one.pk for one in experts_found(q="上海")] == [experts[2][1].pk]
    assert [one.pk for one in experts_found(show="resting")] == [experts[2][1].pk]
    assert list(experts_found(show="undeclared")) == []
    close_round(round_, by=make_staff("centre"))
    assert [one.load for one in experts_found()] == [0, 0, 0]


def test_plans_that_left_a_round_wait_for_another():
    plans = accepted_plans("SC", "GD")
    round_, centre = make_round(plans), make_staff("centre")
    assert [plan.was_reviewed for plan in plans_to_review(plans[0].cycle)] == [True, True]

    leave_round(round_.round_plans.get(plan=plans[0]), by=centre, reason="材料有误")

    waiting = plans_to_review(plans[0].cycle)
    assert {plan.unit_id: plan.was_reviewed for plan in waiting} == {"SC": False, "GD": True}
    close_round(round_, by=centre)
    with pytest.raises(Refused) as refusal:
        enter_plans(round_, [plans[0]], by=centre)
    assert "这一轮已经结束" in str(refusal.value)


def test_who_leaves_is_forgotten_but_for_what_they_judged():
    [plan, other] = accepted_plans("SC", "GD")
    experts = [make_expert() for _ in range(3)]
    by, expert = experts[0]
    round_, centre = make_round([plan, other]), make_staff("centre")
    tasks = assigned(round_, [one for _, one in experts], by=centre)
    score(tasks[0], by=by)
    tie = declare_tie(expert, Unit.objects.get(abbr="HB"), by=by, reason="配偶任职")
    Message.objects.all().delete()

    erase_account(by.user, by=actor_of(by.user))

    expert.refresh_from_db()
    assert (expert.employer, expert.fields, expert.status) == ("", [], "resting")
    assert expert.home_id == "BJ"
    tie.refresh_from_db()
    assert (tie.reason, tie.unit_id, tie.status) == ("", "HB", "standing")
    states = Assignment.objects.filter(expert=expert).order_by("pk")
    assert [task.status for task in states] == ["filed", "declined"]
    assert Score.objects.get().status == "standing"
    told = Message.objects.filter(kind="provinces.assignment.leave")
    assert [m.context["unit"] for m in told.filter(to=centre.user_id)] == ["四川"]
    said = str(list(Entry.objects.values_list("changes", "note")))
    assert ("配偶任职" in said, "某研究院" in said) == (False, False)
    assert list(verify_trail()) == []
    assert sum(broken_invariants().values()) == 0


def test_why_somebody_declined_is_forgotten_when_they_leave():
    [plan] = accepted_plans("SC")
    by, expert = make_expert()
    [task] = assigned(make_round([plan]), [expert])
    decline_review(task, by=by, reason="住院")

    erase_account(by.user, by=actor_of(by.user))

    task.refresh_from_db()
    assert (task.status, task.reason) == ("declined", "专家已注销账号")
    assert "住院" not in str(list(Entry.objects.values_list("changes", "note")))
    assert "住院" not in str(list(Message.objects.values_list("context")))
    assert list(verify_trail()) == []
    assert sum(broken_invariants().values()) == 0


def test_who_left_is_not_thought_of_any_more():
    [plan] = accepted_plans("SC")
    by, expert = make_expert()
    round_plan = make_round([plan]).round_plans.get()
    pair(round_plan, expert)

    erase_account(by.user, by=actor_of(by.user))

    assert not Pairing.objects.exists()
    with pytest.raises(Refused):
        pair(round_plan, expert)


def test_export_holds_profile_ties_and_tasks():
    [plan] = accepted_plans("SC")
    by, expert = make_expert()
    assigned(make_round([plan]), [expert])
    declare_tie(expert, Unit.objects.get(abbr="HB"), by=by, reason="合作")

    data = own_data(by.user_id)

    assert [row["employer"] for row in data["expert"]] == ["某研究院"]
    assert [(row["unit__name"], row["reason"]) for row in data["expert_ties"]] == [("湖北", "合作")]
    assert [row["round_plan__plan__unit__name"] for row in data["review_tasks"]] == ["四川"]
    assert Tie.objects.count() == 1
