"""发布议程: what is said, who is told what, who and what is booked."""

import pytest
from django.db import connection
from django.db.transaction import atomic

from foundation.clock import SHANGHAI
from foundation.errors import Refused
from records.models import Message
from roadshows.models import Booking, Release, Roadshow, Room
from roadshows.opening import cancel_roadshow
from roadshows.programme import move_item, put_back, take_out
from roadshows.publishing import publish_calendar
from roadshows.queries.people import everybody_in
from roadshows.queries.programme import released_of
from roadshows.releasing import preview_of
from tests.factories import make_clerk, make_lead, make_staff, make_user
from tests.roadshows.arranging import (
    added,
    at,
    changed,
    lined_up,
    noted,
    released,
    revision,
    room_of,
)
from tests.roadshows.making import dated, placed, recommended, season, workdays

pytestmark = pytest.mark.django_db

TOLD = "roadshows.release.tell"


@pytest.fixture(scope="module")
def shared(rolled_back):
    """GD's and SC's with a day each, and two projects of SC."""
    rows = dated("SC", "GD")
    return *rows, *recommended(2)


@pytest.fixture
def rows(shared):
    with atomic():
        yield shared
        connection.set_rollback(True)


@pytest.fixture
def show(rows):
    """SC's, with an opening and both projects."""
    row = rows[1]
    row.refresh_from_db()
    added(row)
    lined_up(row, rows[2:])
    return row


def pitches(roadshow):
    return list(roadshow.programme.items.filter(kind="pitch").order_by("place"))


def told(release):
    """User id → the lines they read."""
    found = Message.objects.filter(kind=TOLD, about_ref=release.ref)
    return {one.to_id: one.context["changes"].split("\n") for one in found}


def refused(order):
    with pytest.raises(Refused) as refusal, atomic():
        order()
    return [problem.code.value for problem in refusal.value.problems], refusal.value.status


def spans(roadshow):
    rows = Booking.objects.filter(roadshow=roadshow).order_by("span", "pk")
    return [
        (
            row.span.lower.astimezone(SHANGHAI).date(),
            f"{row.span.lower.astimezone(SHANGHAI):%H:%M}–{row.span.upper.astimezone(SHANGHAI):%H:%M}",
            row.who or str(row.room),
        )
        for row in rows
    ]


def moved(roadshow, day):
    placed(roadshow, day)
    publish_calendar(roadshow.cycle.season, by=make_staff("centre_lead"))
    roadshow.refresh_from_db()


def test_release_says_the_agenda_without_a_name(show, rows):
    zhao, project = noted(show), rows[2]
    changed(pitches(show)[0], people={zhao: "speaker"}, room=room_of(show))

    content = released(show).content

    day = show.day.isoformat()
    assert (content["day"], content["place"], content["room"]) == (day, "成都高新区", "")
    assert (content["begins"], content["ends"]) == (
        f"{day}T14:00:00+08:00",
        f"{day}T14:21:00+08:00",
    )
    item = content["items"][1]
    room = item.pop("room_ref")
    assert (item, room) == (
        {
            "ref": pitches(show)[0].ref,
            "kind": "pitch",
            "kind_label": "项目路演",
            "title": project.title,
            "project": project.ref,
            "code": project.code,
            "organisation": project.organisation.name,
            "field": project.field.name,
            "trl": 7,
            "modes": ["技术许可", "合作开发"],
            "starts": f"{day}T14:00:00+08:00",
            "ends": f"{day}T14:13:00+08:00",
            "talk": 8,
            "questions": 5,
            "room": "天府会议中心 一号厅",
            "people": [{"ref": zhao.ref, "part": "speaker"}],
        },
        Room.objects.get().ref,
    )
    assert "赵老师" not in str(content)


def test_first_release_tells_everybody_concerned_once(show, rows):
    user, zhao = make_user("zhao"), noted(show)
    type(zhao).objects.filter(pk=zhao.pk).update(user=user)
    changed(pitches(show)[0], people={zhao: "speaker"})

    release = released(show)

    one, other = rows[2:]
    assert told(release) == {
        user.pk: [f"· 你在“{one.title}”里是讲者：14:08–14:21，主会场"],
        one.holder_id: [f"· “{one.title}”列入议程：14:08–14:21，主会场"],
        other.holder_id: [f"· “{other.title}”列入议程：14:21–14:34，主会场"],
    }
    show.refresh_from_db()
    assert (release.number, show.sequence) == (1, 1)


def test_holder_who_speaks_reads_of_it_once(show, rows):
    project = rows[2]
    holder = noted(show, user=project.holder)
    changed(pitches(show)[0], people={holder: "speaker"})

    lines = told(released(show))[project.holder_id]

    assert lines == [f"· 你在“{project.title}”里是讲者：14:08–14:21，主会场"]


