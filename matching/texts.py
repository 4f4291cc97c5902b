"""What the engine reads of a posting and of a project: their public words and facts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.models import Field
from foundation.clock import SHANGHAI
from matching.models import Posting
from matching.scoring import Facts, Text
from projects.models import Listing

_OF_PROJECT = ("tagline", "summary", "problem", "innovation", "market", "benefit")
_OF_POSTING = ("problem", "key_points", "goal")


def text_of_posting(posting: Posting) -> Text:
    """Its field and parent are read with it (`select_related("field")`)."""
    return Text(
        key=posting.pk,
        title=posting.title,
        keywords=" ".join(posting.keywords),
        body=_together(getattr(posting, name) for name in _OF_POSTING),
        facts=Facts(
            **_field(posting.field),
            trl=posting.trl_floor,
            modes=frozenset(posting.modes),
            amount=_amount(posting.budget),
            unit=posting.unit_id,
            since=_day(posting.published_at),
        ),
    )


def text_of_listing(listing: Listing) -> Text:
    """From the version in force; `service_count` is how many services its project has enjoyed."""
    said: Mapping[str, Any] = listing.version.content
    rows = [" ".join(str(value) for value in row.values()) for row in said.get("indicators", ())]
    return Text(
        key=listing.pk,
        title=listing.title,
        keywords=" ".join(said.get("keywords", ())),
        body=_together([*(said.get(name, "") for name in _OF_PROJECT), *rows]),
        facts=Facts(
            **_field(listing.field),
            trl=listing.trl,
            modes=frozenset(listing.modes),
            amount=_amount(said.get("price") or said.get("funding")),
            unit=listing.unit_id,
            since=_day(listing.listed_at),
            services=getattr(listing, "service_count", 0),
        ),
    )


def _together(parts: Any) -> str:
    return "\n".join(part for part in parts if part)


def _field(field: Field | None) -> dict[str, str]:
    if field is None:
        return {}
    return {"field": field.code, "group": field.parent_id or field.code}


def _amount(value: Decimal | str | None) -> int | None:
    """万元, whole."""
    return None if value in (None, "") else int(Decimal(str(value)))


def _day(moment: Any) -> int | None:
    return moment.astimezone(SHANGHAI).toordinal() if moment else None
