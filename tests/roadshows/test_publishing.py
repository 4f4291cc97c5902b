"""发布排期: only what moved is told, nothing is published that clashes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Membership
from foundation import clock
from foundation.errors import Refused
from records.models import Entry, Message
from records.workflow import begin
from roadshows.calendar.clashes import clashes_of
from roadshows.closing import close_past
from roadshows.dating import pin, place
from roadshows.models import Appearance, CalendarVersion, Item, Person, Placement, Roadshow
from roadshows.publishing import publish_calendar
from roadshows.queries.calendar import days_of, placed_in, problem_of, to_publish
from tests.factories import make_clerk, make_holder, make_lead, make_staff
from tests.provinces.deciding import refused
from tests.roadshows.arranging import released
from tests.roadshows.making import opened, placed, recommended, roadshows, season, workdays

pytestmark = pytest.mark.django_db

PUBLISHING = 42  # queries
TOLD = ("roadshows.roadshow.schedule", "roadshows.roadshow.unschedule")


@pytest.fixture(scope="module")
def opened_once(rolled_back):
    return opened("SC", "GD", "HB")


@pytest.fixture
def rows(opened_once, db):
    """GD's, HB's, SC's."""
    return roadshows()


@pytest.fixture
def lead(rows):
    return make_staff("centre_lead")


def publish(rows, lead, **rest):
    return publish_calendar(rows[0].cycle.season, by=lead, **rest)


def told(since=0):
    """Who is told of which roadshow, by messages after the one of that key."""
    rows = Message.objects.filter(kind__in=TOLD, pk__gt=since).values_list("about_ref", "to")
    return {(ref, to) for ref, to in rows}


def people(*roles, unit=None):
    seats = Membership.objects.filter(role__in=roles).valid_now()
    seats = seats.filter(unit=unit) if unit else seats
    return set(seats.values_list("user", flat=True))


def line_up(row, by):
    """A listed project of the unit with an account's speaker, released. Returns whom they are."""
    speaker = make_holder()
    (project,) = recommended(1, unit=row.unit_id)
    item = Item.objects.create(programme_id=row.pk, place=1, kind="pitch", project=project)
    person = begin(Person(unit=row.unit, user=speaker.user, name="林岷"), "note", by=by)
    Appearance.objects.create(item=item, person=person, part="speaker")
    released(row, by=by)
    return {speaker.user_id, project.holder_id}


def test_only_those_of_what_moved_are_told(rows, lead):
    exchange = make_staff("exchange")
    make_clerk("GD")
    first, second, third = workdays(3)
    placed(rows[0], first)
    placed(rows[2], second)
    publish(rows, lead)
    behind = line_up(rows[2], make_lead("SC"))
    last = Message.objects.latest("pk").pk
    placed(rows[2], third)

    publish(rows, lead)

    hosts = people("unit_clerk", "unit_lead", unit="SC")
    everybody = hosts | {exchange.user_id} | behind
    assert told(since=last) == {(rows[2].ref, user) for user in everybody}


def test_what_was_moved_there_and_back_is_nothing_to_publish(rows, lead):
    first, second = workdays(2)
    placed(rows[0], first)
    publish(rows, lead)
    before = told()
    placed(rows[0], second)
    placed(rows[0], first)

    assert refused(lambda: publish(rows, lead)) == (["publishing_same"], 422)
    assert told() == before
    assert CalendarVersion.objects.count() == 1


def test_version_says_what_moved_and_what_stayed(rows, lead):
    (first,) = workdays(1)
    placed(rows[0], first)

    version = publish(rows, lead, note="第一批")

    assert (version.number, version.note) == (1, "第一批")
    assert [(one["code"], one["day"], one["before"]) for one in version.content] == [
        (rows[0].code, first.isoformat(), ""),
        (rows[1].code, "", ""),
        (rows[2].code, "", ""),
    ]
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CalendarVersion.objects.filter(pk=version.pk).update(note="改了")


def test_clash_is_not_published(rows, lead):
    (day,) = workdays(1)
    for row in rows:
        placed(row, day)

    codes, status = refused(lambda: publish(rows, lead))

    assert (codes, status) == (["publishing_clashes"], 422)
    assert (CalendarVersion.objects.count(), told()) == (0, set())


def test_only_the_lead_publishes(rows):
    placed(rows[0], workdays(1)[0])

    _, status = refused(lambda: publish(rows, make_staff("centre")))

    assert status == 403
    assert (CalendarVersion.objects.count(), told()) == (0, set())


def test_two_exchange_their_days(rows, lead):
    first, second = workdays(2)
    placed(rows[0], first)
    placed(rows[1], second)
    publish(rows, lead)
    placed(rows[0], second)
    placed(rows[1], first)

    publish(rows, lead)

    assert [row.day for row in roadshows()] == [second, first, None]
    assert [row.sequence for row in roadshows()] == [1, 1, None]


def test_day_taken_back_is_none_from_then_on(rows, lead):
    placed(rows[0], workdays(1)[0])
    publish(rows, lead)
    placed(rows[0], None)

    publish(rows, lead)

    row = roadshows()[0]
    assert (row.status, row.day, row.team, row.unit_span) == ("preparing", None, None, None)
    kinds = Message.objects.filter(about_ref=row.ref, kind__in=TOLD).values_list("kind", flat=True)
    assert set(kinds) == set(TOLD)


