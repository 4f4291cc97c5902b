"""The desk of the centre: what waits to be listed, and the library."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from foundation.text import clean_line
from projects.library import list_all, list_project
from projects.models import Project
from projects.queries import awaiting_listing, visible_to
from projects.views.reading import find_project, page_of, show_project


@require_safe
@desk_of(*Role.of_centre)
def library(request: HttpRequest) -> HttpResponse:
    """What waits to be listed; with `?all=1` all that was filed."""
    visible = visible_to(actor_on(request), Project.objects.all())
    show_all = "all" in request.GET
    projects = visible.order_by("-pk") if show_all else awaiting_listing(visible)
    context = {"page": page_of(request, projects), "show_all": show_all}
    return render(request, "projects/library.html", context)


@require_safe
@desk_of(*Role.of_centre)
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    return show_project(request, ref, desk="center")


@require_POST
@desk_of(*Role.of_centre)
@decision
def list_one(request: HttpRequest, ref: str) -> HttpResponse:
    project = list_project(find_project(request, ref), by=actor_on(request))
    messages.success(request, f"已入库，编号 {project.code}")
    return redirect("center_project", project.ref)


@require_POST
@desk_of(*Role.of_centre)
@decision
def list_selected(request: HttpRequest) -> HttpResponse:
    """The ticked ones of the page; each that could not be listed is named."""
    visible = visible_to(actor_on(request), Project.objects.all())
    refs = [clean_line(ref) for ref in request.POST.getlist("ref")]
    moved = list_all(visible.filter(ref__in=refs), by=actor_on(request))
    if moved.rows:
        messages.success(request, f"已入库 {len(moved.rows)} 项")
    if not (moved.rows or moved.refused):
        messages.error(request, "请先勾选要入库的成果")
    for project, problems in moved.refused:
        reasons = "；".join(problem.sentence for problem in problems)
        messages.error(request, f"“{project.title}”没有入库：{reasons}")
    return redirect("center_library")
