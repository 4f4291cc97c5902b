"""Facts of a roadshow: real changes alone are kept and counted; nobody overwrites what they did not
see. Rooms are their unit's, and stay while anything stands in them."""

from dataclasses import replace

import pytest

from records.models import Entry
from records.verifying import verify_trail
from roadshows.arranging import (
    ArrangingProblem,
    Place,
    RoomProblem,
    add_room,
    arrange,
    change_room,
    facts_of,
    remove_room,
    seen_of,
)
from roadshows.models import Roadshow, Room
from roadshows.seeing import SeeingProblem, seen_of_room
from tests.factories import make_clerk, make_lead, make_staff
from tests.provinces.deciding import refused
from tests.roadshows.making import dated, placed

pytestmark = pytest.mark.django_db
HALL = Place("成都国际会议中心", "一层报告厅", 300, 12)


@pytest.fixture(scope="module")
def made(rolled_back):
    """SC's with a published day, GD's without one: by unit."""
    rows = dated("SC", "GD")
    return {row.unit_id: row.pk for row in rows}


@pytest.fixture
def roadshow(made, db):
    return Roadshow.objects.select_related("unit", "cycle").get(pk=made["SC"])


@pytest.fixture
def clerk(db):
    return make_clerk()


def entries(roadshow):
    rows = Entry.objects.filter(table="roadshows.roadshow", object_id=roadshow.pk)
    return rows.filter(verb="arrange").count()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "西部集成电路专场"),
        ("host", "成都高新区管委会"),
        ("place", "成都天府新区"),
        ("about", "十个项目，两个小时。"),
    ],
)
def test_change_the_public_sees_counts_up(roadshow, clerk, name, value):
    facts, before = replace(facts_of(roadshow), **{name: value}), roadshow

    row = arrange(roadshow, facts, seen=seen_of(roadshow), by=clerk)

    assert getattr(row, name) == value
    assert row.sequence == before.sequence + 1
    assert row.changed_at > before.changed_at


def test_main_room_counts_up(roadshow, clerk):
    facts = replace(facts_of(roadshow), room=add_room(roadshow.unit, HALL, by=clerk))

    row = arrange(roadshow, facts, seen=seen_of(roadshow), by=clerk)

    assert (row.room.name, row.sequence) == ("一层报告厅", roadshow.sequence + 1)


def test_fields_are_kept_without_counting(roadshow, clerk):
    facts = replace(facts_of(roadshow), fields=["新能源产业"])

    row = arrange(roadshow, facts, seen=seen_of(roadshow), by=clerk)

    assert (row.fields, row.sequence) == (["新能源产业"], roadshow.sequence)


def test_save_without_a_change_is_nothing(roadshow, clerk):
    row = arrange(roadshow, facts_of(roadshow), seen="whatever was seen", by=clerk)

    assert (row.sequence, row.changed_at) == (roadshow.sequence, roadshow.changed_at)
    assert entries(roadshow) == 0


def test_what_somebody_else_changed_is_not_overwritten(roadshow, clerk):
    seen = seen_of(roadshow)
    arrange(roadshow, replace(facts_of(roadshow), place="绵阳"), seen=seen, by=make_staff("centre"))

    codes, status = refused(
        lambda: arrange(roadshow, replace(facts_of(roadshow), place="德阳"), seen=seen, by=clerk)
    )

    assert (codes, status) == ([ArrangingProblem.STALE], 409)
    assert Roadshow.objects.get(pk=roadshow.pk).place == "绵阳"


def test_what_the_day_was_found_for_stands_with_it(roadshow, clerk):
    facts = replace(facts_of(roadshow), mode="online", theme="别的主题", is_broadcast=False)
    order = {"seen": seen_of(roadshow), "by": clerk}

    codes, status = refused(lambda: arrange(roadshow, facts, **order))

    assert (codes, status) == ([ArrangingProblem.DAY_STANDS] * 3, 422)


def test_without_a_day_all_may_be_changed(made):
    row = Roadshow.objects.select_related("unit", "cycle").get(pk=made["GD"])
    placed(row, None)
    Roadshow.objects.filter(pk=row.pk).update(
        status="preparing", day=None, team=None, unit_span=None, region_span=None, theme_span=None
    )
    row.refresh_from_db()
    facts = replace(facts_of(row), mode="online", theme="别的主题", is_broadcast=False)

    row = arrange(row, facts, seen=seen_of(row), by=make_clerk("GD"))

    assert (row.mode, row.theme, row.is_broadcast) == ("online", "别的主题", False)
    assert row.sequence == 1  # it was shown once


