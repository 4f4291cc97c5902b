"""推荐 rests on 专业评价: what keeps from it is told all at once, in words that say what to do."""

import pytest

from accounts.cycles import change_cycle, current_cycle
from foundation.errors import Refused
from projects.evaluating import take_up
from projects.recommendation import recommend, withdraw_recommendation
from tests.factories import (
    make_evaluation,
    make_evaluator,
    make_lead,
    make_opinion,
    make_project,
    make_recommendation,
    make_staff,
)
from tests.projects.evaluated import codes, make_costly

pytestmark = pytest.mark.django_db


def unjudged():
    return make_project("listed")


def being_judged():
    project = make_project("listed")
    take_up(project, by=make_evaluator())
    return project


def disputed():
    project = make_costly()
    make_opinion(project, 5)
    make_opinion(project, 2)
    return project


def judged(points=4, **given):
    project = make_project("listed")
    make_evaluation(project, points, **given)
    return project


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (unjudged, ["unjudged"]),
        (being_judged, ["unfinished"]),
        (disputed, ["unfinished"]),
        (lambda: judged(2), ["low"]),
        (lambda: judged(5, market=0), ["below"]),
        (lambda: judged(2, market=0), ["low", "below"]),
        (lambda: judged(3), []),
        (lambda: judged(4), []),
    ],
)
def test_every_state_of_an_evaluation(make, told):
    project, lead = make(), make_lead()

    assert codes(lambda: recommend(project, by=lead, reasons="一")) == told


def test_words_say_what_is_lacking_and_what_to_do():
    project = judged(2, market=0)

    with pytest.raises(Refused) as refusal:
        recommend(project, by=make_lead(), reasons="")

    sentences = [problem.sentence for problem in refusal.value.problems]
    assert sentences[0] == "请写明推荐理由"
    assert sentences[1].startswith("专业评价 32 分，不到推荐要的 60 分。请持有人")
    assert sentences[2].startswith("“市场前景”低于最低要求，不能推荐。请持有人")


def test_from_how_many_points_on_is_the_years_to_say():
    project = judged(3)
    change_cycle(current_cycle(), {"recommended_from": 61}, by=make_staff("centre_lead"))

    assert codes(lambda: recommend(project, by=make_lead(), reasons="一")) == ["low"]


def test_what_it_rests_on_is_kept():
    project = make_project("listed")
    evaluation = make_evaluation(project)

    given = recommend(project, by=make_lead(), reasons="一")

    assert (given.evaluation, given.cycle) == (evaluation, evaluation.cycle)


def test_nobody_recommends_what_they_evaluated():
    by, project = make_evaluator(), make_project("listed")
    make_opinion(project, by=by)

    told = codes(lambda: recommend(project, by=make_lead(user=by.user), reasons="一"))

    assert told == ["own_opinion"]


def test_withdrawal_wants_a_reason_that_the_holder_reads(client):
    project, lead = make_project("listed"), make_lead()
    given = make_recommendation(project, by=lead)

    assert codes(lambda: withdraw_recommendation(given, by=lead, reason=" ")) == ["no_reason"]
    withdraw_recommendation(given, by=lead, reason="改报明年")

    client.force_login(project.holder)
    page = client.get(f"/my/projects/{project.ref}/").content.decode()
    assert "撤回的理由：改报明年" in page
    assert "依据专业评价 80" in page
