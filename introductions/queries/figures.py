"""Figures of interests and what came of them, by field and by unit: counts, never content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from introductions.states import TalkOutcome
from matching.models import Interest
from matching.queries.responses import RESPONSE, Response
from matching.states import InterestStatus, Side

_COUNTS: dict[str, Any] = {
    **RESPONSE,
    "declined": Count("pk", filter=Q(status=InterestStatus.DECLINED)),
    "introduced": Count("pk", filter=Q(status=InterestStatus.INTRODUCED)),
    "signed": Count("pk", filter=Q(introduction__outcome=TalkOutcome.SIGNED)),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one field or unit, or of all: `label` names it."""

    label: str
    asked: int
    answered: int
    declined: int
    introduced: int
    signed: int
    median: timedelta | None

    @property
    def response(self) -> Response:
        return Response(self.asked, self.answered, self.median)


def interests_at(unit: str = "") -> QuerySet[Interest]:
    """What was asked of things a unit answers for; of all units where none is named."""
    told = Interest.objects.exclude(status=InterestStatus.TAKEN_BACK)
    if not unit:
        return told
    of_project = Q(side=Side.PROJECT, project__unit=unit)
    return told.filter(of_project | Q(side=Side.POSTING, posting__unit=unit))


def totals(interests: QuerySet[Interest]) -> Figures:
    return Figures("合计", **interests.aggregate(**_COUNTS))


def by_field(interests: QuerySet[Any]) -> list[Figures]:
    """By the classes of the vocabulary, the most asked first."""
    name = Coalesce(_of_target("field__parent__name"), _of_target("field__name"))
    return _figures(interests.annotate(label=name).values("label"))


def by_unit(interests: QuerySet[Any]) -> list[Figures]:
    return _figures(interests.annotate(label=_of_target("unit__name")).values("label"))


def _of_target(path: str) -> Case:
    return Case(When(side=Side.PROJECT, then=F(f"project__{path}")), default=F(f"posting__{path}"))


def _figures(grouped: QuerySet[Any, dict[str, Any]]) -> list[Figures]:
    rows: Iterable[dict[str, Any]] = grouped.annotate(**_COUNTS).order_by("-asked", "label")
    return [Figures(**{**row, "label": row["label"] or "没有填领域"}) for row in rows]
