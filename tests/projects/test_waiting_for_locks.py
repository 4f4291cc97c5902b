"""Who has waited for a row judges by what is so now, in other tables as well."""

import pytest

from accounts.cycles import current_cycle
from accounts.models import Cycle, Unit
from projects.correcting import accept, take_back
from projects.evaluating import take_up
from projects.handover import hand_over
from projects.library import list_all, restore_all
from projects.models import FieldRemark, Project
from projects.proofreading import ProofreadingProblem as P, read_all, read_version, undo
from projects.recommendation import recommend_all
from projects.remarking import RemarkProblem, note_remark
from records.states import MoveProblem
from tests.factories import (
    make_centre,
    make_evaluation,
    make_evaluator,
    make_holder,
    make_lead,
    make_project,
)
from tests.projects.correcting_things import make_correction
from tests.waiting import after

pytestmark = pytest.mark.usefixtures("transactional_db")


def left(moved):
    assert moved.rows == []
    return {row.pk: [problem.code for problem in problems] for row, problems in moved.refused}


def only(project):
    return Project.objects.filter(pk=project.pk)


@pytest.mark.parametrize(
    ("status", "order"),
    [
        ("accepted", list_all),
        ("withdrawn", lambda rows, by: restore_all(rows, by=by, reason="已了结")),
    ],
)
def test_reading_undone_meanwhile_keeps_it_out_of_the_library(status, order):
    project, reader, by = make_project(status), make_centre(), make_centre()
    Cycle.objects.filter(pk=current_cycle().pk).update(readings=1)
    reading = read_version(project.versions.get(), by=reader)

    moved = after(
        lambda: undo(reading, by=reader, reason="漏看一处"), lambda: order(only(project), by=by)
    )

    assert left(moved) == {project.pk: [P.NOBODY]}
    assert Project.objects.get(pk=project.pk).status == status


def corrected():
    """A correction of a listed project, proposed by its holder; and the lead who may decide."""
    holder, lead = make_holder(), make_lead()
    project = make_project("listed", holder)
    return make_correction("proposed", project, holder, lead), holder, lead


def test_what_another_took_the_place_of_meanwhile_is_not_read():
    correction, _, lead = corrected()
    seen, by = correction.project.versions.filter(number=1), make_centre()

    moved = after(lambda: accept(correction, by=lead), lambda: read_all(seen, by=by))

    assert left(moved) == {correction.project_id: [P.OTHER_VERSION]}


def test_what_is_evaluated_is_the_version_accepted_meanwhile():
    correction, _, lead = corrected()
    by = make_evaluator()

    opinion = after(lambda: accept(correction, by=lead), lambda: take_up(correction.project, by=by))

    assert opinion.evaluation.version.number == 2


def test_nothing_is_said_of_what_was_taken_back_meanwhile():
    correction, holder, lead = corrected()

    answer = after(
        lambda: take_back(correction, by=holder),
        lambda: note_remark(correction.project, "title", "写明代次", by=lead),
    )

    assert (answer, FieldRemark.objects.count()) == ([RemarkProblem.CLOSED], 0)


def test_what_went_to_another_unit_meanwhile_is_left_alone_with_a_reason():
    project, lead, by = make_project("listed"), make_lead(), make_lead()
    make_evaluation(project)
    unit = Unit.objects.get(abbr="GD")

    moved = after(
        lambda: hand_over(project, unit, by=lead, reason="已迁到广东"),
        lambda: recommend_all(only(project), by=by, reasons="可以路演"),
    )

    assert left(moved) == {project.pk: [MoveProblem.NOT_YOURS]}
