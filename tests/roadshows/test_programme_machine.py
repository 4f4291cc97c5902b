"""Whatever is done to two agendas in whatever order, what was released is sound."""

from itertools import combinations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from foundation.errors import Refused
from projects.models import Recommendation
from projects.recommendation import withdraw_recommendation
from projects.states import RecommendationStatus
from roadshows.models import Booking, Person
from roadshows.programme import move_item, put_back, take_out
from roadshows.publishing import publish_calendar
from roadshows.queries.programme import newest_release
from tests.factories import make_lead, make_recommendation, make_staff, make_user
from tests.roadshows.arranging import (
    added,
    at,
    changed,
    clerk_of,
    lined_up,
    noted,
    released,
    revision,
    room_of,
)
from tests.roadshows.making import opened, placed, recommended, roadshows, season, workdays

pytestmark = pytest.mark.django_db

TIMES = (None, "14:00", "14:05", "15:00")
ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["line_up", "change", "change", "move", "out", "back", "lose", "release"]),
        st.integers(0, 1),
        st.integers(0, 7),
    ),
    min_size=4,
    max_size=16,
)


@pytest.fixture(scope="module")
def made(rolled_back):
    """SC's and GD's on one day; the same speaker noted by both, a room of each."""
    rows = opened("SC", "GD")
    season(rows[0].cycle, theme_gap=0, region_gap=0)
    for row in rows:
        placed(row, workdays(1)[0])
    publish_calendar(rows[0].cycle.season, by=make_staff("centre_lead"))
    rows = roadshows()
    people = [noted(row, "刘总") for row in rows]
    Person.objects.update(user=make_user("liu"))
    rooms = [room_of(row) for row in rows]
    for row in rows:
        added(row)
    return rows, people, rooms, recommended(3)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(orders=ORDERS)
def test_no_order_of_orders_releases_a_clash(made, orders):
    with transaction.atomic():
        for verb, which, number in orders:
            try:
                with transaction.atomic():
                    _order(made, verb, which, number)
            except Refused:
                continue
            if verb == "release":
                _is_sound(made[0][which])
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        transaction.set_rollback(True)


def _order(made, verb, which, number):
    rows, people, rooms, projects = made
    row, project = rows[which], projects[number % 3]
    items = list(row.programme.items.order_by("pk"))
    item = items[number % len(items)]
    order = {"seen": revision(row), "by": clerk_of(row)}
    if verb == "line_up":
        lined_up(row, [project])
    elif verb == "change":
        when = TIMES[number % 4]
        standing = {people[which]: "speaker"} if number % 2 else {}
        room = rooms[which] if number > 3 else None
        changed(item, people=standing, room=room, fixed_at=at(when) if when else None)
    elif verb == "lose":
        _lose(project)
    elif verb == "release":
        released(row)
    elif verb == "move":
        move_item(item, number, **order)
    else:
        {"out": take_out, "back": put_back}[verb](item, **order)


def _lose(project):
    """Its recommendation; once lost it is given again."""
    given_now = Recommendation.objects.filter(
        project=project, status=RecommendationStatus.GIVEN
    ).first()
    if given_now is None:
        make_recommendation(project, by=make_lead(), reasons="中试数据完整，适合路演")
    else:
        withdraw_recommendation(given_now, by=make_lead(), reason="改报明年")


def _is_sound(roadshow):
    """The release just made, and what all released ones have booked."""
    items = newest_release(roadshow).content["items"]
    refs = {item["project"] for item in items} - {""}
    recommended_now = Recommendation.objects.filter(
        project__ref__in=refs, status=RecommendationStatus.GIVEN
    )
    assert set(recommended_now.values_list("project__ref", flat=True)) == refs
    for one, other in combinations(items, 2):
        shared = {p["ref"] for p in one["people"]} & {p["ref"] for p in other["people"]}
        if shared or one["room"] == other["room"]:
            assert one["ends"] <= other["starts"] or other["ends"] <= one["starts"]
    for one, other in combinations(Booking.objects.all(), 2):
        if (one.who, one.room_id) == (other.who, other.room_id):
            assert one.span.upper <= other.span.lower or other.span.upper <= one.span.lower
