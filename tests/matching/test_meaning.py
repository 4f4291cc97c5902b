"""Titles are read in the background, once each; without the extra, or turned off, nobody waits."""

import pytest

from matching.meaning import is_on
from matching.models import Indexed, Meaning, MeaningWork, Suggestion
from matching.scoring import FEATURES, Counted
from tests.matching.stock import stock_posting, stock_project, work

pytestmark = pytest.mark.django_db


def facts_of(record, sort):
    row = Indexed.objects.get(sort=sort, key=record.pk)
    return Counted.unpack(bytes(row.counted)).facts


def test_turned_off_nothing_is_read():
    stock_project()
    work()

    assert not is_on()
    assert MeaningWork.objects.count() == 0


@pytest.mark.semantic
def test_titles_are_read_once_and_move_the_score(settings):
    project, posting = stock_project(), stock_posting()
    work()
    plain = Suggestion.objects.get()
    at = FEATURES.index("meaning")
    assert plain.parts[at] == 0

    settings.MATCH_BY_MEANING = True
    twin = stock_project()
    posting.title += "（国产）"
    posting.save()
    work()

    assert Meaning.objects.count() == 2
    assert facts_of(posting, "demand").vector != b""
    assert facts_of(project, "project").vector == b""
    assert facts_of(twin, "project").vector != b""
    assert Suggestion.objects.get(project=twin).parts[at] > 0


@pytest.mark.semantic
def test_what_says_the_same_is_not_read_again(settings):
    settings.MATCH_BY_MEANING = True
    stock_project()
    work()
    assert MeaningWork.objects.count() == 1

    stock_project()
    work()

    assert MeaningWork.objects.count() == 1
    assert Meaning.objects.count() == 1
