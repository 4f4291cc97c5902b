"""Where a project stands: what was done to it, in whatever room, from the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet

from foundation.clock import day_in_words
from matching.models import Interest
from matching.states import InterestStatus, Side
from projects.models import Claim, Correction, Evaluation, Project, Recommendation, Service
from records.models import Entry
from records.workflows import workflow_of
from roadshows.models import Release
from roadshows.queries.roadshows import first_lined_up
from roadshows.states import RoadshowStatus

# Moves that say nothing of how far a project has come.
_SILENT = {"save", "show", "forget", "adopt", "hold", "correct"}
# An agreement is told to nobody before ten minutes are over, and may have been withdrawn.
_TOLD_OF_INTERESTS = {"send", "decline", "introduce"}
_HANGING: tuple[Any, ...] = (
    Evaluation,
    Recommendation,
    Service,
    Claim,
    Interest,
    Correction,
)


@dataclass(frozen=True, slots=True)
class Step:
    """`note` holds remarks and reasons."""

    at: datetime
    label: str
    note: str = ""


def journey_of(project: Project) -> list[Step]:
    """Oldest first, for those who work on it."""
    steps = [_step(entry) for entry in _entries_of(project)]
    lined_up = [_lined_up(release) for release in first_lined_up(project)]
    return sorted([*steps, *lined_up], key=attrgetter("at"))


def _lined_up(release: Release) -> Step:
    day = release.roadshow.day
    when = f"，{day_in_words(day)}" if day else ""
    state = "，已取消" if release.roadshow.status == RoadshowStatus.CANCELLED else ""
    return Step(release.released_at, "入选路演", f"{release.roadshow}{when}{state}")


def _entries_of(project: Project) -> QuerySet[Entry]:
    """In one statement, whatever hangs on it."""
    mine = Q(table=Project._meta.label_lower, object_id=project.pk)
    for model in _HANGING:
        rows = model.objects.filter(project=project)
        if model is Interest:  # what is asked in its name of others is theirs to tell
            rows = rows.filter(side=Side.PROJECT).exclude(status=InterestStatus.TAKEN_BACK)
        mine |= Q(table=model._meta.label_lower, object_id__in=rows.values("pk"))
    untold = Q(table=Interest._meta.label_lower) & ~Q(verb__in=_TOLD_OF_INTERESTS)
    return Entry.objects.filter(mine).exclude(untold).exclude(verb__in=_SILENT).order_by("id")


def _step(entry: Entry) -> Step:
    label = _LABELS.get((entry.table, entry.verb, entry.source), entry.verb)
    return Step(entry.at, label, entry.note)


def _labels(models: Iterable[Any]) -> dict[tuple[str, str, str], str]:
    return {
        (model._meta.label_lower, move.verb, move.source or ""): move.public_label
        for model in models
        for move in workflow_of(model).transitions
    }


_LABELS = _labels((Project, *_HANGING))
