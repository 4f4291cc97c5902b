"""What the public may find: listed projects with a standing consent, as their version in force."""

from django.db.models import F, QuerySet

from foundation.search.finding import Found
from foundation.search.narrowing import Wanted
from projects.models import Listing
from projects.queries import find_listings, for_page, shown, shown_rows
from showcase.states import Order

_SORTS = {Order.NEWEST: F("listed_at"), Order.MATURITY: F("trl")}


def found_by(wanted: Wanted) -> Found:
    """Keys of listings by text, conditions and order."""
    sort = wanted["sort"]
    by_rank = sort not in _SORTS
    return find_listings(shown_rows(), wanted, sort_by=_SORTS.get(sort), by_rank=by_rank)


def newest(count: int) -> QuerySet[Listing]:
    return for_page(shown().order_by(F("listed_at").desc(), "-pk"))[:count]
