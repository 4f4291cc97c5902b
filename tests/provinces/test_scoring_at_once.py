"""Orders on one task given at the same instant: one score, none after the end, nothing half."""

import pytest

from foundation.errors import Refused
from foundation.typed import Page
from provinces.assigning import assign, pair
from provinces.experts import declare_tie
from provinces.models import Assignment, Score, ScoreDraft
from provinces.reviewing import close_round
from provinces.scoring import decline_review, keep_typed, reopen_score
from tests.factories import make_staff
from tests.provinces.judging import accepted_plans, assigned, make_expert, make_round, score
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def task():
    by, expert = make_expert()
    [found] = assigned(make_round(accepted_plans("SC")), [expert])
    found.by = by
    return found


def attempt(order):
    try:
        order()
    except Refused as refusal:
        return refusal.problems[0].code.value
    return "done"


def run(*orders):
    return in_threads(len(orders), lambda number: attempt(orders[number]))


def is_sound():
    """A score stands where the task is filed, and nowhere else."""
    [now] = Assignment.objects.all()
    standing = Score.objects.filter(status="standing").count()
    return standing == (now.status == "filed")


def test_pages_that_file_at_once_make_one_score(task):
    answers = run(*[lambda: score(task, by=task.by)] * 4)

    assert sorted(answers) == ["done"] + ["not_from_here"] * 3
    assert Score.objects.count() == 1


def test_pages_that_type_at_once_lose_nothing(task):
    keys = ("theme", "basis", "organisation", "support")

    answers = run(
        *[
            lambda key=key: keep_typed(task, {f"points-{key}": "3"}, page=Page(0, key), by=task.by)
            for key in keys
        ]
    )

    assert answers == ["done"] * 4
    draft = ScoreDraft.objects.get()
    assert draft.typed == {f"points-{key}": "3" for key in keys}
    assert draft.revision == 4


def test_filing_and_the_end_of_the_round_at_once(task):
    centre = make_staff("centre")

    filed, closed = run(
        lambda: score(task, by=task.by), lambda: close_round(task.round_plan.round, by=centre)
    )

    assert closed == "done"
    assert filed in {"done", "score_closed"}
    assert Score.objects.count() == (filed == "done")
    assert is_sound()


def test_filing_and_declining_at_once_leave_one_winner(task):
    answers = run(
        lambda: score(task, by=task.by), lambda: decline_review(task, by=task.by, reason="忙")
    )

    assert sorted(answers) == ["done", "not_from_here"]
    assert is_sound()


def test_filing_and_declaring_a_tie_at_once_leave_nothing_that_counts(task):
    unit = task.round_plan.plan.unit

    filed, tied = run(
        lambda: score(task, by=task.by),
        lambda: declare_tie(task.expert, unit, by=task.by, reason="合作"),
    )

    assert tied == "done"
    assert filed in {"done", "not_from_here", "score_abstains"}
    assert Score.objects.filter(status="standing").count() == 0
    assert Assignment.objects.get().status == "replaced"


def test_sending_back_and_declaring_a_tie_at_once_do_not_wait_for_each_other(task):
    score(task, by=task.by)
    lead, unit = make_staff("centre_lead"), task.round_plan.plan.unit

    back, tied = run(
        lambda: reopen_score(task, by=lead, reason="再看看"),
        lambda: declare_tie(task.expert, unit, by=task.by, reason="合作"),
    )

    assert tied == "done"
    assert back in {"done", "not_from_here"}
    assert Score.objects.filter(status="standing").count() == 0
    assert is_sound()


def test_asking_and_declaring_a_tie_at_once_leave_no_task_that_stands(task):
    by, expert = make_expert()
    round_plan, centre = task.round_plan, make_staff("centre")
    pair(round_plan, expert)

    asked, tied = run(
        lambda: assign(round_plan.round, by=centre),
        lambda: declare_tie(expert, round_plan.plan.unit, by=by, reason="合作"),
    )

    assert tied == "done"
    assert asked in {"done", "assigning_nothing", "assigning_abstains"}
    assert not expert.assignments.filter(status__in=("assigned", "filed")).exists()


def test_sending_back_twice_at_once_is_once(task):
    score(task, by=task.by)
    lead = make_staff("centre_lead")

    answers = run(*[lambda: reopen_score(task, by=lead, reason="再看看")] * 3)

    assert sorted(answers) == ["done", "not_from_here", "not_from_here"]
    assert is_sound()
