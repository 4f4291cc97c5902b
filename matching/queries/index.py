"""Reads of the index: whether a record is still being matched, how far a run is."""

from typing import Any

from django.db.models import F, Q

from matching.models import Change, Indexed, MatchRun, Posting
from matching.states import Sort
from projects.models import Project


def is_being_matched(record: Posting | Project) -> bool:
    """Whether what was last said of it, or by it, is in its list yet. One query, a second where
    nothing has changed."""
    sort = record.kind if isinstance(record, Posting) else str(Sort.PROJECT)
    if Change.objects.filter(sort=sort, key=record.pk).exists():
        return True
    behind = Q(matched=None) | Q(matched__lt=F("revision"))
    return Indexed.objects.filter(behind, sort=sort, key=record.pk, counted__isnull=False).exists()


def run_facts(run: MatchRun) -> dict[str, Any]:
    """For commands and whoever operates the portal."""
    return {
        "run": run.pk,
        "stage": run.stage,
        "chunks": run.total,
        "done": run.done,
        "pairs": run.pairs,
        "begun_at": run.begun_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
    }
