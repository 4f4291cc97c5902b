"""Having records looked at: what triggers cannot know, and at once rather than at the next beat."""

from collections.abc import Sequence

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

_EXPECT = """
insert into matching_change (sort, key, why) select %s, key, 'said' from unnest(%s::bigint[]) key
"""


def expect(sort: str, keys: Sequence[int]) -> None:
    """Have these records looked at, though nothing says they changed."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPECT, [sort, list(keys)])


def ring_index() -> None:
    """After commit, so that what this transaction changed is matched at once. Nothing is lost
    without it: the beat looks every two seconds."""
    transaction.on_commit(_ring)


def _ring() -> None:
    try:
        current_app.send_task("matching.absorb", expires=10)
    except OperationalError:
        return  # the broker is down, the beat rings when it is back
