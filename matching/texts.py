"""Projects and postings as the engine reads them: what they say, and what is known of them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import structlog
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from foundation.clock import SHANGHAI
from matching.models import Posting
from matching.queries.postings import running_postings
from matching.scoring import Facts, Text
from matching.states import PostingKind, Sort
from projects.models import Listing, Service
from projects.queries import shown

log = structlog.get_logger(__name__)

Given = TypeVar("Given")
Made = TypeVar("Made")
_OF_PROJECT = ("tagline", "summary", "problem", "innovation", "market")


def texts_of(sort: str, keys: Collection[int]) -> list[Text]:
    """Of those among `keys` that are matched now: shown projects, running postings of the kind.
    One that cannot be read is left out, and logged."""
    if sort == Sort.PROJECT:
        listings = with_services(shown().filter(pk__in=keys))
        read = each(sort, ((one.pk, one) for one in listings), text_of_project)
    else:
        postings = running_postings().filter(kind=sort, pk__in=keys)
        rows = postings.select_related("field", "unit")
        read = each(sort, ((one.pk, one) for one in rows), text_of_posting)
    return [text for _, text in read]


def each(
    sort: str, records: Iterable[tuple[int, Given]], make: Callable[[Given], Made]
) -> Iterator[tuple[int, Made]]:
    """Key and what `make` says of each. One it fails for must not keep the others from being
    matched: it is left out, and logged."""
    for key, record in records:
        try:
            made = make(record)
        except Exception:
            log.exception("record_not_matched", sort=sort, key=key)
        else:
            yield key, made


def with_services(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    """With all that `text_of_project` reads."""
    used = Service.objects.noted().filter(project=OuterRef("pk")).order_by().values("project")
    count = Subquery(used.annotate(n=Count("pk")).values("n"))
    rows = listings.select_related("version", "field", "unit").defer("search")
    return rows.annotate(services=Coalesce(count, 0))


def text_of_project(listing: Listing) -> Text:
    """Of a listing read `with_services`: its version in force, never the working copy."""
    content = listing.version.content
    said = [content.get(name) or "" for name in _OF_PROJECT]
    figures = [" ".join(row.values()) for row in content.get("indicators", ())]
    return Text(
        key=listing.pk,
        title=listing.title,
        keywords=" ".join(content.get("keywords", ())),
        body="\n".join(filter(None, [*said, *figures])),
        facts=Facts(
            **_place_of(listing),
            trl=listing.trl,
            modes=frozenset(listing.modes),
            amount=_amount(content.get("price"), content.get("funding")),
            since=_day(listing.listed_at),
            services=listing.services,  # type: ignore[attr-defined]  # -- annotated
        ),
    )


def text_of_posting(posting: Posting) -> Text:
    """Nothing of whose it is: an anonymous one is matched like any other. What an offer gives is no
    budget that a price would have to fit."""
    said = (posting.problem, posting.key_points, posting.goal)
    return Text(
        key=posting.pk,
        title=posting.title,
        keywords=" ".join(posting.keywords),
        body="\n".join(filter(None, said)),
        facts=Facts(
            **_place_of(posting),
            trl=posting.trl_floor,
            modes=frozenset(posting.modes),
            amount=_amount(posting.budget) if posting.kind == PostingKind.DEMAND else None,
            since=_day(posting.published_at),
        ),
    )


def _place_of(record: Listing | Posting) -> dict[str, Any]:
    """In the tree of fields, and in the country."""
    field = record.field
    return {
        "field": record.field_id or "",
        "group": (field.parent_id or "") if field else "",
        "unit": record.unit_id,
        "strategies": frozenset(record.unit.strategies),
    }


def _amount(*said: Decimal | str | None) -> int | None:
    """The first that is said, in 万元."""
    return next((round(Decimal(amount)) for amount in said if amount), None)


def _day(moment: datetime | None) -> int | None:
    return moment.astimezone(SHANGHAI).toordinal() if moment else None


def keys_matched(sort: str) -> Iterable[int]:
    """All records of a sort that are matched now."""
    rows: QuerySet[Any] = shown() if sort == Sort.PROJECT else running_postings().filter(kind=sort)
    return rows.order_by("pk").values_list("pk", flat=True)
