"""Rows of files are kept as long as somebody may still mend, undo or look them up."""

from datetime import timedelta

from foundation import clock
from projects.models import ImportRow

KEPT = timedelta(days=30)


def forget_old_rows() -> int:
    """What became of each run stays with it; what the rows said, people's telephones too, goes.
    Returns how many rows."""
    old = ImportRow.objects.filter(run__begun_at__lt=clock.Now() - KEPT)
    return old.delete()[0]
