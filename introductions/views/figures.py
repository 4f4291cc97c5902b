"""How interests fare, for units and the centre: figures alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from introductions.queries.figures import by_field, by_unit, interests_at, totals


@require_safe
@desk_of(*Role.of_unit)
def of_unit(request: HttpRequest) -> HttpResponse:
    interests = interests_at(actor_on(request).unit)
    tables = [("按领域", by_field(interests))]
    return _show(request, {"total": totals(interests), "tables": tables})


@require_safe
@desk_of(*Role.of_centre)
def of_centre(request: HttpRequest) -> HttpResponse:
    interests = interests_at()
    tables = [("按推荐单位", by_unit(interests)), ("按领域", by_field(interests))]
    return _show(request, {"total": totals(interests), "tables": tables})


def _show(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "introductions/figures.html", context)
