"""What the views of this room share in finding: the plan of whoever asks, with how far it is."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.guards import actor_on
from accounts.models import Cycle
from provinces.models import WorkPlan
from provinces.queries import call_cycle, visible_to, with_standing
from provinces.queries.checks import with_mended


def cycle_asked(request: HttpRequest) -> Cycle:
    year = request.GET.get("year", "")
    if year.isascii() and year.isdigit() and len(year) == 4:  # noqa: PLR2004 -- a year
        return get_object_or_404(Cycle, year=int(year))
    return call_cycle()


def own_plan(request: HttpRequest) -> Any:
    """The unit's for the call at work or `?year=`, with its standing; None before the call is
    published."""
    plans = visible_to(actor_on(request), WorkPlan.objects.filter(cycle=cycle_asked(request)))
    return with_standing(plans.filter(unit=actor_on(request).unit)).first()


def require_plan(request: HttpRequest) -> Any:
    plan = own_plan(request)
    if plan is None:
        raise Http404
    return plan


def find_plan(request: HttpRequest, abbr: str) -> Any:
    """Of the call at work or `?year=`, by its unit."""
    plans = visible_to(actor_on(request), WorkPlan.objects.filter(cycle=cycle_asked(request)))
    plan = with_mended(with_standing(plans.filter(unit=abbr.upper()))).first()
    if plan is None:
        raise Http404
    return plan
