"""What the public may find: listed projects with a standing consent, as their version in force."""

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from foundation.text import rank_query, search_query
from projects.models import Listing, Project

COUNT_CAP = 10_000


def shown() -> QuerySet[Listing]:
    """Consent (the person's, or a mandate) is asked for at every reading: withdrawn is gone."""
    consented = Project.objects.filter(
        pk=OuterRef("pk"), display_consent__isnull=False, display_consent__withdrawn_at=None
    )
    return Listing.objects.filter(Exists(consented))


def matching(listings: QuerySet[Listing], text: str) -> QuerySet[Listing]:
    """Those that hold every term as an exact substring, the most telling first."""
    query = search_query(text)
    if not query:
        return listings.order_by("-listed_at", "-pk")
    column = f"{connection.ops.quote_name(Listing._meta.db_table)}.search"
    found = listings.alias(hit=RawSQL(f"{column} @@ %s::tsquery", [query])).filter(hit=True)  # noqa: S611 -- the column is ours, the query a parameter
    rank = RawSQL(f"ts_rank({column}, %s::tsquery)", [rank_query(text) or query])  # noqa: S611 -- as above
    return found.order_by(rank.desc(), "-listed_at", "-pk")


def narrowed(listings: QuerySet[Listing], *, field: str, unit: str) -> QuerySet[Listing]:
    """`field` may be a class ("3") or one of its groups ("3.2")."""
    if field:
        listings = listings.filter(Q(field=field) | Q(field__parent=field))
    return listings.filter(unit=unit) if unit else listings


def capped_count(listings: QuerySet[Listing]) -> int:
    """Exact up to the cap; one more than it stands for "more"."""
    return listings.order_by()[: COUNT_CAP + 1].count()


def for_page(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    return listings.select_related("project", "version", "field", "unit")


def by_name(name: str) -> QuerySet[Listing]:
    named = Q(project__ref=name.upper()) | Q(project__code=name.upper())
    return for_page(shown().filter(named))


def newest(count: int) -> QuerySet[Listing]:
    return for_page(shown().order_by(F("listed_at").desc(), "-pk"))[:count]
