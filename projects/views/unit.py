"""The desk of a unit: what waits for its screening, and all that is its own; under a delegation an
agency's people see there what their organisation answers for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of, unit_desk
from accounts.states import Role
from projects.models import Project
from projects.queries import awaiting_screening, visible_to
from projects.screening import accept
from projects.views.reading import find_project, page_of, show_project


@require_safe
@unit_desk
def desk(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    return redirect("unit_projects")


@require_safe
@unit_desk
def project_list(request: HttpRequest) -> HttpResponse:
    """The queue, oldest first; with `?all=1` everything of the unit."""
    visible = visible_to(actor_on(request), Project.objects.all())
    show_all = "all" in request.GET
    projects = visible.order_by("-pk") if show_all else awaiting_screening(visible)
    context = {"page": page_of(request, projects), "show_all": show_all}
    return render(request, "projects/unit_list.html", context)


@require_safe
@unit_desk
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    return show_project(request, ref, desk="unit")


@require_POST
@desk_of(*Role.of_unit)
@decision
def accept_project(request: HttpRequest, ref: str) -> HttpResponse:
    project = accept(find_project(request, ref), by=actor_on(request))
    messages.success(request, f"“{project.title}”已通过初审，等待火炬中心入库")
    return redirect("unit_project", project.ref)
