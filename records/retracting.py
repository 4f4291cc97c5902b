"""Taking back: what a person has just done may be undone for ten minutes, unless somebody has acted
on it, which the room knows."""

from datetime import datetime, timedelta

from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem

WITHIN = timedelta(minutes=10)


def lateness(since: datetime, code: TextChoices) -> list[Problem]:
    """`code` says in the room's words that it is too late; `expected` is how many minutes."""
    if clock.now() - since <= WITHIN:
        return []
    return [Problem(code, expected=str(WITHIN.seconds // 60))]
