"""Reads of the trail, for those who may read it whole."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from foundation import clock
from records.models import Entry, Seal


def entries_found(
    *,
    table: str = "",
    ref: str = "",
    verb: str = "",
    person: int | None = None,
    day: date | None = None,
) -> QuerySet[Entry]:
    """Newest first; `day` is one of Asia/Shanghai."""
    exact = {"table": table, "object_ref": ref, "verb": verb, "actor": person}
    entries = Entry.objects.filter(**{k: v for k, v in exact.items() if v})
    if day:
        begin = datetime.combine(day, time(), clock.SHANGHAI)
        entries = entries.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return entries.order_by("-id").select_related("actor")


def seal_of(entry: Entry) -> Seal | None:
    """None as long as no worker has come by."""
    seal = Seal.objects.filter(first_id__lte=entry.pk, last_id__gte=entry.pk).first()
    is_inside = seal and any(first <= entry.pk <= last for first, last in seal.ranges)
    return seal if is_inside else None
