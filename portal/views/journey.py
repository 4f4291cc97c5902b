"""A project's whole way, at the desks of those who work on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import desk_of, unit_desk
from accounts.states import Role
from portal.journey import journey_of
from projects.views.reading import find_project


@require_safe
@desk_of(Role.HOLDER)
def of_holder(request: HttpRequest, ref: str) -> HttpResponse:
    return _journey(request, ref, "my_project")


@require_safe
@unit_desk
def of_unit(request: HttpRequest, ref: str) -> HttpResponse:
    return _journey(request, ref, "unit_project")


@require_safe
@desk_of(*Role.of_centre)
def of_centre(request: HttpRequest, ref: str) -> HttpResponse:
    return _journey(request, ref, "center_project")


def _journey(request: HttpRequest, ref: str, url_name: str) -> HttpResponse:
    project = find_project(request, ref)
    context = {"project": project, "steps": journey_of(project), "url_name": url_name}
    return render(request, "portal/journey.html", context)
