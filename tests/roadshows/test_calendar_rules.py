"""The rules of a season and its tasks as forms: nothing typed is lost, nobody is overwritten."""

from datetime import timedelta

import pytest
from django.urls import reverse

from foundation import clock
from roadshows.models import Season
from roadshows.seasons import DUTIES
from tests.factories import make_staff
from tests.provinces.deciding import as_actor, text_of
from tests.roadshows.making import opened, placed, roadshows, workdays

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def opened_once(rolled_back):
    return opened("SC", "GD")


@pytest.fixture
def rows(opened_once, db):
    return roadshows()


@pytest.fixture
def desk(client, rows):
    return as_actor(client, make_staff("centre"))


def terms(seen, **changes):
    today = clock.today()
    usual = {
        "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=90)).isoformat(),
        "teams": "1",
        "unit_gap": "7",
        "region_gap": "2",
        "theme_gap": "2",
        "seen": str(seen),
        "blocked-TOTAL_FORMS": "1",
        "blocked-INITIAL_FORMS": "0",
        "blocked-0-first": "2027-07-01",
        "blocked-0-last": "2027-07-05",
        "blocked-0-unit": "SC",
        "blocked-0-reason": "汛期",
    }
    return usual | changes


def revision():
    return Season.objects.get().revision


def test_rules_are_kept_with_the_days_that_are_out(desk, rows):
    text = text_of(desk.post(reverse("center_calendar_rules"), terms(revision()), follow=True))

    season = Season.objects.get()
    assert (season.teams, season.unit_gap, season.on_rest_days) == (1, 7, False)
    assert season.blocked == [
        {"first": "2027-07-01", "last": "2027-07-05", "unit": "SC", "reason": "汛期"}
    ]
    assert "规则已保存，现在的排期没有冲突" in text


def test_rules_say_how_many_clashes_they_make(desk, rows):
    (day,) = workdays(1)
    for row in rows:
        placed(row, day)

    text = text_of(desk.post(reverse("center_calendar_rules"), terms(revision()), follow=True))

    assert "按新规则有 2 处冲突" in text  # the teams', and the theme's


def test_who_looked_at_older_rules_is_told_and_keeps_what_they_typed(desk, rows):
    seen = revision()
    desk.post(reverse("center_calendar_rules"), terms(seen, teams="3"))

    answer = desk.post(reverse("center_calendar_rules"), terms(seen, teams="5"))

    text = text_of(answer)
    assert answer.status_code == 409
    assert "刚被别人改过" in text
    assert 'name="teams" value="5"' in text
    assert "2027-07-01 至 2027-07-05，四川，汛期" in text  # of the other, still kept
    assert f'name="seen" value="{seen + 1}"' in text
    assert Season.objects.get().teams == 3


def test_who_looked_at_older_tasks_sees_those_that_saving_again_would_lose(desk, rows):
    seen = revision()
    desk.post(reverse("center_calendar_duties"), tasks(seen, ("订会场", "host", "-60")))

    answer = desk.post(reverse("center_calendar_duties"), tasks(seen, ("订嘉宾", "host", "-30")))

    assert answer.status_code == 409
    assert "订会场（推荐单位，-60 天）" in text_of(answer)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last_day": "2020-01-01"}, "最晚日期不能早于最早日期"),
        ({"first_day": "0001-01-01"}, "之间的日期"),
        ({"last_day": "9999-12-31"}, "最多两年"),
        ({"teams": "0"}, "大于或等于"),
        ({"blocked-0-last": "2027-06-01"}, "不能早于开始的一天"),
        ({"blocked-0-reason": ""}, "请填写“原因”"),
    ],
)
def test_wrong_rules_are_told_beside_their_field(desk, rows, changes, told):
    before = revision()

    answer = desk.post(reverse("center_calendar_rules"), terms(before, **changes))

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert revision() == before


def tasks(seen, *lines):
    data = {
        "seen": seen,
        "duties-TOTAL_FORMS": str(len(lines)),
        "duties-INITIAL_FORMS": "0",
    }
    for at, (title, party, offset) in enumerate(lines):
        data |= {
            f"duties-{at}-title": title,
            f"duties-{at}-party": party,
            f"duties-{at}-offset": offset,
        }
    return data


def test_tasks_keep_their_key_with_their_title(desk, rows):
    lines = (("定场地、会场和洽谈桌", "host", "-45"), ("当天早会", "centre", "0"))

    text = text_of(
        desk.post(reverse("center_calendar_duties"), tasks(revision(), *lines), follow=True)
    )

    first, second = Season.objects.get().duties
    assert (first["key"], first["offset"]) == ("venue", -45)
    assert (second["title"], second["party"], second["offset"]) == ("当天早会", "centre", 0)
    assert "任务模板已保存，共 2 项" in text
    assert {row.duties.count() for row in rows} == {len(DUTIES)}


def test_task_without_a_day_is_told(desk, rows):
    answer = desk.post(reverse("center_calendar_duties"), tasks(revision(), ("早会", "centre", "")))

    assert answer.status_code == 422
    assert "请填写“距活动日天数”" in text_of(answer)
