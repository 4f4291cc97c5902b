"""Whoever proposed or accepted a correction is no third person to what it put in force."""

import pytest
from django.db import DatabaseError, transaction

from projects.evaluating import take_up
from projects.library import restore, restore_all, withdraw
from projects.models import Correction, Opinion, Project, Version
from projects.proofreading import read_all, read_version
from projects.queries import evaluable_by, standing_version
from projects.rules import may_evaluate
from tests.factories import make_centre, make_evaluator, make_holder, make_project
from tests.projects.correcting_things import make_correction
from tests.projects.evaluated import status_of

pytestmark = pytest.mark.django_db

HANDS = pytest.mark.parametrize("hand", ["proposed_by", "decided_by"])


def corrected(by=None, hand="decided_by", status="accepted"):
    """A listed project with a correction that `by` had a hand in."""
    holder = make_holder()
    project = make_project("listed", holder)
    correction = make_correction(status, project, holder)
    if by is not None:
        Correction.objects.filter(pk=correction.pk).update(**{hand: by.user_id})
    return Project.objects.get(pk=project.pk)


def only(*projects):
    return Project.objects.filter(pk__in=[project.pk for project in projects])


def standing(*projects):
    newest = Version.objects.standing().newest().filter(project__in=projects)
    return Version.objects.filter(pk__in=[version.pk for version in newest])


def refused(moved):
    return len(moved.refused) == 1 and not moved.rows


@HANDS
def test_who_corrected_it_does_not_read_it(hand):
    by = make_centre()
    project = corrected(by, hand)
    version = standing_version(project)

    assert status_of(lambda: read_version(version, by=by)) == 403
    assert refused(read_all(standing(project), by=by))
    assert len(read_all(standing(project), by=make_centre()).rows) == 1


@HANDS
def test_who_corrected_it_does_not_evaluate_it(hand):
    by, other = make_evaluator(), make_evaluator()
    project = corrected(by, hand)

    assert (may_evaluate(by, project), may_evaluate(other, project)) == (False, True)
    assert not evaluable_by(by).filter(pk=project.pk).exists()
    assert evaluable_by(other).filter(pk=project.pk).exists()
    assert status_of(lambda: take_up(project, by=by)) == 403


@HANDS
def test_database_takes_no_opinion_of_who_corrected_it(hand):
    by = make_evaluator()
    evaluation = take_up(corrected(by, hand), by=make_evaluator()).evaluation

    with pytest.raises(DatabaseError, match="corrected"), transaction.atomic():
        Opinion.objects.create(
            evaluation=evaluation,
            evaluator=by.user,
            organisation_id=by.organisation_id,
            status="taken",
        )


@HANDS
def test_who_corrected_it_does_not_show_it_again(hand):
    by = make_centre()
    project = corrected(by, hand)
    withdraw(project, by=make_centre(), reason="有争议")

    assert status_of(lambda: restore(project, by=by, reason="已了结")) == 403
    assert refused(restore_all(only(project), by=by, reason="已了结"))
    assert restore(project, by=make_centre(), reason="已了结").status == "listed"


def test_who_accepted_it_does_not_show_it_again():
    by, project = make_centre(), make_project("withdrawn")
    only(project).update(accepted_by=by.user_id)

    assert status_of(lambda: restore(project, by=by, reason="已了结")) == 403


@pytest.mark.parametrize("status", ["declined", "withdrawn"])
def test_what_came_to_nothing_keeps_nobody_away(status):
    reader, evaluator = make_centre(), make_evaluator()
    project, other = corrected(reader, status=status), corrected(evaluator, status=status)

    assert read_version(standing_version(project), by=reader).reader == reader.user
    assert evaluable_by(evaluator).filter(pk=other.pk).exists()
    assert take_up(other, by=evaluator).evaluator == evaluator.user


@pytest.mark.parametrize("count", [1, 3])
def test_sets_are_read_and_shown_in_as_many_statements(django_assert_num_queries, count):
    projects, by = [corrected() for _ in range(count)], make_centre()

    seen = standing(*projects)
    with django_assert_num_queries(15):
        assert len(read_all(seen, by=by).rows) == count
    for project in projects:
        withdraw(project, by=make_centre(), reason="有争议")
    with django_assert_num_queries(20):
        assert len(restore_all(only(*projects), by=by, reason="已了结").rows) == count
