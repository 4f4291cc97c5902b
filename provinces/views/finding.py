"""What the views of this room share in finding: the plan of whoever asks, with how far it is."""

from typing import Any

from django.http import Http404, HttpRequest

from accounts.cycles import current_cycle
from accounts.guards import actor_on
from provinces.models import WorkPlan
from provinces.queries import visible_to, with_standing


def own_plan(request: HttpRequest) -> Any:
    """The unit's for the running cycle, with its standing; None before the call is published."""
    plans = visible_to(actor_on(request), WorkPlan.objects.filter(cycle=current_cycle()))
    return with_standing(plans.filter(unit=actor_on(request).unit)).first()


def require_plan(request: HttpRequest) -> Any:
    plan = own_plan(request)
    if plan is None:
        raise Http404
    return plan


def find_plan(request: HttpRequest, abbr: str) -> Any:
    """Of the running cycle, by its unit."""
    plans = visible_to(actor_on(request), WorkPlan.objects.filter(cycle=current_cycle()))
    plan = with_standing(plans.filter(unit=abbr.upper())).first()
    if plan is None:
        raise Http404
    return plan
