"""Beats at once, and beats that are killed: each piece of news is told once, in one message."""

from datetime import timedelta

import pytest
from django.db import connection

from foundation import clock
from foundation.errors import Refused
from matching.digesting import tell_all
from matching.following import MOST as MOST_FOLLOWS
from matching.models import Follow, SavedSearch
from matching.subscribing import MOST
from projects.models import Listing
from records.models import Message
from tests.factories import make_holder, make_project
from tests.matching.subscriptions import KIND, followed, make_houses, subscribed
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
READERS, BEATS = 5, 8


def with_news():
    """As if all of it were of yesterday: a thread's clock cannot be shifted."""
    for _ in range(READERS):
        reader = make_holder()
        subscribed(reader, "芯片")
        followed(reader, "1.2")
    make_project("listed")
    now = clock.now()
    for model in (SavedSearch, Follow):
        model.objects.update(told_until=now - timedelta(days=1))
    Listing.objects.update(listed_at=now - timedelta(hours=2))


def told():
    return Message.objects.filter(kind=KIND).count()


def test_many_beats_at_once_tell_once():
    with_news()

    counts = in_threads(BEATS, lambda _number: tell_all())

    assert (sum(counts), told()) == (READERS, READERS)
    assert tell_all() == 0


@pytest.mark.parametrize("table", ["records_message", "matching_savedsearch", "matching_follow"])
def test_beat_killed_before_it_has_told_is_made_up_for(table):
    with_news()
    seen = []

    def die(execute, sql, params, many, context):
        if table in sql and sql.lower().startswith(("insert", "update")):
            seen.append(sql)
            if len(seen) == 3:
                raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die), pytest.raises(KeyboardInterrupt):
        tell_all()
    assert told() == 2

    assert tell_all() == READERS - 2
    assert told() == READERS


def attempted(make):
    def attempt(number):
        try:
            make(number)
        except Refused:
            return 0
        return 1

    return attempt


def test_subscribing_at_once_keeps_to_the_most():
    by = make_holder()
    for number in range(MOST - 1):
        subscribed(by, f"词{number}")

    attempt = attempted(lambda number: subscribed(by, f"新词{number}"))

    assert sum(in_threads(BEATS, attempt)) == 1
    assert SavedSearch.objects.count() == MOST


def test_following_at_once_keeps_to_the_most():
    by = make_holder()
    many = make_houses(MOST_FOLLOWS - 1 + BEATS)
    followed(by, *many[BEATS:])

    attempt = attempted(lambda number: followed(by, many[number]))

    assert sum(in_threads(BEATS, attempt)) == 1
    assert Follow.objects.count() == MOST_FOLLOWS


def test_same_search_subscribed_to_at_once_is_one():
    by = make_holder()

    in_threads(BEATS, lambda _number: subscribed(by, "芯片"))

    assert SavedSearch.objects.count() == 1


def test_same_field_followed_at_once_is_one():
    by = make_holder()

    in_threads(BEATS, lambda _number: followed(by, "1.2"))

    assert Follow.objects.count() == 1
