"""Orders given at the same instant: as many opinions as are needed, one result."""

import pytest

from foundation.errors import Refused
from projects.evaluating import file_opinion, give_up_opinion, take_up, void
from projects.library import withdraw
from projects.models import Evaluation, Opinion
from projects.recommendation import recommend
from tests.factories import make_centre, make_evaluation, make_evaluator, make_lead, make_project
from tests.projects.evaluated import REASON, make_costly, marks, taken
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


def attempt(order):
    try:
        order()
    except Refused as refusal:
        return refusal.problems[0].code.value
    return "done"


def run(*orders):
    return in_threads(len(orders), lambda number: attempt(orders[number]))


@pytest.mark.parametrize(
    ("make", "needed"), [(lambda: make_project("listed"), 1), (make_costly, 2)]
)
def test_as_many_take_it_up_as_it_needs(make, needed):
    project, people = make(), [make_evaluator() for _ in range(4)]

    answers = run(*[lambda by=by: take_up(project, by=by) for by in people])

    assert sorted(answers) == ["done"] * needed + ["evaluation_enough"] * (4 - needed)
    assert (Evaluation.objects.count(), Opinion.objects.count()) == (1, needed)


def test_last_two_that_file_at_once_conclude_once():
    project, people = make_costly(), [make_evaluator() for _ in range(2)]
    opinions = [taken(project, by) for by in people]
    pairs = zip(opinions, people, strict=True)

    answers = run(*[lambda o=o, by=by: file_opinion(o, marks(o), by=by) for o, by in pairs])

    evaluation = Evaluation.objects.get()
    assert (answers, evaluation.status, evaluation.total) == (["done"] * 2, "done", 80)


def test_file_and_give_up_at_once_are_one_of_them():
    by = make_evaluator()
    opinion = taken(make_project("listed"), by)

    answers = run(
        lambda: file_opinion(opinion, marks(opinion), by=by),
        lambda: give_up_opinion(opinion, by=by),
    )

    assert sorted(answers) == ["done", "not_from_here"]


def test_recommendation_never_rests_on_what_is_void():
    lead, project = make_lead(), make_project("listed")
    evaluation = make_evaluation(project)

    answers = run(
        lambda: recommend(project, by=lead, reasons="一"),
        lambda: void(evaluation, by=make_lead(), reason=REASON),
    )

    assert sorted(answers) in (["done", "evaluation_rests"], ["done", "unjudged"])


def test_project_that_leaves_takes_what_is_being_taken_up_with_it():
    project, by = make_project("listed"), make_evaluator()

    run(
        lambda: take_up(project, by=by),
        lambda: withdraw(project, by=make_centre(), reason="权属有争议"),
    )

    assert set(Evaluation.objects.values_list("status", flat=True)) <= {"void"}
    assert set(Opinion.objects.values_list("status", flat=True)) <= {"given_up"}
