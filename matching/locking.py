"""Two locks of the whole room, each held until commit.

Revisions are given under `take_index`, so that their order is that of commits. Lists of suggestions
are written under `take_lists`: pieces of a run share it, for each writes lists nobody else of the
run does; whoever writes lists of both sides has it alone. One lock for all lists, taken before the
first row, so that no two writers can wait for each other.
"""

from typing import Any

from django.db import connection

_INDEX, _LISTS = 0x7A746301, 0x7A746302


def take_index() -> bool:
    """False when somebody has it."""
    return bool(_value("select pg_try_advisory_xact_lock(%s)", _INDEX))


def wait_for_index() -> None:
    _value("select pg_advisory_xact_lock(%s)", _INDEX)


def take_lists(*, alone: bool) -> None:
    shared = "" if alone else "_shared"
    _value(f"select pg_advisory_xact_lock{shared}(%s)", _LISTS)


def next_revision() -> int:
    """Whoever asks holds the index."""
    return int(_value("select nextval('matching_revision')"))


def _value(statement: str, *values: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]
