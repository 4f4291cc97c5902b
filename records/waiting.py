"""What waits for somebody, as every room tells it and every desk shows it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, Min, Q, QuerySet

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


@dataclass(frozen=True, slots=True)
class Kind:
    """Of some rows those in which `where` holds; `since` and `due` name columns."""

    place: Place
    where: Q = field(default_factory=Q)
    since: str = ""
    due: str = ""


def count_waiting(rows: QuerySet[Any], place: Place, *, since: str = "", due: str = "") -> Waiting:
    """All of the rows. One query, as `count_each`."""
    return count_each(rows, Kind(place, since=since, due=due))[0]


def count_each(rows: QuerySet[Any], *kinds: Kind) -> list[Waiting]:
    """One query for all kinds. A moment that is due, half-open, is due on the last day that lies
    before it."""
    wanted: dict[str, Aggregate] = {}
    for at, kind in enumerate(kinds):
        where = kind.where or None
        wanted[f"count_{at}"] = Count("pk", filter=where)
        wanted |= {f"since_{at}": Min(kind.since, filter=where)} if kind.since else {}
        wanted |= {f"due_{at}": Min(kind.due, filter=where)} if kind.due else {}
    # What a list is ordered by would part its rows.
    found = rows.order_by().aggregate(**wanted)
    return [_waiting(kind, at, found) for at, kind in enumerate(kinds)]


def _waiting(kind: Kind, at: int, found: dict[str, Any]) -> Waiting:
    end, place = found.get(f"due_{at}"), kind.place
    return Waiting(
        place.label,
        found[f"count_{at}"],
        place.url_name,
        place.query,
        since=found.get(f"since_{at}"),
        due=last_day_of(end) if isinstance(end, datetime) else end,
    )


def last_day_of(end: datetime) -> date:
    """The last day in Shanghai before a half-open end."""
    return (end - timedelta.resolution).astimezone(SHANGHAI).date()
