"""Demands and offers as anybody finds them: searched, narrowed, in order."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    F,
    FloatField,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.expressions import Case, When

from foundation.facets import with_classes
from foundation.text import rank_query, search_query
from matching.models import Posting
from matching.queries.postings import running_postings, shown_postings
from matching.states import PostingOrder, Reach
from projects.vocabulary import Band
from records.actors import Actor

MOST_HITS = 1_000  # the most telling of a search
_MATCHES: dict[str, Any] = {
    "template": "(%(expressions)s)",
    "arg_joiner": " @@ ",
    "output_field": BooleanField(),
}
_RANK: dict[str, Any] = {"function": "ts_rank", "output_field": FloatField()}


def shown_of(by: Actor, kind: str) -> QuerySet[Posting]:
    return shown_postings(by).filter(kind=kind)


def members_only(kind: str) -> QuerySet[Posting]:
    """What a visitor does not find, to be counted."""
    return running_postings().filter(kind=kind, reach=Reach.MEMBERS)


def shown_by_name(by: Actor, kind: str, name: str) -> QuerySet[Posting]:
    """By its code or its ref, with what its page reads."""
    named = shown_of(by, kind).filter(Q(code=name.upper()) | Q(ref=name.upper()))
    return named.select_related("organisation", "unit")


def searched(postings: QuerySet[Posting], text: str) -> QuerySet[Posting]:
    """Those that hold every term as an exact substring, the most telling first, at most MOST_HITS;
    the newest first for no text. Asked at once, for it is read several times: to tell a phrase,
    PostgreSQL reads the whole vector of each hit."""
    query = search_query(text)
    if not query:
        return postings.order_by("-published_at", "-pk")
    is_hit = Func(F("text__search"), _tsquery(query), **_MATCHES)
    rank = Func(F("text__search"), _tsquery(rank_query(text) or query), **_RANK)
    found = postings.alias(hit=is_hit).filter(hit=True).order_by(rank.desc(), "-pk")
    hits = list(found.values_list("pk", flat=True)[:MOST_HITS])
    return Posting.objects.filter(pk__in=hits).order_by(rank.desc(), "-pk")


def _tsquery(literal: str) -> Func:
    return Func(Value(literal), template="%(expressions)s::tsquery", output_field=TextField())


def narrowed(
    postings: QuerySet[Posting], wanted: Mapping[str, Sequence[str]], *, but: str = ""
) -> QuerySet[Posting]:
    """By every condition that was asked, except `but`: any value of each will do."""
    for name, condition in _CONDITIONS.items():
        values = wanted.get(name, ())
        if values and name != but:
            postings = postings.filter(condition(values))
    return postings


def in_order(postings: QuerySet[Posting], sort: str) -> QuerySet[Posting]:
    """As the search left them, unless another order was asked. No order knows whose they are."""
    if sort == PostingOrder.NEWEST:
        return postings.order_by("-published_at", "-pk")
    if sort == PostingOrder.ENDING:
        return postings.order_by("valid_until", "-pk")
    return postings


def counts_of(postings: QuerySet[Posting], name: str) -> dict[str, int]:
    """Value → how many hold it; a class of fields holds what its groups hold."""
    some = Posting.objects.filter(pk__in=postings.order_by().values("pk"))
    counted = some.annotate(key=_KEYS[name]).order_by().values("key").annotate(n=Count("pk"))
    counts = {key: n for key, n in counted.values_list("key", "n") if key}
    return with_classes(counts) if name == "field" else counts


def _in_fields(codes: Sequence[str]) -> Q:
    """A code may be of a class ("3") or of one of its groups ("3.2"), which narrows its class."""
    narrower = {code.partition(".")[0] for code in codes if "." in code}
    classes = set(codes) - narrower
    return Q(field__in=codes) | Q(field__parent__in=classes)


def _in_bands(bands: Sequence[str]) -> Q:
    return reduce(or_, (Q(trl_floor__range=Band(band).levels) for band in bands))


_CONDITIONS: dict[str, Callable[[Sequence[str]], Q]] = {
    "field": _in_fields,
    "category": lambda categories: Q(category__in=categories),
    "unit": lambda units: Q(unit__in=units),
    "trl": _in_bands,
}
_KEYS: dict[str, Any] = {
    "field": F("field"),
    "category": F("category"),
    "unit": F("unit"),
    "trl": Case(
        *(When(trl_floor__range=band.levels, then=Value(band.value)) for band in Band),
        output_field=CharField(),
    ),
}
