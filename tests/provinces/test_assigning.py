"""分派: worked out, changed by hand, asked, given to others; and from whom experts abstain."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.delegating import revoke
from accounts.granting import end
from accounts.models import Unit
from foundation import clock
from foundation.errors import Refused
from portal.invariants import broken_invariants
from provinces.applying import close_host_call, pick
from provinces.assigning import assign, pair, pin, propose, replace, unpair, urge
from provinces.assignment import Breach
from provinces.experts import Profile, declare_tie, keep_profile, rest_expert
from provinces.models import Assignment, Expert, Pairing, Score
from provinces.queries.assigning import Table, case_of, progress_of
from provinces.queries.review import grounds_for_abstaining, grounds_of
from provinces.reviewing import close_round, reopen_round
from provinces.scoring import decline_review
from records.models import Message
from tests import factories
from tests.letters import words_of
from tests.provinces import making
from tests.provinces.hosts import REASON, act_for, apply, open_call
from tests.provinces.judging import accepted_plans, assigned, make_expert, make_round, score

pytestmark = pytest.mark.django_db


def said(refusal):
    return [problem.sentence for problem in refusal.value.problems]


def set_up(*units, experts=4):
    centre = factories.make_staff("centre")
    return centre, make_round(accepted_plans(*units)), [make_expert() for _ in range(experts)]


def pairs_of(round_):
    rows = Pairing.objects.filter(round_plan__round=round_)
    return set(rows.values_list("round_plan__plan__unit", "expert", "is_pinned"))


def test_proposal_gives_each_plan_its_experts_and_keeps_what_is_pinned():
    centre, round_, experts = set_up("SC", "GD")
    [(_, first), *_] = experts
    pinned = pair(round_.round_plans.get(plan__unit="SC"), first)

    answer = propose(round_, by=centre)

    assert (answer.lacks, answer.broken) == ((), {})
    assert Pairing.objects.filter(round_plan__round=round_).count() == 6
    assert ("SC", first.pk, True) in pairs_of(round_)
    before = pairs_of(round_)
    propose(round_, by=centre)
    assert pairs_of(round_) == before
    pin(Pairing.objects.get(round_plan=pinned.round_plan, expert=first), is_pinned=False)
    unpair(Pairing.objects.get(round_plan=pinned.round_plan, expert=first))
    assert len(pairs_of(round_)) == 5


def test_nobody_but_the_centre_works_it_out():
    _, round_, experts = set_up("SC")

    with pytest.raises(Refused) as refusal:
        propose(round_, by=experts[0][0])

    assert refusal.value.status == 403


def test_nothing_is_worked_out_or_asked_once_time_is_over():
    centre, round_, _experts = set_up("SC")
    propose(round_, by=centre)

    with clock.shift(timedelta(days=20)):
        for order in (lambda: propose(round_, by=centre), lambda: assign(round_, by=centre)):
            with pytest.raises(Refused) as refusal:
                order()
            assert "请先改评分截止" in said(refusal)[0]
    assert not Assignment.objects.exists()


def test_each_expert_hears_once_of_all_their_tasks(settings):
    settings.SITE_URL = "http://testserver"
    centre, round_, experts = set_up("SC", "GD", "HB", experts=3)
    Message.objects.all().delete()
    propose(round_, by=centre)

    assign(round_, by=centre)

    told = Message.objects.filter(kind="provinces.assignment.assign")
    assert sorted(told.values_list("to", flat=True)) == sorted(by.user_id for by, _ in experts)
    subject, body = words_of(told.first())
    assert "请你评审 3 份工作方案" in subject
    assert "http://testserver/review/" in body
    assert not Pairing.objects.exists()


def test_what_is_declined_or_taken_back_goes_to_others_and_never_back():
    centre, round_, experts = set_up("SC", experts=4)
    tasks = assigned(round_, [expert for _, expert in experts[:3]], by=centre)
    decline_review(tasks[0], by=experts[0][0], reason="出差")
    replace(tasks[1], by=centre, reason="进度太慢")

    answer = propose(round_, by=centre)

    [only] = Pairing.objects.all()
    assert only.expert == experts[3][1]
    assert [(lack.count, lack.candidates) for lack in answer.lacks] == [(1, 1)]
    with pytest.raises(Refused) as refusal:
        pair(only.round_plan, experts[0][1])
    assert "或谢绝过" in said(refusal)[0]
    assert pair(only.round_plan, experts[1][1]).is_pinned


def test_pin_that_came_to_break_a_rule_is_dropped_by_name():
    centre, round_, experts = set_up("SC")
    pinned = pair(round_.round_plans.get(), experts[0][1])
    Expert.objects.filter(pk=experts[0][1].pk).update(status="resting")

    answer = propose(round_, by=centre)

    key = (str(pinned.round_plan_id), str(experts[0][1].pk))
    assert answer.broken == {key: Breach.GONE}
    assert experts[0][1].pk not in {expert for _, expert, _ in pairs_of(round_)}


def test_who_rests_or_abstains_meanwhile_is_thought_of_no_more():
    centre, round_, experts = set_up("SC", "GD")
    for _, expert in experts[:2]:
        pair(round_.round_plans.get(plan__unit="SC"), expert)
        pair(round_.round_plans.get(plan__unit="GD"), expert)
    rest_expert(experts[0][1], by=centre, reason="休假")
    declare_tie(experts[1][1], Unit.objects.get(abbr="SC"), by=centre, reason="合作")

    assert pairs_of(round_) == {("GD", experts[1][1].pk, True)}
    with pytest.raises(Refused) as refusal:
        pair(round_.round_plans.get(plan__unit="SC"), experts[0][1])
    assert "现在不接评审" in said(refusal)[0]


def test_case_holds_fields_of_the_plan_and_asks_a_fixed_number(django_assert_num_queries):
    _, round_, _ = set_up("SC", "GD", "HB")
    case = case_of(round_)

    assert case.plans[0].fields == {"1"}
    for _ in range(2):
        with django_assert_num_queries(6):
            case_of(round_)
        make_expert("GD", ("2", "3"))


def test_reminder_is_one_message_and_pauses():
    centre, round_, experts = set_up("SC", "GD", experts=3)
    tasks = assigned(round_, [expert for _, expert in experts], by=centre)
    score(tasks[0], by=experts[0][0])
    Message.objects.all().delete()

    first, second = urge(round_, by=centre), urge(round_, by=centre)

    assert (len(first), len(second)) == (5, 0)
    told = Message.objects.filter(kind="provinces.assignment.remind").order_by("to")
    assert [m.context["count"] for m in told] == ["1", "2", "2"]
    assert {m.is_urgent for m in told} == {True}
    with clock.shift(timedelta(hours=13)):
        assert len(urge(round_, by=centre)) == 5


def test_progress_puts_who_lags_first_and_asks_a_fixed_number(django_assert_num_queries):
    centre, round_, experts = set_up("SC", "GD", experts=3)
    tasks = assigned(round_, [expert for _, expert in experts], by=centre)
    score(tasks[0], by=experts[0][0])

    with django_assert_num_queries(2):
        found = progress_of(round_)

    assert [(one.done, one.total) for one in found] == [(0, 2), (0, 2), (1, 2)]
    assert [one.left for one in found] == [2, 2, 1]


def agent_expert(unit="BJ"):
    """An expert whose own organisation is an agency's."""
    organisation = factories.make_organisation()
    by, expert = make_expert(unit)
    factories.make_member(by, organisation)
    return organisation, by, expert


