"""The desk of the centre: what waits to be listed, and the library."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from foundation.text import clean_line
from projects.library import list_all
from projects.models import Project
from projects.queries import visible_to
from projects.states import ProjectStatus as S
from projects.views import steps
from projects.views.bulk_bar import with_bar
from projects.views.deciding import carry_out
from projects.views.likes import show_difference
from projects.views.reading import ALL, Tab, find_project, show_project

TABS = (
    Tab("accepted", "待入库", (S.ACCEPTED,), is_queue=True),
    Tab("listed", "已入库", (S.LISTED,)),
    Tab("submitted", "待初审", (S.SUBMITTED,), is_queue=True),
    Tab("returned", "退回", (S.RETURNED,)),
    Tab("declined", "未通过", (S.DECLINED,)),
    Tab("withdrawn", "已撤下", (S.WITHDRAWN,)),
    ALL,
)


@require_safe
@desk_of(*Role.of_centre)
def library(request: HttpRequest) -> HttpResponse:
    """What waits to be listed; with `?state=` all else that was filed."""
    return render(request, "projects/library.html", with_bar(request, "center", TABS))


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


def _decide(request: HttpRequest, ref: str, step: steps.Step) -> HttpResponse:
    return carry_out(request, step, find_project(request, ref), desk="center")
