"""What waits for somebody, as every room tells it and every desk shows it: the rooms say what is to
be counted, and all of it is counted in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Expression,
    IntegerField,
    Min,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

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
class ToCount:
    """Things of one kind that nobody has counted yet. Columns of `rows`: since when each waits, the
    day it is `due`, or the moment at which, half-open, its time `ends`."""

    rows: QuerySet[Any]
    place: Place
    since: str = ""
    due: str = ""
    ends: str = ""


def counted(kinds: Sequence[ToCount | Waiting]) -> list[Waiting]:
    """In their order, all in one query; what a room has counted by itself stays as it is."""
    figures = [_figures(at, kind) for at, kind in enumerate(kinds) if isinstance(kind, ToCount)]
    found = figures[0].union(*figures[1:], all=True) if figures else ()
    rows = {row["at_place"]: row for row in found}
    return [
        _waiting(kind.place, rows.get(at)) if isinstance(kind, ToCount) else kind
        for at, kind in enumerate(kinds)
    ]


def _figures(at: int, kind: ToCount) -> QuerySet[Any, dict[str, Any]]:
    # What a list is ordered by would part its rows.
    numbered = kind.rows.order_by().values(at_place=Value(at, IntegerField()))
    return numbered.annotate(
        amount=Count("pk"),
        oldest=_first_of(kind.since, DateTimeField()),
        next_day=_first_of(kind.due, DateField()),
        next_end=_first_of(kind.ends, DateTimeField()),
    )


def _first_of(column: str, output_field: "DateField[Any, Any]") -> Expression:
    """Of a type even where there is none: the parts of a union have to agree."""
    return Min(column) if column else Cast(Value(None), output_field)


def _waiting(place: Place, row: Mapping[str, Any] | None) -> Waiting:
    """Django asks nothing of the database of which it knows beforehand that there is none."""
    if row is None:
        return Waiting(place.label, 0, place.url_name, place.query)
    due = last_day_of(row["next_end"]) if row["next_end"] else row["next_day"]
    return Waiting(place.label, row["amount"], place.url_name, place.query, row["oldest"], due)


def last_day_of(end: datetime) -> date:
    """The last day in Shanghai before a half-open end."""
    return (end - timedelta.resolution).astimezone(SHANGHAI).date()
