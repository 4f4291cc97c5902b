"""Figures of the front page, read where several rooms meet."""

from collections import Counter
from typing import Any

from django.db.models import Count, Q

from accounts.queries import withdrawn_consents
from accounts.terms import taxonomies
from foundation.clock import YearBegan
from matching.queries import interest_counts
from projects.models import Project, Recommendation, Service
from projects.queries import shown
from projects.states import ProjectStatus, RecommendationStatus


def way_so_far() -> dict[str, int]:
    """How many achievements came to each station of the way; each counts those further on. Of each
    nothing is read but what its index holds."""
    accepted = Q(accepted_by__isnull=False) | Q(listed_at__isnull=False)
    listed = Q(status=ProjectStatus.LISTED)
    consented = Q(display_consent__isnull=False) & ~Q(display_consent__in=withdrawn_consents())
    filed = Project.objects.filter(submitted_at__isnull=False)
    return filed.aggregate(
        filed=Count("status"),
        accepted=Count("status", filter=accepted),
        listed=Count("status", filter=listed),
        shown=Count("status", filter=listed & consented),
        this_year=Count("status", filter=listed & Q(listed_at__gte=YearBegan())),
    )


def what_came_of_it() -> dict[str, int]:
    """Achievements recommended now, achievements somebody is interested in, interests, services."""
    recommended = Recommendation.objects.filter(status=RecommendationStatus.GIVEN)
    return {
        **recommended.aggregate(recommended=Count("project", distinct=True)),
        **interest_counts(),
        "services": Service.objects.noted().count(),
    }


def fields_shown() -> list[dict[str, Any]]:
    """The classes of the vocabulary that hold something shown: code, name and count. Counted by
    what an index holds, then put together: names are few and known."""
    of_each = shown().exclude(field=None).order_by().values_list("field").annotate(n=Count("*"))
    counts: Counter[str] = Counter()
    for code, count in of_each:
        counts[code.partition(".")[0]] += count
    rows = (row for row in taxonomies()["fields"] if row["code"] in counts)
    return [{**row, "count": counts[row["code"]]} for row in rows]
