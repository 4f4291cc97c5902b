"""What is new to somebody by what they subscribed to and follow: one statement, however much that
is.

A followed organisation brings its shown achievements and those of its postings that name it; a
followed field and a search bring anonymous postings too, as they call themselves. So nothing that
is anonymous is ever in the list, or in a count, because of whose it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from matching.models import Follow, Posting, SavedSearch
from matching.queries.postings import shown_postings
from matching.queries.searches import listings_for, new_in, postings_for
from matching.states import FollowKind, Reach, SearchKind
from projects.models import Listing
from projects.queries import shown_rows
from records.actors import Actor

Reason = SavedSearch | Follow


@dataclass(frozen=True, slots=True)
class Item:
    """An achievement or a posting, `named` so in addresses; `called` is what an anonymous one
    calls itself. `reasons` are the names of why it is told."""

    what: str
    title: str
    named: str
    called: str
    reasons: Sequence[str] = ()
    fresh: datetime | None = None

    @property
    def path(self) -> str:
        return f"/{SearchKind(self.what).place}/{self.named}/"

    @property
    def label(self) -> str:
        return SearchKind(self.what).label


@dataclass(frozen=True, slots=True)
class News:
    """How many in all, how many by each reason, and the newest of them."""

    count: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    items: Sequence[Item] = ()


def news_of(reasons: Sequence[Reason], *, until: datetime | None = None, most: int = 0) -> News:
    """By reasons that are all one person's; `most` of the items. An item is one, whatever number of
    reasons names it."""
    if not reasons:
        return News()
    first, *rest = [_limited(rows, until) for rows in _new(reasons)]
    sql, params = first.union(*rest, all=True).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(news=sql), [*params, most])
        [(count, counts, items)] = cursor.fetchall()
    return News(count, counts or {}, [Item(*item) for item in items or ()])


def all_of(follow: Follow) -> QuerySet[Any]:
    """All there is now of what is followed, the newest first: rows for `listed_from`."""
    postings = shown_postings(Actor(follow.person_id)).annotate(fresh=F("published_at"))
    first, *rest = _followed([follow], shown_rows(), postings, is_new=False)
    return first.union(*rest, all=True).order_by("-fresh", "what", "-key")


def listed_from(rows: Iterable[dict[str, Any]]) -> list[Item]:
    names = ("what", "title", "named", "called", "fresh")
    return [Item(**{name: row[name] for name in names}) for row in rows]


def _new(reasons: Sequence[Reason]) -> Iterator[QuerySet[Any]]:
    """At most six of all follows, and one of each search."""
    person = reasons[0].person_id
    postings = postings_for(person)
    for reason in reasons:
        if isinstance(reason, SavedSearch):
            yield _told(new_in(reason, postings), Value(reason.reason, TextField()))
    follows = [reason for reason in reasons if isinstance(reason, Follow)]
    yield from _followed(follows, listings_for(person), postings)


def _followed(
    follows: Sequence[Follow],
    listings: QuerySet[Listing],
    postings: QuerySet[Posting],
    *,
    is_new: bool = True,
) -> Iterator[QuerySet[Any]]:
    """Rows that hold what is followed at one of these places; of a field, its groups' too."""
    named = postings.filter(reach__in=Reach.named)
    places: list[tuple[FollowKind, QuerySet[Any], str]] = [
        (FollowKind.ORGANISATION, listings, "project__organisation"),
        (FollowKind.ORGANISATION, named, "organisation"),
        *((FollowKind.FIELD, rows, "field") for rows in (listings, postings)),
        *((FollowKind.FIELD, rows, "field__parent") for rows in (listings, postings)),
    ]
    for kind, rows, place in places:
        if some := [follow for follow in follows if follow.kind == kind]:
            key = Concat(Value(f"{kind}:", TextField()), Cast(place, TextField()))
            yield _told(rows.filter(_holding(some, place, is_new=is_new)), key)


def _holding(follows: Sequence[Follow], place: str, *, is_new: bool) -> Q:
    """Most of them were told at the same time: a condition for each time."""
    by_time: dict[datetime | None, list[Any]] = defaultdict(list)
    for follow in follows:
        told = follow.told_until if is_new else None
        by_time[told].append(follow.organisation_id or follow.field_id)
    return reduce(or_, (_of(place, keys, told) for told, keys in by_time.items()))


def _of(place: str, keys: Sequence[Any], told: datetime | None) -> Q:
    held = Q(**{f"{place}__in": keys})
    return held & Q(fresh__gt=told) if told else held


_COLUMNS = ("what", "key", "title", "named", "called", "fresh", "reason")
_NO_TEXT = Value("", TextField())
_OF_LISTING = {
    "what": Value(SearchKind.PROJECT.value, TextField()),
    "named": Coalesce("project__code", "project__ref"),
    "called": _NO_TEXT,
}
_OF_POSTING = {
    "what": F("kind"),
    "named": Coalesce("code", "ref"),
    "called": Case(
        When(reach=Reach.ANONYMOUS, then=F("alias")), default=_NO_TEXT, output_field=TextField()
    ),
}


def _told(rows: QuerySet[Any], reason: Any) -> QuerySet[Any]:
    """Their `_COLUMNS`, as dicts."""
    columns: dict[str, Any] = _OF_LISTING if rows.model is Listing else _OF_POSTING
    told = rows.annotate(**columns, key=F("pk"), reason=reason)
    return told.order_by().values(*_COLUMNS)


def _limited(rows: QuerySet[Any], until: datetime | None) -> QuerySet[Any]:
    return rows.filter(fresh__lte=until) if until else rows


_STATEMENT = """
with news (what, key, title, named, called, fresh, reason) as materialized ({news}),
items as (
  select what, key, title, named, called, fresh, array_agg(distinct reason) as reasons
  from news group by what, key, title, named, called, fresh
)
select
  (select count(*) from items),
  (select json_object_agg(reason, n)
   from (select reason, count(*) n from news group by reason) counted),
  (select json_agg(json_build_array(what, title, named, called, reasons)
                   order by fresh desc, what, key desc)
   from (select * from items order by fresh desc, what, key desc limit %s) newest)
"""
