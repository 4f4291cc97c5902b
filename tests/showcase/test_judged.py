"""What two authors say must be found is found: exact figures, of the half that nobody tuned by."""

import pytest

from portal.country.achievements import bring_achievements
from portal.country.people import People, staff
from tests.showcase.judging import answers, figures, judged, recall

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def achievements(rolled_back):
    people = People()
    staff(people)
    return bring_achievements(people)


def test_look(achievements):
    tuned = [one for one in judged() if not one.is_kept]
    found = answers(tuned)
    print(figures(found))
    for one, keys in found.items():
        if recall(one, keys) < 1:
            print(one.kind, one.q, "missing", sorted(one.must - set(keys)), "found", keys[:6])
    kept = [one for one in judged() if one.is_kept]
    print(figures(answers(kept)))
