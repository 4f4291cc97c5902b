"""How soon whoever is asked answers: told to who is about to ask."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet

from foundation.clock import Now
from matching.models import Interest, Posting
from matching.states import InterestStatus, Reach, Side
from projects.models import Project

_LATELY = timedelta(days=180)
_LEAST = 3  # answers that make a habit
_DAY, _SOON = timedelta(days=1), 3  # days


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) within group (order by %(expressions)s)"
    output_field = DurationField()


# What was agreed within these ten minutes counts as not answered yet.
_ANSWERED = Q(answered_at__isnull=False) & ~Q(status=InterestStatus.AGREED, question="")
RESPONSE: dict[str, Any] = {
    "asked": Count("pk"),
    "answered": Count("pk", filter=_ANSWERED),
    "median": Median(F("answered_at") - F("sent_at"), filter=_ANSWERED),
}


@dataclass(frozen=True, slots=True)
class Response:
    """Of so many interests of the last half year so many were answered, half of them within
    `median`."""

    asked: int
    answered: int
    median: timedelta | None

    @property
    def label(self) -> str:
        if self.days is None:
            return "答复记录还不多"
        return f"通常 {self.days} 天内答复" if self.days else "通常当天答复"

    @property
    def tone(self) -> str:
        return "ok" if self.days is not None and self.days <= _SOON else ""

    @property
    def days(self) -> int | None:
        """0 within one; None where there is no habit yet."""
        if self.median is None or self.answered < _LEAST:
            return None
        return 0 if self.median < _DAY else -(-self.median // _DAY)


def response_of(target: Project | Posting) -> Response | None:
    """Of whoever answers for it, in all they answer for. None of an anonymous posting: a habit
    would tie it to the others of its owner."""
    if isinstance(target, Posting):
        return None if target.reach == Reach.ANONYMOUS else measured(_like_posting(target))
    return measured(_like_project(target))


def measured(interests: QuerySet[Interest]) -> Response:
    told = interests.filter(sent_at__gt=Now() - _LATELY).exclude(status=InterestStatus.TAKEN_BACK)
    return Response(**told.aggregate(**RESPONSE))


def _like_project(project: Project) -> QuerySet[Interest]:
    asked = Interest.objects.filter(side=Side.PROJECT)
    if project.holder_id:
        return asked.filter(project__holder=project.holder_id)
    return asked.filter(project__holder=None, project__custodian=project.custodian_id)


def _like_posting(posting: Posting) -> QuerySet[Interest]:
    asked = Interest.objects.filter(side=Side.POSTING).exclude(posting__reach=Reach.ANONYMOUS)
    return asked.filter(
        posting__organisation=posting.organisation_id, posting__custodian=posting.custodian_id
    )
