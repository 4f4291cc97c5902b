"""试排: a move is made by who saw the newest, by the centre alone, never into the past."""

from datetime import date, timedelta

import pytest

from foundation import clock
from roadshows.dating import pin, place, take_days
from roadshows.models import Placement
from roadshows.opening import cancel_roadshow
from roadshows.publishing import publish_calendar
from tests.factories import make_lead, make_staff
from tests.provinces.deciding import refused
from tests.roadshows.making import opened, placed, roadshows, workdays

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def opened_once(rolled_back):
    return opened("SC", "GD")


@pytest.fixture
def rows(opened_once, db):
    return roadshows()


@pytest.fixture
def centre(rows):
    return make_staff("centre")


def placement(row):
    return Placement.objects.get(roadshow=row)


def test_move_keeps_who_made_it_and_counts(rows, centre):
    (day,) = workdays(1)

    row = place(placement(rows[0]), day, seen=0, by=centre)

    assert (row.day, row.revision, row.moved_by) == (day, 1, centre.user)
    assert placement(rows[1]).revision == 0


def test_second_of_two_is_refused_and_told_where_it_stands(rows, centre):
    first, second = workdays(2)
    place(placement(rows[0]), first, seen=0, by=centre)

    codes, status = refused(lambda: place(placement(rows[0]), second, seen=0, by=centre))

    assert (codes, status) == (["dating_stale"], 409)
    assert placement(rows[0]).day == first


def test_pinned_one_stays_until_it_is_loose(rows, centre):
    first, second = workdays(2)
    row = place(placement(rows[0]), first, seen=0, by=centre)
    row = pin(row, is_pinned=True, seen=1, by=centre)

    assert refused(lambda: place(row, second, seen=2, by=centre)) == (["dating_pinned"], 422)
    row = pin(row, is_pinned=False, seen=2, by=centre)
    assert place(row, second, seen=3, by=centre).day == second


def test_what_has_no_day_is_not_pinned(rows, centre):
    row = placement(rows[0])

    assert refused(lambda: pin(row, is_pinned=True, seen=0, by=centre)) == (["dating_no_day"], 422)


@pytest.mark.parametrize("days", [0, -1])
def test_no_day_of_today_or_before_is_given(rows, centre, days):
    day = clock.today() + timedelta(days=days)

    assert refused(lambda: place(placement(rows[0]), day, seen=0, by=centre)) == (
        ["dating_past"],
        422,
    )


def test_only_the_centre_moves(rows):
    (day,) = workdays(1)

    codes, status = refused(lambda: place(placement(rows[0]), day, seen=0, by=make_lead()))

    assert (codes, status) == (["dating_not_yours"], 403)
    assert placement(rows[0]).revision == 0


def test_one_whose_day_has_come_is_not_moved(rows, centre):
    first, second = workdays(2)

    placed(rows[0], first)
    publish_calendar(rows[0].cycle.season, by=make_staff("centre_lead"))

    with clock.shift(timedelta(days=(first - clock.today()).days)):
        codes, status = refused(
            lambda: place(placement(rows[0]), second + timedelta(days=30), seen=1, by=centre)
        )

    assert (codes, status) == (["dating_over"], 422)


def test_days_found_leave_alone_what_was_moved_or_pinned_since(rows, centre):
    first, second = workdays(2)
    seen = {row.code: 0 for row in rows}
    place(placement(rows[0]), second, seen=0, by=centre)

    moved, left = take_days({row.code: first for row in rows}, seen, by=centre)

    assert [row.roadshow_id for row in moved] == [rows[1].pk]
    assert [row.roadshow_id for row in left] == [rows[0].pk]
    assert (placement(rows[0]).day, placement(rows[1]).day) == (second, first)


def test_day_that_has_come_since_it_was_found_is_left(rows, centre):
    first, second = workdays(2)
    seen = {row.code: 0 for row in rows}
    days = dict(zip(seen, (first, second), strict=True))

    with clock.shift(timedelta(days=(first - clock.today()).days)):
        moved, left = take_days(days, seen, by=centre)

    assert [row.roadshow_id for row in left] == [rows[0].pk]
    assert [row.roadshow_id for row in moved] == [rows[1].pk]


def test_day_found_for_one_whose_own_has_come_is_left(rows, centre):
    first, second = workdays(2)
    row = placed(rows[0], first)
    publish_calendar(rows[0].cycle.season, by=make_staff("centre_lead"))
    seen = {rows[0].code: row.revision}

    with clock.shift(timedelta(days=(first - clock.today()).days)):
        moved, left = take_days({rows[0].code: second}, seen, by=centre)

    assert ([row.roadshow_id for row in left], moved) == ([rows[0].pk], [])


def test_year_that_was_mistyped_is_told(rows, centre):
    far = date(9999, 12, 31)

    assert refused(lambda: place(placement(rows[0]), far, seen=0, by=centre)) == (
        ["dating_far"],
        422,
    )


def test_cancelled_meanwhile_is_told_to_who_moves_it(rows, centre):
    row = placement(rows[0])
    cancel_roadshow(rows[0], by=make_staff("centre_lead"), reason="场地没有消防许可")

    codes, _ = refused(lambda: place(row, workdays(1)[0], seen=0, by=centre))

    assert codes == ["dating_gone"]
