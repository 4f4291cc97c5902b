"""A plan's way by date, for both sides, from the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from provinces.models import (
    Approval,
    FormalCheck,
    HostDecision,
    Matter,
    ResultLetter,
    WorkPlan,
)
from provinces.queries.decisions import known_approvals
from records.models import Entry
from records.workflows import workflow_of

# Of which rows, and of what was done to them, unit and centre both read. What is judged in between
# is no unit's to see: nothing that is not named here is told.
SHOWN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (WorkPlan, ("submit", "take_back", "recheck")),
    (FormalCheck, ("accept", "return", "extend")),
    (Matter, ("raise", "withdraw", "defer", "answer")),
    (Approval, ("decide", "reopen")),
    (HostDecision, ("show", "settle", "reopen")),
    (ResultLetter, ("issue",)),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that was done; `note` is a reason, or what it was about."""

    at: datetime
    label: str
    note: str = ""


def timeline_of(plan: WorkPlan) -> list[Moment]:
    """Oldest first, in four statements."""
    shown = Q()
    for model, verbs in SHOWN:
        rows = [plan.pk] if model is WorkPlan else _known(model, plan).values("pk")
        shown |= Q(table=model._meta.label_lower, object_id__in=rows, verb__in=verbs)
    abouts = _abouts(plan)
    return [_moment(entry, abouts) for entry in Entry.objects.filter(shown).order_by("id")]


def _known(model: Any, plan: WorkPlan) -> QuerySet[Any]:
    """Of what was decided, what the unit has heard of."""
    rows = model.objects.filter(plan=plan)
    if model is Approval:
        return known_approvals(rows)
    return rows.filter(display__isnull=False) if model is HostDecision else rows


def _abouts(plan: WorkPlan) -> dict[tuple[str, int], str]:
    """By table and row, what it is about, where that is no note of what was done."""
    decisions = HostDecision.objects.filter(plan=plan).select_related("event")
    approvals = {one.pk: one.get_verdict_display() for one in plan.approvals.all()}
    of_models = {
        Matter: dict(plan.matters.values_list("pk", "title")),
        Approval: approvals,
        HostDecision: {one.pk: str(one) for one in decisions},
    }
    return {(m._meta.label_lower, pk): said for m, a in of_models.items() for pk, said in a.items()}


def _moment(entry: Entry, abouts: Mapping[tuple[str, int], str]) -> Moment:
    label = _labels()[entry.table, entry.verb, entry.source or ""]
    about = abouts.get((entry.table, entry.object_id), "")
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
