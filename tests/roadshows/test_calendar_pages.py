"""全国排期 at the centre's desk: looked at, moved, pinned, undone; rules and tasks."""

import pytest
from django.urls import reverse

from roadshows.models import Placement
from tests.factories import make_staff
from tests.provinces.deciding import as_actor, text_of
from tests.roadshows.making import opened, roadshows, workdays

HTMX = {"HX-Request": "true"}
UNITS = ("SC", "GD", "HB")


@pytest.fixture(scope="module")
def opened_once(rolled_back):
    return opened(*UNITS)


@pytest.fixture
def rows(opened_once, db):
    return roadshows()


@pytest.fixture
def desk(client, rows):
    return as_actor(client, make_staff("centre"))


def of(name, row, day=None):
    month = f"&month={day:%Y-%m}" if day else ""
    return f"{reverse(name, args=[row.ref])}?view=month{month}"


def board(day, **rest):
    extra = "".join(f"&{name}={value}" for name, value in rest.items())
    return f"{reverse('center_calendar')}?month={day:%Y-%m}{extra}"


def test_board_shows_who_waits_and_what_they_wish(desk, rows):
    text = text_of(desk.get(reverse("center_calendar")))

    assert "待排 3 场" in text
    assert text.count("data-show") == 3


def test_move_is_made_told_and_can_be_undone(desk, rows):
    (day,) = workdays(1)
    row = rows[0]

    text = text_of(desk.post(of("center_calendar_move", row), {"day": day, "seen": 0}, follow=True))

    assert f"广东“集成电路专场”排在 {day.month}月{day.day}日" in text
    assert Placement.objects.get(roadshow=row).day == day
    undo = {"to": "wait", "seen": 1}
    text = text_of(desk.post(of("center_calendar_move", row), undo, follow=True))
    assert "广东“集成电路专场”放回待排" in text
    assert Placement.objects.get(roadshow=row).day is None
