"""Whatever breaks an invariant of this room is counted; a sound house has none."""

from datetime import timedelta

import pytest

from roadshows.casting import note_person
from roadshows.invariants import INVARIANTS
from roadshows.models import Booking, Placement, Programme, Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.programme import Terms, add_item, line_up
from roadshows.publishing import publish_calendar
from roadshows.releasing import preview_of, release
from roadshows.states import Part
from tests.factories import make_lead, make_project, make_staff
from tests.roadshows.making import dated, placed, recommended, workdays
from tests.roadshows.standing import item, released
from tests.roadshows.test_casting import ZHAO

pytestmark = pytest.mark.django_db

PLACES = "没有取消的路演都在排期里，取消的都不在"
PROGRAMMES = "每场路演都有议程"
DAYS = "已定档的日期就是最近一版排期里的日期"
SEQUENCES = "每发布一版议程，公开的修订号都增加"
PITCHES = "发布过的议程里都是当年推荐过的成果"
BOOKINGS = "人员和会场的占用与最近发布的议程一致"


@pytest.fixture(scope="module")
def both(rolled_back):
    """GD's has a day; SC's is released, a person in it."""
    rows = dated("SC", "GD")
    lead, row = make_lead("SC"), rows[1]
    line_up(row, recommended(2), seen=0, by=lead)
    chair = note_person(row.unit, ZHAO, by=lead)
    opening = Terms(10, kind="opening", title="致辞", people={chair: Part.CHAIR})
    add_item(row, opening, seen=Programme.objects.get(pk=row.pk).revision, by=lead)
    release(row, by=lead, seen=preview_of(row).seen)
    return rows


@pytest.fixture
def roadshow(both, db):
    return Roadshow.objects.get(pk=both[1].pk)


def broken():
    return {sentence: found for sentence, count in INVARIANTS.items() if (found := count())}


def test_sound_house_breaks_none(roadshow):
    assert Booking.objects.count() == 1
    assert broken() == {}


def test_moved_and_cancelled_roadshows_break_none(both, roadshow):
    placed(roadshow, workdays(3)[2])
    publish_calendar(roadshow.cycle.season, by=make_staff("centre_lead"))
    cancel_roadshow(both[0], by=make_staff("centre_lead"), reason="场地停用")

    assert broken() == {}


def test_what_lacks_a_place_or_an_agenda_is_counted(both, db):
    Placement.objects.filter(roadshow=both[0]).delete()
    Programme.objects.filter(roadshow=both[0]).delete()

    assert broken() == {PLACES: 1, PROGRAMMES: 1}


def test_day_that_no_version_says_is_counted(both, db):
    day = both[0].day + timedelta(days=1)
    Roadshow.objects.filter(pk=both[0].pk).update(day=day)

    assert broken() == {DAYS: 1}


def test_release_that_nobody_saw_is_counted(roadshow):
    Roadshow.objects.filter(pk=roadshow.pk).update(sequence=0)

    assert broken() == {SEQUENCES: 1}


def test_pitch_that_was_not_put_forward_is_counted(both, db):
    released(
        both[0], item("14:00", "14:13", project=make_project("listed").ref), by=make_lead("GD")
    )

    assert broken() == {PITCHES: 1}


def test_booking_at_another_time_is_counted(roadshow):
    Booking.objects.all().delete()

    assert broken() == {BOOKINGS: 1}
