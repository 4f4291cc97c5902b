"""Two agendas that want the same person are released at the same moment."""

import pytest

from foundation.errors import Refused
from roadshows.models import Booking, Person
from roadshows.publishing import publish_calendar
from tests.factories import make_staff, make_user
from tests.records.test_concurrency import in_threads
from tests.roadshows.arranging import added, changed, clerk_of, noted, released
from tests.roadshows.making import opened, placed, roadshows, season, workdays

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_that_want_the_same_person_is_refused_in_words(
    transactional_db, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    rows, user, day = same_day("SC", "GD"), make_user("liu"), workdays(1)[0]
    people = [noted(row, "刘总") for row in rows]
    Person.objects.update(user=user)
    for row, person in zip(rows, people, strict=True):
        changed(added(row), people={person: "speaker"})
    actors = [clerk_of(row) for row in rows]

    def attempt(number):
        try:
            released(rows[number], by=actors[number])
        except Refused as refusal:
            return [problem.sentence for problem in refusal.problems]
        return []

    answers = sorted(in_threads(2, attempt), key=len)

    when = f"{day.year}年{day.month}月{day.day}日 14:00–14:08"
    assert [len(one) for one in answers] == [0, 1]
    assert answers[1][0].startswith(f"刘总这段时间已有安排：{when}，")
    assert Booking.objects.count() == 1


def same_day(*units):
    rows = opened(*units)
    season(rows[0].cycle, theme_gap=0, region_gap=0)
    for row in rows:
        placed(row, workdays(1)[0])
    publish_calendar(rows[0].cycle.season, by=make_staff("centre_lead"))
    return roadshows()
