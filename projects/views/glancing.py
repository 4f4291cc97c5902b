"""历年填报: what the organisation behind a project has filed before, at a glance."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.guards import actor_on, asked_at
from accounts.models import Organisation
from foundation.clock import year_in_shanghai
from projects.models import Project
from projects.queries import Filings, filings_of, visible_to
from projects.views.lists import ALL, QUEUES


@dataclass(frozen=True, slots=True)
class Glance:
    """`years` are the figures of each year and the list behind them; `most` is the longest bar."""

    organisation: Organisation
    years: list[tuple[Filings, str]]
    most: int
    total: int
    list_url: str


def glance_at(request: HttpRequest, desk: str, project: Project) -> Glance | None:
    """At the desks of unit and centre; None where nobody knows whose it is."""
    if desk not in QUEUES or project.organisation is None:
        return None
    visible = visible_to(actor_on(request), Project.objects.all())
    this_year = year_in_shanghai(asked_at(request))
    years = filings_of(visible, project.organisation.pk, this_year)
    whose = {"state": ALL.value, "organisation": project.organisation.ref}
    here = reverse(QUEUES[desk].list_name)
    return Glance(
        project.organisation,
        [(one, f"{here}?{urlencode(whose | _within(one.year))}") for one in years],
        max(one.filed for one in years),
        sum(one.filed for one in years),
        f"{here}?{urlencode(whose)}",
    )


def _within(year: int) -> dict[str, str]:
    return {"since": f"{year}-01-01", "until": f"{year}-12-31"}
