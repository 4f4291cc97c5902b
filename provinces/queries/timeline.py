"""A plan's way by date, for both sides, from the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from provinces.models import FormalCheck, Matter, WorkPlan
from records.models import Entry
from records.workflows import workflow_of

# Of which rows, and of what was done to them, unit and centre both read. What is judged in between
# is no unit's to see: nothing that is not named here is told.
SHOWN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (WorkPlan, ("submit", "take_back", "recheck")),
    (FormalCheck, ("accept", "return", "extend")),
    (Matter, ("raise", "withdraw", "defer", "answer")),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was done; `note` is a reason, or what it was about."""

    at: datetime
    label: str
    note: str = ""


def timeline_of(plan: WorkPlan) -> list[Moment]:
    """Oldest first, in two statements."""
    shown = Q()
    for model, verbs in SHOWN:
        rows = [plan.pk] if model is WorkPlan else model.objects.filter(plan=plan).values("pk")
        shown |= Q(table=model._meta.label_lower, object_id__in=rows, verb__in=verbs)
    titles = dict(plan.matters.values_list("pk", "title"))
    return [_moment(entry, titles) for entry in Entry.objects.filter(shown).order_by("id")]


def _moment(entry: Entry, titles: dict[int, str]) -> Moment:
    label = _labels()[entry.table, entry.verb, entry.source or ""]
    about = titles.get(entry.object_id, "") if entry.table == Matter._meta.label_lower else ""
    return Moment(entry.at, label, "\n".join(_said(about, entry.note)))


def _said(*texts: str) -> Iterable[str]:
    return (text for text in texts if text)


@lru_cache
def _labels() -> dict[tuple[str, str, str], str]:
    """Asked for once all rooms have told the door of their workflows."""
    return {
        (model._meta.label_lower, move.verb, move.source or ""): move.public_label
        for model, _ in SHOWN
        for move in workflow_of(model).transitions
    }
