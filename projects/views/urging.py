"""催办 of one project, from the desk it lies on."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.guards import desk_of
from accounts.states import Role
from projects.views import steps
from projects.views.deciding import carry_out
from projects.views.reading import find_project


@require_POST
@desk_of(*Role.of_unit)
def remind_at_unit(request: HttpRequest, ref: str) -> HttpResponse:
    return carry_out(request, steps.REMIND_AT_UNIT, find_project(request, ref), desk="unit")


@require_POST
@desk_of(*Role.of_centre)
def remind_at_centre(request: HttpRequest, ref: str) -> HttpResponse:
    return carry_out(request, steps.REMIND_AT_CENTRE, find_project(request, ref), desk="center")
