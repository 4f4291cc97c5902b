"""What two authors say must be found is found: exact figures, of the half that nobody tuned by."""

from collections import Counter

import pytest

from portal.country.achievements import bring_achievements
from portal.country.people import People, staff
from tests.showcase.judging import AUTHORS, answers, figures, judged

pytestmark = pytest.mark.django_db

KINDS = ("word", "phrase", "short", "across", "number", "name", "typo", "synonym", "pinyin")
# Kind → recall among the first twenty, mean reciprocal rank.
KEPT = {
    "word": (1.0, 1.0),
    "phrase": (1.0, 1.0),
    "short": (1.0, 1.0),
    "across": (1.0, 1.0),
    "number": (1.0, 1.0),
    "name": (0.889, 0.687),
    "typo": (0.9, 0.9),
    "synonym": (0.786, 0.732),
    "pinyin": (1.0, 1.0),
}


@pytest.fixture(scope="module")
def library(rolled_back):
    people = People()
    staff(people)
    return bring_achievements(people)


def test_two_authors_have_judged_every_kind():
    queries = judged()
    counts = Counter((one.author, one.kind) for one in queries)

    assert {author: [counts[author, kind] for kind in KINDS] for author in AUTHORS} == {
        "first": [14] * 9,
        "second": [6] * 9,
    }
    assert len({one.q for one in queries}) >= 150
    assert sum(one.is_kept for one in queries) == 84


def test_what_must_be_found_is_found(library):
    assert figures(answers([one for one in judged() if one.is_kept])) == KEPT