def test_second_release_tells_only_whom_something_changed_for(show, rows):
    released(show)
    other = pitches(show)[1]
    changed(other, fixed_at=at("15:00"))

    release = released(show)

    assert told(release) == {
        rows[3].holder_id: [f"· “{rows[3].title}”的时间由 14:21–14:34 改为 15:00–15:13"]
    }
    assert (release.number, release.roadshow.releases.count()) == (2, 2)


def test_same_agenda_is_not_released_again(show):
    before = released(show)

    assert refused(lambda: released(show)) == (["releasing_same"], 422)
    show.refresh_from_db()
    assert (show.sequence, Release.objects.filter(roadshow=show).count()) == (1, 1)
    assert Message.objects.filter(kind=TOLD).exclude(about_ref=before.ref).count() == 0


def test_who_is_taken_out_is_told_and_free_again(show, rows):
    zhao = noted(show)
    item = changed(pitches(show)[0], people={zhao: "speaker"})
    released(show)
    assert spans(show) == [(show.day, "14:08–14:21", zhao.who)]

    take_out(item, seen=revision(show), by=make_clerk())
    release = released(show)

    assert told(release)[rows[2].holder_id] == [f"· “{rows[2].title}”不再列入议程"]
    assert spans(show) == []


def test_unseen_change_is_not_released(show):
    seen = preview_of(show).seen
    move_item(pitches(show)[1], 1, seen=revision(show), by=make_clerk())

    assert refused(lambda: released(show, seen=seen)) == (["releasing_stale"], 409)
    assert refused(lambda: released(show, by=make_lead("GD"))) == (["not_yours"], 403)


def test_clash_and_empty_agenda_are_not_released(show, rows):
    changed(pitches(show)[1], fixed_at=at("14:00"))
    codes, status = refused(lambda: released(show))

    assert (set(codes), status) == ({"clash_main"}, 422)
    assert refused(lambda: released(rows[0])) == (["releasing_empty"], 422)


def test_moved_roadshow_keeps_its_times_and_books_them_on_its_new_day(show):
    zhao = noted(show)
    changed(pitches(show)[0], people={zhao: "speaker"})
    released(show)
    day = workdays(9)[-1]

    moved(show, day)

    assert spans(show) == [(day, "14:08–14:21", zhao.who)]
    content = released_of(show).content
    assert (content["day"], content["items"][0]["starts"]) == (
        day.isoformat(),
        f"{day}T14:00:00+08:00",
    )
    assert refused(lambda: released(show)) == (["releasing_same"], 422)


def test_roadshow_without_a_day_books_nothing_and_says_nothing(show):
    changed(pitches(show)[0], people={noted(show): "speaker"})
    released(show)

    moved(show, None)

    assert (spans(show), released_of(show)) == ([], None)
    assert refused(lambda: released(show)) == (["releasing_no_day"], 422)


def test_cancelled_roadshow_frees_whom_it_booked(show):
    changed(pitches(show)[0], people={noted(show): "speaker"})
    released(show)

    cancel_roadshow(show, by=make_staff("centre_lead"), reason="不办了")

    assert spans(show) == []


def test_calendar_that_would_put_somebody_in_two_places_is_refused_in_words(show, rows):
    other, user = rows[0], make_user("liu")
    people = [noted(one, "刘总") for one in (show, other)]
    type(people[0]).objects.filter(pk__in=[one.pk for one in people]).update(user=user)
    changed(pitches(show)[0], people={people[0]: "speaker"})
    changed(added(other), people={people[1]: "speaker"}, fixed_at=at("14:10"))
    released(show)
    released(other)

    season(other.cycle, theme_gap=0, region_gap=0)
    codes, status = refused(lambda: moved(other, show.day))

    assert (codes, status) == (["booking_person"], 422)
    other.refresh_from_db()
    assert [day for day, _, _ in spans(other)] == [other.day]


def test_only_who_was_released_hears_of_a_new_day(show, rows):
    one, other = rows[2:]
    clerk, user, zhao = make_clerk(), make_user("zhao"), noted(show)
    type(zhao).objects.filter(pk=zhao.pk).update(user=user)
    changed(pitches(show)[0], people={zhao: "speaker"})
    take_out(pitches(show)[1], seen=revision(show), by=clerk)
    named = {user.pk, one.holder_id, other.holder_id}
    before = everybody_in(Roadshow.objects.get(pk=show.pk))
    assert (clerk.user_id in before, named & before) == (True, set())

    released(show)
    put_back(show.programme.items.get(project=other), seen=revision(show), by=clerk)
    take_out(pitches(show)[0], seen=revision(show), by=clerk)

    assert named & everybody_in(Roadshow.objects.get(pk=show.pk)) == {user.pk, one.holder_id}


def test_release_without_what_was_seen_is_refused(show):
    assert refused(lambda: released(show, seen="")) == (["releasing_stale"], 409)
