"""A roadshow in people's own calendars."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse
from icalendar import Calendar

from foundation import clock
from foundation.clock import SHANGHAI
from projects.models import Project
from roadshows.models import Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.publishing import publish_calendar
from tests.factories import make_lead, make_project, make_staff
from tests.roadshows.making import dated, placed, workdays
from tests.roadshows.standing import item, released

pytestmark = pytest.mark.django_db
FEED = "/roadshows.ics"


@pytest.fixture(scope="module")
def both(rolled_back):
    """GD's and SC's, with a day each."""
    return dated("SC", "GD")


@pytest.fixture(scope="module")
def pitch(both):
    """Of a project that is shown."""
    project = make_project("listed")
    return partial(item, project=project.ref, title=project.title)


@pytest.fixture
def roadshow(both, db):
    return Roadshow.objects.get(pk=both[1].pk)


def events_at(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).events


def own(client, roadshow):
    (event,) = events_at(client, reverse("roadshow_ics", args=[roadshow.ref]))
    return event


def at(day, clock_time):
    return datetime.fromisoformat(f"{day}T{clock_time}:00+08:00").astimezone(SHANGHAI)


def test_published_day_is_tentative_and_whole(client, roadshow):
    event = own(client, roadshow)

    assert (event.start, event.status, event.sequence) == (roadshow.day, "TENTATIVE", 0)
    assert event.uid == f"{roadshow.code}@127.0.0.1"
    assert "议程还没有发布" in event["DESCRIPTION"]
    assert event["URL"] == f"http://127.0.0.1:8000/roadshows/{roadshow.ref}/"


def test_released_programme_is_in_the_file(client, roadshow, pitch):
    talk = pitch("14:20", "14:33", room="成都 二号厅")
    released(roadshow, item("14:00", "14:20", "opening", "致辞"), talk)

    event = own(client, roadshow)

    assert (event.status, event.sequence) == ("CONFIRMED", 1)
    assert (event.start, event.end) == (at(roadshow.day, "14:00"), at(roadshow.day, "14:33"))
    assert event["DESCRIPTION"].splitlines()[-2:] == [
        "14:00–14:20 致辞",
        f"14:20–14:33 项目路演：{talk['title']}（岷江器件研究所），成都 二号厅",
    ]
    assert event.categories == [roadshow.theme]


def test_project_that_is_hidden_is_not_named(client, roadshow):
    released(roadshow, item("14:00", "14:13", project="P9999", title="权属有争议的成果"))

    last = own(client, roadshow)["DESCRIPTION"].splitlines()[-1]

    assert last == "14:00–14:13 项目路演：项目已撤下展示"


def test_calendar_without_a_project_that_is_hidden_is_another(client, roadshow, pitch):
    released(roadshow, pitch("14:00", "14:13"))
    first = client.get(FEED)
    assert not first.has_header("Last-Modified")  # hiding a project is no change of the roadshow

    Project.objects.filter(ref=pitch.keywords["project"]).update(
        status="withdrawn", display_consent=None
    )

    again = client.get(FEED, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 200
    assert pitch.keywords["title"] not in again.content.decode().replace("\r\n ", "")


def test_moved_day_is_a_higher_sequence_of_the_same_event(client, roadshow):
    released(roadshow, item("14:00", "14:13"))
    before, day = own(client, roadshow), workdays(3)[2]

    placed(roadshow, day)
    publish_calendar(roadshow.cycle.season, by=make_staff("centre_lead"))

    after = own(client, roadshow)
    assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
    assert (after.start, after.end) == (at(day, "14:00"), at(day, "14:13"))
    assert after.LAST_MODIFIED >= before.LAST_MODIFIED


def test_cancelled_one_says_so_in_both(client, roadshow):
    cancel_roadshow(roadshow, by=make_staff("centre_lead"), reason="场地停用")

    event = own(client, roadshow)

    assert (event.status, event["DESCRIPTION"]) == ("CANCELLED", "已取消：场地停用")
    assert event.sequence == 1
    assert [one.status for one in events_at(client, FEED)] == ["TENTATIVE", "CANCELLED"]


def test_unpublished_one_is_no_file(client, roadshow):
    Roadshow.objects.filter(pk=roadshow.pk).update(
        status="preparing", day=None, team=None, unit_span=None, region_span=None, theme_span=None
    )

    assert client.get(reverse("roadshow_ics", args=[roadshow.ref])).status_code == 404
    assert len(events_at(client, FEED)) == 1
    assert client.get("/roadshows/NOSUCH.ics").status_code == 404


def test_feed_holds_this_year_and_the_next(client, both, db):
    this = clock.today().year
    days = [date(this - 1, 12, 31), date(this + 1, 12, 31)]
    for row, day in zip(both, days, strict=True):
        Roadshow.objects.filter(pk=row.pk).update(day=day)

    assert [event.start for event in events_at(client, FEED)] == days[1:]


@pytest.mark.parametrize("is_feed", [True, False])
def test_unchanged_calendar_is_not_sent_again(client, roadshow, is_feed):
    address = FEED if is_feed else reverse("roadshow_ics", args=[roadshow.ref])
    first = client.get(address)
    headers = {"HTTP_IF_NONE_MATCH": first["ETag"]}

    assert client.get(address, **headers).status_code == 304

    released(roadshow, item("14:00", "14:13"))
    assert client.get(address, **headers).status_code == 200


@pytest.mark.parametrize("rows", [1, 2])
def test_feed_asks_as_much_for_one_as_for_more(
    client, both, pitch, rows, django_assert_num_queries, db
):
    for row in both:
        released(row, pitch("14:00", "14:13"), by=make_lead(row.unit_id))
    far = clock.today() + timedelta(days=3 * 366)
    Roadshow.objects.filter(pk__in=[row.pk for row in both[rows:]]).update(day=far)

    with django_assert_num_queries(3):
        assert len(events_at(client, FEED)) == rows
