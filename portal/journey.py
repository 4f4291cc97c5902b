"""Where a project stands: what was done to it, in whatever room, from the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from matching.models import Interest
from projects.models import Claim, Project, Recommendation, Service
from records.models import Entry
from records.workflows import workflow_of

# Moves that say nothing of how far a project has come.
_SILENT = {"save", "show", "forget", "adopt", "hold"}
# What is no secret of anybody once a project is shown.
_PUBLIC = {
    *(("projects.project", verb) for verb in ("submit", "accept", "list", "restore")),
    ("projects.recommendation", "recommend"),
    ("projects.service", "note"),
}
_HANGING: tuple[Any, ...] = (Recommendation, Service, Claim, Interest)


@dataclass(frozen=True, slots=True)
class Step:
    """`note` holds remarks and reasons; the public is told none."""

    at: datetime
    label: str
    note: str = ""


def journey_of(project: Project) -> list[Step]:
    """Oldest first, for those who work on it."""
    return [_step(entry, entry.note) for entry in _entries_of(project) if entry.verb not in _SILENT]


def public_journey_of(project: Project) -> list[Step]:
    entries = _entries_of(project)
    return [_step(entry, "") for entry in entries if (entry.table, entry.verb) in _PUBLIC]


def _entries_of(project: Project) -> QuerySet[Entry]:
    """In one statement, whatever hangs on it."""
    mine = Q(table=Project._meta.label_lower, object_id=project.pk)
    for model in _HANGING:
        rows = model.objects.filter(project=project).values("pk")
        mine |= Q(table=model._meta.label_lower, object_id__in=rows)
    return Entry.objects.filter(mine).order_by("id")


def _step(entry: Entry, note: str) -> Step:
    return Step(entry.at, _LABELS.get((entry.table, entry.verb, entry.source), entry.verb), note)


def _labels(models: Iterable[Any]) -> dict[tuple[str, str, str], str]:
    return {
        (model._meta.label_lower, move.verb, move.source or ""): move.public_label
        for model in models
        for move in workflow_of(model).transitions
    }


_LABELS = _labels((Project, *_HANGING))
