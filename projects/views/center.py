"""The desk of the centre: what waits to be listed, and the library."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import decision, desk_of
from accounts.states import Role
from projects.views import steps
from projects.views.deciding import carry_out
from projects.views.likes import show_difference
from projects.views.list_pages import show_list
from projects.views.reading import find_project, show_project


@require_safe
@desk_of(*Role.of_centre)
def library(request: HttpRequest) -> HttpResponse:
    """What waits to be listed; with `?state=` all else that was filed."""
    return show_list(request, "center")


@require_safe
@desk_of(*Role.of_centre)
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    return show_project(request, ref, desk="center")


@require_safe
@desk_of(*Role.of_centre)
def compare_projects(request: HttpRequest, ref: str, other: str) -> HttpResponse:
    return show_difference(request, find_project(request, ref), other, desk="center")


@require_POST
@desk_of(*Role.of_centre)
@decision
def list_one(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.LIST)


@require_POST
@desk_of(*Role.of_centre)
@decision
def return_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.RETURN_ACCEPTED)


@require_POST
@desk_of(*Role.of_centre)
@decision
def withdraw_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.WITHDRAW)


@require_POST
@desk_of(*Role.of_centre)
@decision
def restore_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.RESTORE)


@require_POST
@desk_of(*Role.of_centre)
def note_service(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.NOTE_AT_CENTRE)


def _decide(request: HttpRequest, ref: str, step: steps.Step) -> HttpResponse:
    return carry_out(request, step, find_project(request, ref), desk="center")
