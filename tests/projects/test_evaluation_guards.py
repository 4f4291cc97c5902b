"""The database holds evaluations by itself, whoever forgets the rules."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.cycles import current_cycle, open_cycle
from foundation.errors import Refused
from projects.evaluating import EvaluatingProblem, reopen_opinion, take_up, void
from projects.invariants import INVARIANTS
from projects.models import Evaluation, Opinion, Recommendation
from records.models import Entry
from tests.factories import (
    make_evaluation,
    make_evaluator,
    make_lead,
    make_project,
    make_recommendation,
    make_staff,
)

pytestmark = pytest.mark.django_db


def refuses(rows, **changes):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"comment": "改过"},
        {"scores": {}},
        {"total": 99},
        {"status": "given_up"},
        {"status": "taken"},  # with its total
        {"organisation": None},
    ],
)
def test_what_was_filed_stays(changes):
    make_evaluation(make_project("listed"))

    refuses(Opinion.objects.all(), **changes)


def test_opinion_given_up_stays_so():
    opinion = take_up(make_project("listed"), by=make_evaluator())
    rows = Opinion.objects.filter(pk=opinion.pk)
    rows.update(status="given_up")

    refuses(rows, status="taken")


def test_opinion_on_what_is_void_is_not_given_again():
    evaluation = make_evaluation(make_project("listed"))
    opinion = evaluation.opinions.get()
    void(evaluation, by=make_lead(), reason="评错了版本")

    with pytest.raises(Refused) as refused:
        reopen_opinion(opinion, by=make_lead(), reason="再看看")

    assert refused.value.problems[0].code == EvaluatingProblem.VOIDED
    rows = Opinion.objects.filter(pk=opinion.pk)
    refuses(rows, status="taken", total=None, filed_at=None)


@pytest.mark.parametrize(
    "changes",
    [{"total": 99}, {"needed": 2}, {"rubric": []}, {"status": "disputed"}, {"spread": 1}],
)
def test_what_was_evaluated_stays(changes):
    make_evaluation(make_project("listed"))

    refuses(Evaluation.objects.all(), **changes)


def test_nothing_is_done_before_all_opinions_are_there():
    take_up(make_project("listed"), by=make_evaluator())

    refuses(Evaluation.objects.all(), status="done", total=80, done_at="2026-05-01T00:00Z")


def test_neither_row_is_deleted():
    make_evaluation(make_project("listed"))

    for model in (Opinion, Evaluation):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"delete from {model._meta.db_table}")


def test_house_that_brought_it_has_no_opinion_on_it():
    project, by = make_project("listed"), make_evaluator()
    evaluation = take_up(project, by=make_evaluator()).evaluation
    type(project).objects.filter(pk=project.pk).update(collected_by=by.organisation_id)

    with pytest.raises(DatabaseError, match="has to do with a project"), transaction.atomic():
        Opinion.objects.create(
            evaluation=evaluation,
            evaluator=by.user,
            organisation_id=by.organisation_id,
            status="taken",
        )


def test_recommendation_rests_on_a_finished_evaluation_of_its_own_project_and_year():
    project = make_project("listed")
    other = make_evaluation(make_project("listed"))
    unfinished = take_up(make_project("listed"), by=make_evaluator()).evaluation
    evaluation = make_evaluation(project)
    facts = {"project": project, "unit_id": "SC", "status": "given", "reasons": "一"}
    year = current_cycle()
    last = open_cycle(year.year - 1, issuer="科技部火炬中心", by=make_staff("centre_lead"))
    bad = (
        {"evaluation": other, "cycle": year},
        {"evaluation": evaluation, "cycle": last},
        {"evaluation": None, "cycle": year},
        {"evaluation": unfinished, "project": unfinished.project, "cycle": year},
    )

    for one in bad:
        with pytest.raises(DatabaseError), transaction.atomic():
            Recommendation.objects.create(**{**facts, **one})


def test_what_a_recommendation_rests_on_is_not_undone():
    make_recommendation(make_project("listed"))

    for status in ("open", "void"):
        empty = {"total": None, "spread": None, "done_at": None} if status == "open" else {}
        refuses(Evaluation.objects.all(), status=status, **empty)


def test_all_of_it_is_sound_and_on_the_record():
    make_recommendation(make_project("listed"))
    make_evaluation(make_project("listed", price_open=False, price=2000), 5, 1, 3)
    take_up(make_project("listed"), by=make_evaluator())

    assert {name: count() for name, count in INVARIANTS.items()} == dict.fromkeys(INVARIANTS, 0)
    tables = ("projects.evaluation", "projects.opinion")
    verbs = Entry.objects.filter(table__in=tables).values_list("verb", flat=True)
    assert set(verbs) == {"open", "take", "file", "conclude", "dispute"}