def test_room_of_others_is_refused(made, roadshow, clerk):
    other = Roadshow.objects.select_related("unit").get(pk=made["GD"]).unit
    facts = replace(facts_of(roadshow), room=add_room(other, HALL, by=make_clerk("GD")))

    codes, status = refused(lambda: arrange(roadshow, facts, seen=seen_of(roadshow), by=clerk))

    assert (codes, status) == ([ArrangingProblem.ROOM_NOT_ITS_OWN], 422)


@pytest.mark.parametrize("who", ["GD", "exchange"])
def test_others_change_nothing_even_if_they_say_the_same(roadshow, who):
    by = make_lead("GD") if who == "GD" else make_staff("exchange")

    order = {"seen": seen_of(roadshow), "by": by}
    _, status = refused(lambda: arrange(roadshow, facts_of(roadshow), **order))

    assert (status, entries(roadshow)) == (403, 0)


def test_room_is_changed_and_removed_by_its_unit(roadshow, clerk):
    room = add_room(roadshow.unit, HALL, by=clerk)
    change_room(room, replace(HALL, seats=None, tables=8), seen=seen_of_room(room), by=clerk)
    assert (room.seats, room.tables) == (None, 8)

    remove_room(room, by=clerk)

    assert list(Room.objects.filter(unit="SC")) == []


def test_room_somebody_else_changed_is_not_overwritten(roadshow, clerk):
    room = add_room(roadshow.unit, HALL, by=clerk)
    seen = seen_of_room(room)
    change_room(Room.objects.get(pk=room.pk), replace(HALL, seats=80), seen=seen, by=clerk)

    order = {"seen": seen, "by": clerk}
    found = refused(lambda: change_room(room, replace(HALL, seats=90), **order))

    assert found == ([SeeingProblem.STALE], 409)
    assert Room.objects.get(pk=room.pk).seats == 80


def test_new_name_of_a_main_room_counts_up_where_others_saw_the_old_one(roadshow, clerk):
    room = add_room(roadshow.unit, HALL, by=clerk)
    facts = replace(facts_of(roadshow), room=room)
    row = arrange(roadshow, facts, seen=seen_of(roadshow), by=clerk)

    change_room(room, replace(HALL, seats=80), seen=seen_of_room(room), by=clerk)
    assert Roadshow.objects.get(pk=row.pk).sequence == row.sequence
    change_room(room, replace(HALL, name="二层", seats=80), seen=seen_of_room(room), by=clerk)

    renamed = Roadshow.objects.get(pk=row.pk)
    assert renamed.sequence == row.sequence + 1
    assert renamed.changed_at > row.changed_at
    assert list(verify_trail()) == []


def test_room_of_a_name_is_there_once(roadshow, clerk):
    add_room(roadshow.unit, HALL, by=clerk)
    other = add_room(roadshow.unit, replace(HALL, name="二层"), by=clerk)

    added = refused(lambda: add_room(roadshow.unit, HALL, by=clerk))
    renamed = refused(lambda: change_room(other, HALL, seen=seen_of_room(other), by=clerk))

    assert added == renamed == ([RoomProblem.TWICE], 422)


def test_room_something_stands_in_stays(roadshow, clerk):
    room = add_room(roadshow.unit, HALL, by=clerk)
    arrange(roadshow, replace(facts_of(roadshow), room=room), seen=seen_of(roadshow), by=clerk)

    assert refused(lambda: remove_room(room, by=clerk)) == ([RoomProblem.IN_USE], 422)
    assert Room.objects.filter(pk=room.pk).exists()


def test_rooms_are_nobody_elses(roadshow, clerk):
    room, other = add_room(roadshow.unit, HALL, by=clerk), make_lead("GD")

    orders = (
        lambda: add_room(roadshow.unit, replace(HALL, name="二层"), by=other),
        lambda: change_room(room, replace(HALL, tables=1), seen=seen_of_room(room), by=other),
        lambda: remove_room(room, by=other),
    )

    assert [refused(order) for order in orders] == [([RoomProblem.NOT_YOURS], 403)] * 3
