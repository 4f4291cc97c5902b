"""What the desks share in reading: a page of a list, one project with its history."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.guards import actor_on
from projects.models import Project
from projects.queries import by_name, for_list, history_of, visible_to
from records.workflow import available_moves

PAGE_SIZE = 20


def page_of(request: HttpRequest, projects: QuerySet[Project]) -> Page[Project]:
    return Paginator(for_list(projects), PAGE_SIZE).get_page(request.GET.get("page"))


def find_project(request: HttpRequest, name: str) -> Project:
    """By ref or code; what the actor may not see does not exist for them."""
    visible = visible_to(actor_on(request), Project.objects.all())
    project = for_list(by_name(name, visible)).first()
    if project is None:
        raise Http404
    return project


def show_project(request: HttpRequest, name: str, *, desk: str) -> HttpResponse:
    """One project at a desk: the buttons are the moves the door would accept."""
    project = find_project(request, name)
    context: dict[str, Any] = {
        "project": project,
        "version": project.versions.order_by("-number").first(),
        "history": history_of(project),
        "moves": available_moves(project, actor_on(request)),
        "at_desk": desk,
    }
    return render(request, "projects/detail.html", context)
