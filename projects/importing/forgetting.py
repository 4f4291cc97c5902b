"""Rows of files are kept as long as somebody may still mend, undo or look them up."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Coalesce

from foundation import clock
from projects.columns.mapping import without_samples
from projects.models import ImportRow, ImportRun

KEPT = timedelta(days=30)
_BATCH = 100  # runs at a time


@transaction.atomic
def forget_old_rows() -> int:
    """What became of each run stays with it; what the rows said, people's telephones too, goes.
    Returns how many rows."""
    last = Coalesce("taken_at", "begun_at")
    old = ImportRun.objects.annotate(last=last).filter(last__lt=clock.Now() - KEPT)
    runs = list(old.filter(rows__isnull=False).distinct().order_by("pk")[:_BATCH])
    for run in runs:
        run.mapping = without_samples(run.mapping)
        run.save(update_fields=["mapping"])
    return ImportRow.objects.filter(run__in=runs).delete()[0]
