"""Notices as the public finds them."""

from collections.abc import Sequence

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, QuerySet, Value

from provinces.models import NoticeText

_NONE = Value([], output_field=ArrayField(CharField()))


def notice_rows() -> QuerySet[NoticeText]:
    """All of them, as the search reads them; nothing narrows them."""
    return NoticeText.objects.annotate(fresh=F("dated_at"), boost=Value(0.0), facets=_NONE)


def notices_of(keys: Sequence[int]) -> list[NoticeText]:
    """In the order of the keys."""
    found = NoticeText.objects.defer("head", "search").in_bulk(keys)
    return [found[key] for key in keys if key in found]
