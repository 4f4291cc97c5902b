"""Lists of both sides, from what is in the index, by whatever way it came there."""

import pytest

from foundation import clock
from matching.models import Change, Indexed, MatchChunk, Suggestion
from matching.states import PostingKind
from matching.texts import text_of_posting
from tests.matching.stock import (
    list_of,
    list_of_project,
    run_all,
    stock_posting,
    stock_project,
    work,
)

pytestmark = pytest.mark.django_db


def test_new_posting_finds_what_is_there_and_is_found():
    driver, battery = stock_project("driver"), stock_project("battery")
    work()

    posting = stock_posting("driver")
    assert work() == 1

    assert list_of(posting)[0] == driver
    assert list_of_project(driver) == [posting]
    assert battery not in list_of(posting)[:1]


def test_new_project_enters_the_lists_of_postings_that_were_there():
    posting, offer = stock_posting("bridge"), stock_posting("bridge", kind=PostingKind.OFFER)
    work()
    assert list_of(posting) == []

    project = stock_project("bridge")
    assert work() == 1

    assert list_of(posting) == list_of(offer) == [project]
    assert list_of_project(project, "demand") == [posting]
    assert list_of_project(project, "offer") == [offer]


def test_pair_scores_the_same_from_both_sides():
    first = stock_posting("driver")
    stock_project("driver")
    work()
    found = Suggestion.objects.get(posting=first)

    run_all(sorts=("demand",))
    again = Suggestion.objects.get(pk=found.pk)

    assert (again.score, again.parts) == (found.score, found.parts)
    assert 0 < found.score <= 100


def test_run_over_everything_says_what_single_changes_said():
    for topic in ("driver", "battery", "bridge"):
        stock_project(topic)
        stock_posting(topic)
        work()
    names = ("posting", "project", "place", "place_of_project")
    before = set(Suggestion.objects.values_list(*names))

    run = run_all()

    assert set(Suggestion.objects.values_list(*names)) == before
    assert (run.stage, run.done, run.total) == ("done", 2, 2)
    assert run.pairs == 2 * len(before)
    assert Change.objects.count() == 0
    assert not Indexed.objects.filter(matched=None).exists()


def test_what_an_offer_gives_is_no_budget():
    demand, offer = (stock_posting(kind=kind, budget=300) for kind in PostingKind)

    amounts = [text_of_posting(one).facts.amount for one in (demand, offer)]

    assert amounts == [300, None]


def test_parts_and_base_make_the_score():
    from matching.scoring import BASE, FEATURES  # noqa: PLC0415 -- used here alone

    posting = stock_posting("driver")
    stock_project("driver")
    work()

    row = Suggestion.objects.get(posting=posting)
    assert len(row.parts) == len(FEATURES)
    assert row.score == pytest.approx(min(100, max(0, BASE + sum(row.parts))), abs=0.01)
    assert row.plain == row.score
    assert "驱动" in row.terms


def test_nothing_waits_after_work():
    stock_project()
    stock_posting()
    work()

    assert work() == 0
    assert not MatchChunk.objects.exclude(state="done").exists()
    assert clock.now() > Suggestion.objects.get().matched_at
