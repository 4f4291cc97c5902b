"""Demands and offers as anybody finds them: searched, narrowed, in order."""

from collections.abc import Sequence

from django.db.models import F, FloatField, Func, Q, QuerySet, Value

from foundation.search.asking import steps_of
from foundation.search.finding import Found
from foundation.search.narrowing import Wanted, find_narrowed
from matching.models import Posting
from matching.queries.postings import running_postings, shown_postings
from matching.states import PostingOrder, Reach
from projects.queries import known_words
from records.actors import Actor

_SOONEST = "(- extract(epoch from %(expressions)s))"
_SORTS = {
    PostingOrder.NEWEST: F("published_at"),
    PostingOrder.ENDING: Func(F("valid_until"), template=_SOONEST, output_field=FloatField()),
}


def shown_of(by: Actor, kind: str) -> QuerySet[Posting]:
    return shown_postings(by).filter(kind=kind)


def members_only(kind: str) -> QuerySet[Posting]:
    """What a visitor does not find, to be counted."""
    return running_postings().filter(kind=kind, reach=Reach.MEMBERS)


def shown_by_name(by: Actor, kind: str, name: str) -> QuerySet[Posting]:
    """By its code or its ref, with what its page reads."""
    named = shown_of(by, kind).filter(Q(code=name.upper()) | Q(ref=name.upper()))
    return named.select_related("organisation", "unit")


def found_by(postings: QuerySet[Posting], wanted: Wanted) -> Found:
    """Keys of some of the postings by text, conditions and order. No order knows whose they are."""
    steps, sort = steps_of(wanted["q"], spell=known_words), wanted["sort"]
    by_rank = sort not in _SORTS
    rows = searchable(postings)
    return find_narrowed(rows, steps, wanted, sort_by=_SORTS.get(sort), by_rank=by_rank)


def searchable(postings: QuerySet[Posting]) -> QuerySet[Posting]:
    """As the search reads them."""
    return postings.annotate(
        head=F("text__head"),
        search=F("text__search"),
        facets=F("text__facets"),
        fresh=F("published_at"),
        boost=Value(0.0),
    )


def postings_of(keys: Sequence[int]) -> list[Posting]:
    """In the order of the keys, with what a list shows of them."""
    found = Posting.objects.select_related("organisation", "unit").in_bulk(keys)
    return [found[key] for key in keys if key in found]
