"""Two who publish at once, and one who moves meanwhile: one version, no clash, no move lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from foundation.errors import Refused
from records.models import Entry
from roadshows.arranging import arrange, facts_of, seen_of
from roadshows.dating import place, take_days
from roadshows.models import CalendarVersion, Placement, Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.publishing import publish_calendar
from tests.factories import make_staff
from tests.roadshows.making import opened, placed, roadshows, workdays

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return opened("SC", "GD")


def at_once(*orders):
    """What each came to: "done", or the code of its refusal. All start together, each with a
    connection of its own."""
    barrier = threading.Barrier(len(orders))

    def run(order):
        try:
            barrier.wait()
            order()
        except Refused as refusal:
            return str(refusal.problems[0].code)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(orders)) as pool:
        return list(pool.map(run, orders))


def test_two_publish_at_once_and_one_version_comes_of_it(rows):
    placed(rows[0], workdays(1)[0])
    season = rows[0].cycle.season
    leads = [make_staff("centre_lead") for _ in range(2)]

    answers = at_once(*(lambda by=by: publish_calendar(season, by=by) for by in leads))

    assert sorted(answers) == ["done", "publishing_same"]
    assert CalendarVersion.objects.count() == 1
    assert Entry.objects.filter(table="roadshows.roadshow", verb="schedule").count() == 1


def test_move_while_somebody_publishes_is_in_the_version_or_waits_for_the_next(rows):
    first, second = workdays(2)
    placed(rows[0], first)
    row, by = Placement.objects.get(roadshow=rows[0]), make_staff("centre")
    lead, season = make_staff("centre_lead"), rows[0].cycle.season

    answers = at_once(
        lambda: publish_calendar(season, by=lead),
        lambda: place(row, second, seen=row.revision, by=by),
    )

    assert answers == ["done", "done"]
    row.refresh_from_db()
    (version,) = CalendarVersion.objects.all()
    days = {one["code"]: one["day"] for one in version.content}
    assert row.day == second
    assert days[rows[0].code] in (first.isoformat(), second.isoformat())
    assert roadshows()[0].day.isoformat() == days[rows[0].code]


def test_taking_days_while_somebody_publishes_never_locks_the_two_against_each_other(rows):
    first, second = workdays(2)
    codes = [row.code for row in rows]
    placed(rows[0], second)
    placed(rows[1], first)
    seen = {row.code: row.placement.revision for row in roadshows()}
    days = dict(zip(codes, (first, second), strict=True))
    lead, by, season = make_staff("centre_lead"), make_staff("centre"), rows[0].cycle.season

    answers = at_once(
        lambda: publish_calendar(season, by=lead), lambda: take_days(days, seen, by=by)
    )

    assert answers == ["done", "done"]
    assert {row.code: row.placement.day for row in roadshows()} == days


def test_two_move_one_at_once_and_one_is_told(rows):
    row, people = Placement.objects.get(roadshow=rows[0]), [make_staff("centre") for _ in range(2)]
    days = workdays(2)

    answers = at_once(
        *(
            lambda by=by, day=day: place(row, day, seen=0, by=by)
            for by, day in zip(people, days, strict=True)
        )
    )

    assert sorted(answers) == ["dating_stale", "done"]
    row.refresh_from_db()
    assert row.day == days[answers.index("done")]
    assert row.revision == 1


def test_cancelling_while_somebody_publishes_never_locks_the_two_against_each_other(rows):
    for row, day in zip(rows, workdays(2), strict=True):
        placed(row, day)
    lead, other, season = make_staff("centre_lead"), make_staff("centre_lead"), rows[0].cycle.season

    answers = at_once(
        lambda: publish_calendar(season, by=lead),
        lambda: cancel_roadshow(rows[0], by=other, reason="场地没有消防许可"),
    )

    assert answers == ["done", "done"]
    assert [row.status for row in Roadshow.objects.order_by("code")] == ["cancelled", "dated"]
    assert not Placement.objects.filter(roadshow=rows[0]).exists()


def test_theme_changed_while_somebody_publishes_gives_way_or_is_published(rows):
    """Two themes may stand on one day, one may not: whoever comes second is told in words."""
    (day,) = workdays(1)
    Roadshow.objects.filter(pk=rows[1].pk).update(theme="生物医药")
    for row in rows:
        placed(row, day)
    row = Roadshow.objects.get(pk=rows[1].pk)
    facts, seen = replace(facts_of(row), theme=rows[0].theme), seen_of(row)
    lead, season = make_staff("centre_lead"), rows[0].cycle.season

    published, arranged = at_once(
        lambda: publish_calendar(season, by=lead),
        lambda: arrange(row, facts, seen=seen, by=lead),
    )

    assert (published, arranged) in (
        ("done", "roadshow_stale"),
        ("publishing_clashes", "done"),
    )
