"""What an organisation has filed over the years, as far as the reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractYear

from foundation.clock import SHANGHAI
from projects.models import Project, Recommendation
from projects.states import ProjectStatus

YEARS = 11  # the notice's programme looks back so far


@dataclass(frozen=True, slots=True)
class Filings:
    """Of one year: how many were submitted, passed the unit's screening, were ever recommended."""

    year: int
    filed: int = 0
    accepted: int = 0
    recommended: int = 0


def filings_of(projects: QuerySet[Project], organisation: int, this_year: int) -> list[Filings]:
    """The newest year first, years without any among them; years are those in Shanghai of the last
    submission. `projects` are those the reader may see."""
    ever = Recommendation.objects.filter(project=OuterRef("pk"))
    accepted = Q(status__in=(ProjectStatus.ACCEPTED, ProjectStatus.LISTED)) | Q(code__isnull=False)
    filed = projects.filter(organisation=organisation, submitted_at__isnull=False).order_by()
    rows = (
        filed.annotate(year=ExtractYear("submitted_at", tzinfo=SHANGHAI))
        .filter(year__gt=this_year - YEARS)
        .values("year")
        .annotate(
            filed=Count("pk"),
            accepted=Count("pk", filter=accepted),
            recommended=Count("pk", filter=Q(Exists(ever))),
        )
    )
    found: Mapping[int, Filings] = {row["year"]: Filings(**row) for row in rows}
    years = range(this_year, this_year - YEARS, -1)
    return [found.get(year, Filings(year)) for year in years]