OFFICE = "在该单位任职，或办过它的方案"


def grounds(expert):
    return dict(grounds_for_abstaining([expert.pk])[expert.pk])


def test_grounds_are_home_office_delegation_picked_host_and_ties():
    organisation, by, expert = agent_expert()
    assert grounds(expert) == {"BJ": "所在地区"}
    delegation = factories.make_delegation(organisation, "GD", lead=factories.make_lead("GD"))
    factories.make_staff("unit_clerk", "HB", user=by.user)
    declare_tie(expert, Unit.objects.get(abbr="SD"), by=by, reason="亲属任职")

    assert grounds(expert) == {
        "BJ": "所在地区",
        "GD": "所在机构受该单位委托",
        "HB": OFFICE,
        "SD": "亲属任职",
    }
    assert [unit.pk for unit, _ in grounds_of(expert)] == ["BJ", "SD", "HB", "GD"]
    revoke(delegation, by=factories.make_lead("GD"))
    assert "GD" not in grounds(expert)


def test_unit_whose_plan_one_signed_off_is_abstained_from_after_the_office_has_ended():
    making.publish()
    lead = factories.make_lead("YN")
    making.submitted_plan("YN", lead=lead)
    end(lead.user.memberships.get(), by=lead)
    _, expert = make_expert(by=factories.make_staff("expert", user=lead.user))

    assert grounds(expert) == {"BJ": "所在地区", "YN": OFFICE}


def test_unit_that_picked_ones_organisation_as_host_is_abstained_from():
    lead = factories.make_lead()
    factories_host = open_call(by=lead)
    organisation, _, expert = agent_expert()
    host = act_for(organisation)
    application = apply(factories_host, host)
    assert "SC" not in grounds(expert)
    close_host_call(factories_host, by=lead)

    pick(application, by=lead, reason=REASON)

    assert grounds(expert)["SC"] == "所在机构由该单位选定承办"


