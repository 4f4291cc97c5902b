"""What the public may find: listed projects with a standing consent, as their version in force."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, CharField, Count, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Case, RawSQL, When

from foundation.facets import with_classes
from foundation.text import rank_query, search_query
from projects.models import Listing
from projects.queries import for_page, shown
from projects.vocabulary import Band
from showcase.states import Order

COUNT_CAP = 10_000
_IDS = ArrayField(BigIntegerField())


def searched(listings: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """Those that hold every term as an exact substring, the most telling first.

    Asked at once, for it is read several times: to tell a phrase, PostgreSQL reads the whole
    vector of each hit.
    """
    query = search_query(text)
    if not query:
        return listings.order_by("-listed_at", "-pk")
    hits = list(_hits(listings, query, rank_query(text) or query))
    place = Func(Value(hits, _IDS), F("pk"), function="array_position")
    return Listing.objects.filter(pk__in=hits).order_by(place)


def _hits(listings: QuerySet[Listing], query: str, ranked_by: str) -> QuerySet[Listing, int]:
    """Of huge sets the most telling, one more than are counted."""
    column = f"{connection.ops.quote_name(Listing._meta.db_table)}.search"
    found = listings.alias(hit=RawSQL(f"{column} @@ %s::tsquery", [query])).filter(hit=True)  # noqa: S611 -- the column is ours, the query a parameter
    rank = RawSQL(f"ts_rank({column}, %s::tsquery)", [ranked_by])  # noqa: S611 -- as above
    ordered = found.order_by(rank.desc(), "-listed_at", "-pk")
    return ordered.values_list("pk", flat=True)[: COUNT_CAP + 1]


def narrowed(
    listings: QuerySet[Listing], wanted: Mapping[str, Sequence[str]], *, but: str = ""
) -> QuerySet[Listing]:
    """By every condition that was asked, except `but`: any value of each will do."""
    for name, condition in _CONDITIONS.items():
        values = wanted.get(name, ())
        if values and name != but:
            listings = listings.filter(condition(values))
    return listings


def in_order(listings: QuerySet[Listing], sort: str) -> QuerySet[Listing]:
    """As the search left them, unless another order was asked."""
    if sort == Order.NEWEST:
        return listings.order_by("-listed_at", "-pk")
    if sort == Order.MATURITY:
        return listings.order_by(F("trl").desc(nulls_last=True), "-listed_at", "-pk")
    return listings


def counts_of(listings: QuerySet[Listing], name: str) -> dict[str, int]:
    """Value → how many hold it; of huge sets among their first, as many as are counted at all."""
    some = Listing.objects.filter(pk__in=listings.order_by("-pk").values("pk")[:COUNT_CAP])
    counted = some.annotate(key=_KEYS[name]).order_by().values("key").annotate(n=Count("pk"))
    counts = {key: n for key, n in counted.values_list("key", "n") if key}
    return with_classes(counts) if name == "field" else counts


def capped_count(listings: QuerySet[Listing]) -> int:
    """Exact up to the cap; one more than it stands for "more"."""
    return listings.order_by()[: COUNT_CAP + 1].count()


def newest(count: int) -> QuerySet[Listing]:
    return for_page(shown().order_by(F("listed_at").desc(), "-pk"))[:count]


def _in_fields(codes: Sequence[str]) -> Q:
    """A code may be of a class ("3") or of one of its groups ("3.2"), which narrows its class."""
    narrower = {code.partition(".")[0] for code in codes if "." in code}
    classes = set(codes) - narrower
    return Q(field__in=codes) | Q(field__parent__in=classes)


def _in_bands(bands: Sequence[str]) -> Q:
    return reduce(or_, (Q(trl__range=Band(band).levels) for band in bands))


_CONDITIONS: dict[str, Callable[[Sequence[str]], Q]] = {
    "field": _in_fields,
    "unit": lambda units: Q(unit__in=units),
    "trl": _in_bands,
    "mode": lambda modes: Q(modes__overlap=list(modes)),
    "level": lambda levels: Q(level__in=levels),
}
_KEYS: dict[str, Any] = {
    "field": F("field"),
    "unit": F("unit"),
    "trl": Case(
        *(When(trl__range=band.levels, then=Value(band.value)) for band in Band),
        output_field=CharField(),
    ),
    "mode": Func(F("modes"), function="unnest", output_field=CharField()),
    "level": F("level"),
}
