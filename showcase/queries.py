"""What the public may find: listed projects with a standing consent, as their version in force."""

from collections.abc import Sequence

from django.db.models import F, FloatField, Func, QuerySet, Value
from django.db.models.expressions import Case, When

from foundation.search.asking import steps_of
from foundation.search.finding import Found
from foundation.search.narrowing import Wanted, find_narrowed
from projects.models import Listing
from projects.queries import for_page, known_words, shown
from showcase.states import Order

_RECOMMENDED = 0.3  # points of rank
_NEWER = "(extract(epoch from %(expressions)s - timestamptz '2026-01-01Z') / 3e8)"  # 0.1 a year
_SORTS = {Order.NEWEST: F("listed_at"), Order.MATURITY: F("trl")}


def found_by(wanted: Wanted) -> Found:
    """Keys of listings by text, conditions and order."""
    steps, sort = steps_of(wanted["q"], spell=known_words), wanted["sort"]
    by_rank = sort not in _SORTS
    return find_narrowed(shown_rows(), steps, wanted, sort_by=_SORTS.get(sort), by_rank=by_rank)


def listings_of(keys: Sequence[int]) -> list[Listing]:
    """In the order of the keys, with all that a list shows of them; what is shown no more is left
    out."""
    found = {listing.pk: listing for listing in for_page(shown().filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def newest(count: int) -> QuerySet[Listing]:
    return for_page(shown().order_by(F("listed_at").desc(), "-pk"))[:count]


def shown_rows() -> QuerySet[Listing]:
    """All, as the search reads them."""
    recommended = Case(When(has_recommendation=True, then=Value(_RECOMMENDED)), default=Value(0.0))
    newer = Func(F("listed_at"), template=_NEWER, output_field=FloatField())
    return shown().annotate(fresh=F("listed_at"), boost=recommended + newer)