def test_smaller_distance_of_a_changed_season_lets_others_closer(rows, lead):
    """What was published under the wider one gives way, and nobody is told of that."""
    first = workdays(1)[0]
    cycle = rows[0].cycle
    season(cycle, theme_gap=20)
    placed(rows[0], first)
    publish(rows, lead)
    season(cycle, theme_gap=2, on_rest_days=True)
    cycle.season.refresh_from_db()
    before = told()
    placed(rows[1], first + timedelta(days=2))

    publish(rows, lead)

    assert {ref for ref, _ in told() - before} == {rows[1].ref}
    spaced = Entry.objects.filter(table="roadshows.roadshow", verb="space")
    assert list(spaced.values_list("object_id", flat=True)) == [rows[0].pk]


@pytest.mark.parametrize("name", ["roadshow_team_once_a_day", "roadshow_theme_apart"])
def test_database_refuses_two_at_once_behind_the_door(rows, lead, name):
    first, second = workdays(2)
    placed(rows[0], first)
    placed(rows[1], second)
    publish(rows, lead)
    one, other = roadshows()[:2]
    changes = {"day": one.day, "team": 2, "theme_span": other.theme_span}
    wrong = {"team": one.team} if name.endswith("day") else {"theme_span": one.theme_span}

    with pytest.raises(IntegrityError, match=name):
        write_behind_the_door(other, changes | wrong)


@transaction.atomic
def write_behind_the_door(row, values):
    Roadshow.objects.filter(pk=row.pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


WHO, WHEN = st.integers(0, 2), st.integers(0, 9)
ORDERS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), WHO, WHEN),
        st.tuples(st.just("wait"), WHO, WHEN),
        st.tuples(st.just("pin"), WHO, WHEN),
        st.tuples(st.just("publish"), WHO, WHEN),
    ),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(orders=ORDERS)
def test_no_order_of_orders_publishes_a_clash(rows, lead, orders):
    days = workdays(10, apart=1)
    with transaction.atomic():
        for verb, who, when in orders:
            try:
                _order(verb, Placement.objects.get(roadshow=rows[who]), days[when], lead)
            except Refused:
                continue
            published = {row.code: row.day for row in roadshows() if row.day}
            problem = problem_of(rows[0].cycle.season, placed_in(rows[0].cycle))
            assert verb != "publish" or clashes_of(problem, published) == []
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        transaction.set_rollback(True)


def _order(verb, row, day, lead):
    if verb == "publish":
        publish_calendar(row.roadshow.cycle.season, by=lead)
    elif verb == "pin":
        pin(row, is_pinned=not row.is_pinned, seen=row.revision, by=lead)
    else:
        place(row, day if verb == "move" else None, seen=row.revision, by=lead)


def test_day_that_came_meanwhile_is_not_published(rows, lead):
    (day,) = workdays(1)
    placed(rows[0], day)

    with clock.shift(timedelta(days=(day - clock.today()).days)):
        codes, _ = refused(lambda: publish(rows, lead))

    assert codes == ["publishing_past"]


def test_published_day_that_has_come_stays_whatever_was_tried(rows, lead):
    """What the working copy says of it is no clash and nothing to publish."""
    first, second, third = workdays(3, apart=15)
    placed(rows[0], first)
    publish(rows, lead)
    placed(rows[0], None)
    placed(rows[1], third)

    with clock.shift(timedelta(days=(second - clock.today()).days)):
        version = publish(rows, lead)
        close_past()

    assert [(row.status, row.day) for row in roadshows()] == [
        ("held", first),
        ("dated", third),
        ("preparing", None),
    ]
    assert version.content[0] == version.content[0] | {
        "code": rows[0].code,
        "day": first.isoformat(),
        "before": first.isoformat(),
    }
    assert Placement.objects.get(roadshow=rows[0]).day == first


def test_what_was_tried_for_one_that_has_come_leaves_room_for_nobody_there(rows, lead):
    """The others keep their distance from its published day."""
    first, second = workdays(2, apart=20)
    placed(rows[0], first)
    publish(rows, lead)
    placed(rows[0], second)

    with clock.shift(timedelta(days=(first - clock.today()).days)):
        problem = problem_of(rows[0].cycle.season, placed_in(rows[0].cycle))
        days = days_of(placed_in(rows[0].cycle))
        changed = to_publish(placed_in(rows[0].cycle))

    settled = next(show for show in problem.shows if show.code == rows[0].code)
    assert (settled.is_settled, settled.pinned) == (True, first)
    assert (days, changed) == ({rows[0].code: first}, [])


def test_day_that_another_took_behind_the_calendar_is_told_in_words(rows, lead):
    (first,) = workdays(1)
    placed(rows[0], first)
    publish(rows, lead)
    Placement.objects.get(roadshow=rows[0]).delete()
    placed(rows[1], first)

    assert refused(lambda: publish(rows, lead)) == (["publishing_meanwhile"], 409)


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_takes_a_fixed_number_of_queries(rows, lead, count):
    """But for the clock, which is asked when each changed."""
    for row, day in list(zip(rows, workdays(3), strict=True))[:count]:
        placed(row, day)

    with CaptureQueriesContext(connection) as queries:
        publish(rows, lead)

    assert sum(one["sql"] != "select ztc_now()" for one in queries) == PUBLISHING
