"""Beats at once, and beats that are killed: each piece of news is told once."""

from datetime import timedelta

import pytest
from django.db import connection

from foundation import clock
from foundation.errors import Refused
from matching.models import SavedSearch
from matching.subscribing import MOST, tell_all
from projects.models import Listing
from records.models import Message
from tests.factories import make_holder, make_project
from tests.matching.subscriptions import KIND, subscribed
from tests.records.test_concurrency import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
READERS, BEATS = 5, 8


def with_news():
    """As if all of it were of yesterday: a thread's clock cannot be shifted."""
    for _ in range(READERS):
        subscribed(make_holder(), "芯片")
    make_project("listed")
    now = clock.now()
    SavedSearch.objects.update(told_until=now - timedelta(days=1))
    Listing.objects.update(listed_at=now - timedelta(hours=2))


def told():
    return Message.objects.filter(kind=KIND).count()


def test_many_beats_at_once_tell_once():
    with_news()

    counts = in_threads(BEATS, lambda _number: tell_all())

    assert (sum(counts), told()) == (READERS, READERS)
    assert tell_all() == 0


@pytest.mark.parametrize("table", ["records_message", "matching_savedsearch"])
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


def test_subscribing_at_once_keeps_to_the_most():
    by = make_holder()
    for number in range(MOST - 1):
        subscribed(by, f"词{number}")

    def attempt(number):
        try:
            subscribed(by, f"新词{number}")
        except Refused:
            return 0
        return 1

    assert sum(in_threads(BEATS, attempt)) == 1
    assert SavedSearch.objects.count() == MOST


def test_same_search_subscribed_to_at_once_is_one():
    by = make_holder()

    in_threads(BEATS, lambda _number: subscribed(by, "芯片"))

    assert SavedSearch.objects.count() == 1