def test_employer_called_as_the_department_is_an_office():
    _by, expert = make_expert()
    Expert.objects.filter(pk=expert.pk).update(employer=Unit.objects.get(abbr="SC").department)

    assert grounds(expert) == {"BJ": "所在地区", "SC": OFFICE}


def test_database_refuses_on_every_ground():
    [plan] = accepted_plans("SC")
    round_plan = make_round([plan]).round_plans.get()
    organisation, _, expert = agent_expert()
    factories.make_delegation(organisation, "SC", lead=factories.make_lead())

    with pytest.raises(DatabaseError, match="abstains"), transaction.atomic():
        Assignment.objects.create(round_plan=round_plan, expert=expert, status="assigned")
    with pytest.raises(Refused) as refusal:
        pair(round_plan, expert)
    assert "要回避四川的方案" in said(refusal)[0]


def test_house_finds_a_task_of_the_tied_and_a_total_that_is_not_the_sum():
    centre, round_, experts = set_up("SC", experts=3)
    tasks = assigned(round_, [expert for _, expert in experts], by=centre)
    score(tasks[0], by=experts[0][0])
    assert set(broken_invariants().values()) == {0}

    Expert.objects.filter(pk=experts[1][1].pk).update(home="SC")
    assert broken_invariants()["进行中的评审没有专家评所在地区和申报回避的方案"] == 1
    with transaction.atomic():
        Score.objects.bulk_create(
            [
                Score(
                    assignment=tasks[1],
                    points=dict.fromkeys(Score.objects.get().points, 3),
                    familiarity=3,
                    total=61,
                    status="standing",
                )
            ]
        )
    assert broken_invariants()["有效评分的总分等于各项得分按权重相加"] == 1


def test_table_counts_what_stands_and_what_is_thought_of():
    centre, round_, experts = set_up("SC", "GD", experts=3)
    pair(round_.round_plans.get(plan__unit="SC"), experts[0][1])
    assign(round_, by=centre)
    pair(round_.round_plans.get(plan__unit="GD"), experts[0][1])

    assert Table(round_).loads == {experts[0][1].pk: 2}


def test_who_abstains_by_now_does_not_count_when_the_round_ends_or_opens_again():
    centre, round_, experts = set_up("SC", experts=3)
    tasks = assigned(round_, [expert for _, expert in experts], by=centre)
    for task, (by, _) in zip(tasks, experts, strict=True):
        score(task, by=by)
    # An office there, given by others, is nobody's order on experts.
    factories.make_staff("unit_clerk", "SC", experts[0][0].user)

    close_round(round_, by=centre)

    assert [row.status for row in Assignment.objects.order_by("pk")] == [
        "replaced",
        "filed",
        "filed",
    ]
    assert Score.objects.filter(status="standing").count() == 2
    told = Message.objects.filter(kind="provinces.assignment.abstain", to=centre.user)
    assert [one.context["unit"] for one in told] == ["四川"]
    factories.make_staff("unit_clerk", "SC", experts[1][0].user)
    lead = factories.make_staff("centre_lead")
    reopen_round(round_, clock.now() + timedelta(days=3), by=lead, reason="补评")
    assert Score.objects.filter(status="standing").count() == 1


def test_new_employer_takes_its_tasks_away():
    _, round_, experts = set_up("SC", experts=3)
    by, expert = experts[0]
    tasks = assigned(round_, [one for _, one in experts])
    department = Unit.objects.get(abbr="SC").department

    keep_profile(by.user, Profile(department, expert.home, ["1"], 10), by=by)

    tasks[0].refresh_from_db()
    assert (tasks[0].status, tasks[0].reason) == ("replaced", "回避")


def test_taken_back_and_pinned_anew_is_kept_by_the_next_proposal():
    centre, round_, experts = set_up("SC", experts=3)
    tasks = assigned(round_, [one for _, one in experts], by=centre)
    replace(tasks[0], by=centre, reason="先撤回")
    pair(round_.round_plans.get(), experts[0][1])

    answer = propose(round_, by=centre)

    assert answer.broken == {}
    assert pairs_of(round_) == {("SC", experts[0][1].pk, True)}


def test_nobody_is_urged_for_what_they_abstain_from_by_now():
    centre, round_, [(by, expert)] = set_up("SC", "GD", experts=1)
    assigned(round_, [expert], by=centre)
    factories.make_staff("unit_clerk", "SC", by.user)

    moved = urge(round_, by=centre)

    assert [one.round_plan.plan.unit_id for one in moved] == ["GD"]
    [told] = Message.objects.filter(kind="provinces.assignment.remind")
    assert told.context["count"] == "1"
