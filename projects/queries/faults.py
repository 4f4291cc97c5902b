"""What may be wrong in the library, list by list, each in one query."""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from projects.models import Correction, Project, Version
from projects.queries.proofreadings import proofreadings, with_standing
from projects.states import CorrectionStatus, ProjectStatus

_WITH = ("unit", "organisation")


def expired(today: date) -> QuerySet[Project]:
    """Listed, and the last of its granted patents is no longer in force; the longest first."""
    found = Project.objects.filter(status=ProjectStatus.LISTED, queue_row__rights_end__lt=today)
    return found.select_related(*_WITH, "queue_row").order_by("queue_row__rights_end", "pk")


def with_last_word(projects: QuerySet[Project]) -> QuerySet[Any]:
    """`last_word`: when what is in force was frozen, or last said to hold still."""
    return projects.annotate(last_word=Greatest("listing__version__frozen_at", "confirmed_at"))


def stale(since: datetime) -> QuerySet[Any]:
    """Listed, and no word of it since then; the longest first."""
    listed = with_last_word(Project.objects.filter(status=ProjectStatus.LISTED))
    pending = Correction.objects.filter(
        project=OuterRef("pk"), status__in=CorrectionStatus.pending, began_at__gte=since
    )
    found = listed.filter(last_word__lt=since).exclude(Exists(pending))
    return found.select_related(*_WITH).order_by("last_word", "pk")


def months_before(moment: datetime, months: int) -> datetime:
    """The same day that many months ago, or the last of that month."""
    years, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(years, month + 1)[1])
    return moment.replace(year=years, month=month + 1, day=day)


def unread(wanted: int) -> QuerySet[Any]:
    """What the centre still has to read, each with the `standing_number` of its version: where
    `wanted` persons are to read everything, what waits for the library or is in it; else what is in
    force by a correction alone."""
    enough = proofreadings().values("version").annotate(n=Count("pk")).filter(n__gte=wanted or 1)
    statuses = [ProjectStatus.ACCEPTED, ProjectStatus.LISTED] if wanted else [ProjectStatus.LISTED]
    found = with_standing(Project.objects.filter(status__in=statuses))
    if not wanted:
        corrected = Correction.objects.filter(
            version=OuterRef("listing__version"), status=CorrectionStatus.ACCEPTED
        )
        found = found.filter(Exists(corrected))
    standing = Version.objects.filter(pk=OuterRef("standing"))
    found = found.exclude(standing__in=enough.order_by().values("version")).annotate(
        standing_number=Subquery(standing.values("number"))
    )
    return found.select_related(*_WITH).order_by(F("listed_at").asc(nulls_first=True), "pk")
