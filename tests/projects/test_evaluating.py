"""专业评价: who takes up what, what it comes to, what is asked for once more."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.cycles import change_cycle, current_cycle, open_cycle
from accounts.delegating import revoke
from accounts.models import Delegation
from foundation import clock
from foundation.typed import Page
from projects import evaluating
from projects.evaluating import (
    file_opinion,
    give_up_opinion,
    release_opinion,
    reopen,
    reopen_opinion,
    save_opinion,
    take_up,
    void,
)
from projects.library import restore, withdraw, withdraw_all
from projects.models import Evaluation, Opinion, OpinionDraft, Project
from projects.queries import evaluable_by, to_take_up
from projects.recommendation import withdraw_recommendation
from projects.rules import may_evaluate
from projects.states import OpinionStatus, ProjectStatus
from records.actors import PORTAL, VISITOR
from records.models import Entry
from tests.factories import (
    make_agent,
    make_centre,
    make_clerk,
    make_delegation,
    make_evaluation,
    make_evaluator,
    make_filed_project,
    make_holder,
    make_lead,
    make_member,
    make_opinion,
    make_organisation,
    make_project,
    make_recommendation,
    make_staff,
)
from tests.projects.evaluated import REASON, codes, make_costly, marks, status_of, taken

pytestmark = pytest.mark.django_db

ROLES = {
    "evaluator": make_evaluator,
    "evaluator of another unit": lambda: make_evaluator("GD"),
    "agent without evaluation": lambda: agent_with("collect", "coach"),
    "agent without delegation": make_agent,
    "holder": make_holder,
    "clerk": make_clerk,
    "lead": make_lead,
    "centre": make_centre,
    "expert": lambda: make_staff("expert"),
    "portal": lambda: PORTAL,
    "visitor": lambda: VISITOR,
}


def agent_with(*scopes):
    house = make_organisation()
    make_delegation(house, scopes=scopes)
    return make_agent(house)


def rolled_back(order):
    with transaction.atomic():
        found = status_of(order)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("status", ProjectStatus.values)
@pytest.mark.parametrize("role", ROLES)
def test_every_state_and_role_of_taking_up(status, role):
    project, by = make_project(status), ROLES[role]()
    may = role == "evaluator" and status == "listed"

    assert rolled_back(lambda: take_up(project, by=by)) == (None if may else 403)
    assert may_evaluate(by, project) is may
    assert evaluable_by(by).filter(pk=project.pk).exists() is may


@pytest.mark.parametrize("status", OpinionStatus.values)
@pytest.mark.parametrize("role", [*ROLES, "its evaluator", "colleague", "lead of another unit"])
def test_every_state_verb_and_role_of_an_opinion(status, role):
    own, project = make_evaluator(), make_project("listed")
    opinion = bring_to(status, taken(project, own), own)
    others = {"its evaluator": lambda: own, "colleague": make_evaluator}
    by = {**ROLES, **others, "lead of another unit": lambda: make_lead("GD")}[role]()
    given, allowed = (
        marks(opinion),
        {
            "file": role == "its evaluator",
            "give_up": role == "its evaluator",
            "release": role in {"lead", "portal"},
            "reopen": role in {"lead", "portal"},
        },
    )
    orders = {
        "file": lambda: file_opinion(opinion, given, by=by),
        "give_up": lambda: give_up_opinion(opinion, by=by),
        "release": lambda: release_opinion(opinion, by=by, reason=REASON),
        "reopen": lambda: reopen_opinion(opinion, by=by, reason=REASON),
    }

    for verb, order in orders.items():
        legal = status == ("filed" if verb == "reopen" else "taken")
        expected = 403 if not allowed[verb] else None if legal else 409
        assert rolled_back(order) == expected, verb


def bring_to(status, opinion, by):
    if status == "filed":
        opinion = file_opinion(opinion, marks(opinion), by=by)
    elif status == "given_up":
        opinion = give_up_opinion(opinion, by=by)
    return Opinion.objects.select_related("evaluation__project").get(pk=opinion.pk)


def test_taking_up_freezes_rubric_and_version():
    project = make_project("listed")

    opinion = take_up(project, by=make_evaluator())

    evaluation = opinion.evaluation
    cycle = current_cycle()
    assert (evaluation.cycle, evaluation.rubric) == (cycle, cycle.rubric)
    assert (evaluation.version, evaluation.needed) == (project.listing.version, 1)
    assert (evaluation.status, opinion.status) == ("open", "taken")


def test_nobody_takes_up_both_opinions_nor_what_is_taken():
    project, first = make_costly(), make_evaluator()
    take_up(project, by=first)

    assert codes(lambda: take_up(project, by=first)) == ["evaluation_twice"]
    take_up(project, by=make_evaluator())
    assert codes(lambda: take_up(project, by=make_evaluator())) == ["evaluation_enough"]
    assert Evaluation.objects.get().needed == Opinion.objects.count() == 2


def test_what_waits_is_what_may_be_taken():
    cycle, by = current_cycle(), make_evaluator()
    first, costly, mine = make_project("listed"), make_costly(), make_costly()
    take_up(first, by=make_evaluator())
    take_up(costly, by=make_evaluator())
    take_up(mine, by=by)
    free = make_project("listed")

    found = [(row.pk, row.needed, row.taken) for row in to_take_up(by, cycle)]

    assert found == [(costly.pk, 2, 1), (free.pk, 0, 0)]


@pytest.mark.parametrize("tie", ["collected", "custodian", "holds", "member", "lead", "filed"])
def test_house_with_a_tie_does_not_evaluate(tie):
    house = make_organisation()
    make_delegation(house, scopes=("collect", "evaluate"))
    by, project = make_agent(house), make_project("listed")
    if tie == "collected":
        project = make_filed_project("listed", by)
        Project.objects.filter(pk=project.pk).update(custodian=None, holder=make_holder().user_id)
        by = make_agent(house)
    elif tie == "custodian":
        Project.objects.filter(pk=project.pk).update(custodian=house)
    elif tie == "holds":
        Project.objects.filter(pk=project.pk).update(organisation=house)
    elif tie == "member":
        make_member(by, project.organisation)
    elif tie == "lead":
        make_lead(user=by.user)
    else:
        Project.objects.filter(pk=project.pk).update(submitted_by=by.user_id)
    project = Project.objects.get(pk=project.pk)

    assert status_of(lambda: take_up(project, by=by)) == 403
    assert not evaluable_by(by).filter(pk=project.pk).exists()


def test_tie_that_comes_later_keeps_from_filing_and_not_from_giving_up():
    project, by = make_project("listed"), make_evaluator()
    opinion = taken(project, by)
    Project.objects.filter(pk=project.pk).update(collected_by=by.organisation_id)
    opinion = Opinion.objects.get(pk=opinion.pk)

    assert status_of(lambda: file_opinion(opinion, marks(opinion), by=by)) == 403
    assert give_up_opinion(opinion, by=by).status == "given_up"


def test_all_that_lacks_is_told_at_once():
    by = make_evaluator()
    opinion = taken(make_project("listed"), by)
    given = evaluating.Marks({"lead": 5, "maturity": 1, "rights": 0, "market": 3, "team": 9})

    assert codes(lambda: file_opinion(opinion, given, by=by)) == [
        *["score_no_reason"] * 3,
        "score_no_points",
        "evaluation_no_comment",
    ]
    assert Opinion.objects.get().status == "taken"


def test_one_opinion_is_enough_for_what_asks_for_little():
    evaluation = make_evaluation(make_project("listed"), 4)

    assert (evaluation.status, evaluation.total, evaluation.spread) == ("done", 80, 0)
    moves = Entry.objects.filter(table="projects.evaluation").order_by("id")
    assert list(moves.values_list("verb", "actor_role")) == [
        ("open", "agency"),
        ("conclude", "portal"),
    ]


def test_two_that_agree_are_done_by_their_mean():
    project = make_costly()
    make_opinion(project, 4)

    assert project.evaluations.get().status == "open"
    make_opinion(project, 3)

    evaluation = project.evaluations.get()
    assert (evaluation.status, evaluation.total, evaluation.spread) == ("done", 70, 10)


def test_two_that_lie_apart_ask_for_a_third_whose_median_counts():
    project = make_costly()
    make_opinion(project, 5)
    make_opinion(project, 2)
    evaluation = project.evaluations.get()
    disputed = (evaluation.status, evaluation.needed, evaluation.spread, evaluation.total)

    make_opinion(project, 3)

    evaluation.refresh_from_db()
    assert disputed == ("disputed", 3, 30, None)
    assert (evaluation.status, evaluation.total) == ("done", 60)


def test_how_far_apart_is_the_years_to_say():
    change_cycle(current_cycle(), {"most_spread": 30}, by=make_staff("centre_lead"))

    assert make_evaluation(make_costly(), 5, 2).status == "done"


def test_what_is_typed_is_kept_by_name_until_it_is_filed():
    by = make_evaluator()
    opinion = taken(make_project("listed"), by)

    save_opinion(opinion, {"points-lead": "4"}, page=Page(None, "a"), by=by)
    draft, meeting = save_opinion(opinion, {"comment": "扎实"}, page=Page(0, "b"), by=by)

    assert (draft.typed, draft.revision) == ({"points-lead": "4", "comment": "扎实"}, 2)
    assert meeting.newer == {"points-lead"}
    assert status_of(lambda: save_opinion(opinion, {}, page=Page(), by=make_evaluator())) == 403
    file_opinion(opinion, marks(opinion), by=by)
    assert status_of(lambda: save_opinion(opinion, {}, page=Page(), by=by)) == 409


def test_opinion_sent_back_opens_what_was_done_and_begins_with_what_was_filed():
    by, lead, project = make_evaluator(), make_lead(), make_project("listed")
    opinion = make_opinion(project, 2, by=by)

    reopen_opinion(opinion, by=lead, reason=REASON)

    evaluation = project.evaluations.get()
    assert (evaluation.status, evaluation.total, evaluation.done_at) == ("open", None, None)
    typed = OpinionDraft.objects.get(opinion=opinion).typed
    assert (typed["points-market"], typed["comment"]) == ("2", "技术扎实，应用场景清楚。")
    opinion = Opinion.objects.get(pk=opinion.pk)
    file_opinion(opinion, marks(opinion, 4), by=by)
    evaluation.refresh_from_db()
    assert (evaluation.status, evaluation.total) == ("done", 80)


def test_whole_evaluation_is_given_once_more_by_all():
    evaluation = make_evaluation(make_costly(), 5, 2, 3)

    reopen(evaluation, by=make_lead(), reason=REASON)

    evaluation.refresh_from_db()
    assert (evaluation.status, evaluation.needed) == ("open", 3)
    assert set(evaluation.opinions.values_list("status", "total")) == {("taken", None)}
    assert OpinionDraft.objects.count() == 3


def test_who_gave_an_opinion_does_not_oversee_it():
    by, project = make_evaluator(), make_project("listed")
    opinion = make_opinion(project, by=by)
    lead = make_lead(user=by.user)
    evaluation = project.evaluations.get()

    assert status_of(lambda: reopen_opinion(opinion, by=lead, reason=REASON)) == 403
    assert status_of(lambda: reopen(evaluation, by=lead, reason=REASON)) == 403
    assert status_of(lambda: void(evaluation, by=lead, reason=REASON)) == 403


@pytest.mark.parametrize("order", ["reopen", "void", "reopen_opinion"])
def test_what_a_recommendation_rests_on_stays_until_that_is_withdrawn(order):
    lead, project = make_lead(), make_project("listed")
    given = make_recommendation(project, by=lead)
    evaluation = Evaluation.objects.get()
    about = evaluation.opinions.get() if order == "reopen_opinion" else evaluation
    carry_out = getattr(evaluating, order)

    assert codes(lambda: carry_out(about, by=lead, reason=REASON)) == ["evaluation_rests"]
    withdraw_recommendation(given, by=lead, reason="改报明年")
    assert codes(lambda: carry_out(about, by=lead, reason=REASON)) == []


@pytest.mark.parametrize("order", ["reopen", "void", "reopen_opinion", "release_opinion"])
def test_without_a_reason_nothing_is_asked_for_again(order):
    project, lead = make_project("listed"), make_lead()
    opinion = take_up(project, by=make_evaluator())
    if order != "release_opinion":
        opinion = make_evaluation(make_project("listed")).opinions.get()
    about = opinion if "opinion" in order else opinion.evaluation

    found = codes(lambda: getattr(evaluating, order)(about, by=lead, reason=" "))

    assert found == ["evaluation_no_reason"]


def test_void_makes_room_for_another_on_the_version_then_in_force():
    project, by, lead = make_project("listed"), make_evaluator(), make_lead()
    opinion = take_up(project, by=by)

    void(opinion.evaluation, by=lead, reason=REASON)

    opinion.refresh_from_db()
    assert opinion.status == "given_up"
    again = take_up(project, by=by)
    assert again.evaluation_id != opinion.evaluation_id
    assert set(project.evaluations.values_list("status", flat=True)) == {"void", "open"}


def test_what_leaves_the_library_is_evaluated_no_longer():
    first, second, other = (make_project("listed") for _ in range(3))
    make_recommendation(first)
    take_up(second, by=make_evaluator())
    make_evaluation(other)

    withdraw(first, by=make_centre(), reason="权属有争议")
    withdraw_all(Project.objects.filter(pk=second.pk), by=make_centre(), reason="重复")

    assert first.evaluations.get().status == second.evaluations.get().status == "void"
    assert Opinion.objects.get(evaluation__project=second).status == "given_up"
    assert other.evaluations.get().status == "done"
    restore(Project.objects.get(pk=first.pk), by=make_centre(), reason="了结")
    assert first.evaluations.get().status == "void"


def test_lead_takes_back_what_a_house_without_delegation_left():
    project, by, lead = make_project("listed"), make_evaluator(), make_lead()
    opinion = taken(project, by)
    revoke(Delegation.objects.get(organisation=by.organisation_id), by=lead)
    other = make_evaluator()

    assert codes(lambda: take_up(project, by=other)) == ["evaluation_enough"]
    release_opinion(opinion, by=lead, reason="委托已到期")

    assert take_up(project, by=other).evaluation_id == opinion.evaluation_id


def test_next_year_has_an_evaluation_of_its_own():
    project = make_project("listed")
    evaluation = make_evaluation(project)
    open_cycle(current_cycle().year + 1, issuer="科技部火炬中心", by=make_staff("centre_lead"))

    with clock.shift(timedelta(days=366)):
        another = make_evaluation(project, 3)

    assert another.cycle.year == evaluation.cycle.year + 1
    assert set(project.evaluations.values_list("status", "total")) == {
        ("done", Decimal(80)),
        ("done", Decimal(60)),
    }
