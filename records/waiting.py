"""What waits for somebody, as every room tells it and every desk shows it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet

from foundation.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class Waiting:
    """Things of one kind: how many, `since` when the oldest waits, the next day they are `due`;
    `url_name` with `query` lists them."""

    label: str
    count: int
    url_name: str
    query: str = ""
    since: datetime | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A day to keep in mind, and the page that says more of it."""

    label: str
    day: date
    url_name: str
    name: str = ""  # of the record, where the address has one


@dataclass(frozen=True, slots=True)
class Place:
    """What things of a kind are called, and where they are listed."""

    label: str
    url_name: str
    query: str = ""


def count_waiting(rows: QuerySet[Any], place: Place, *, since: str = "", due: str = "") -> Waiting:
    """`since` and `due` name columns; a moment that is due, half-open, is due on the last day that
    lies before it. One query."""
    oldest = {"since": Min(since)} if since else {}
    next_due = {"due": Min(due)} if due else {}
    # What a list is ordered by would part its rows.
    found = rows.order_by().aggregate(count=Count("pk", distinct=True), **oldest, **next_due)
    end = found.get("due")
    return Waiting(
        place.label,
        found["count"],
        place.url_name,
        place.query,
        since=found.get("since"),
        due=last_day_of(end) if isinstance(end, datetime) else end,
    )


def last_day_of(end: datetime) -> date:
    """The last day in Shanghai before a half-open end."""
    return (end - timedelta.resolution).astimezone(SHANGHAI).date()
