"""The holder's desk: their achievements, from the first line to the submission."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, desk_of, person_on
from accounts.queries import units_for
from accounts.states import Role
from projects.models import Project
from projects.queries import claimable_by, claims_of, visible_to
from projects.rules import with_pending
from projects.states import ClaimStatus, ProjectStatus
from projects.views.copying import copy_sheet
from projects.views.from_word import begin_from_word, fill_from_word
from projects.views.reading import find_project, page_of, show_project
from projects.views.sheets import (
    edit_sheet,
    fetch_back,
    give_up,
    is_open,
    new_sheet,
    take_up,
)
from projects.views.standing import Desk
from projects.views.typing import keep, look_back, start_over

DESK = Desk(
    "my_project", "my_project", "my_project_new", "my_projects", "我的成果", on_behalf=False
)


@require_safe
@desk_of(Role.HOLDER)
def project_list(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    own = Project.objects.select_related("display_consent").order_by("-opened_at", "-pk")
    own = own.prefetch_related(with_pending())
    context = {
        "page": page_of(request, visible_to(by, own)),
        "invited": claims_of(by.user_id).filter(status=ClaimStatus.INVITED).count(),
        "claimable": claimable_by(person_on(request)).count(),
    }
    return render(request, "projects/my_list.html", context)


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def new_project(request: HttpRequest) -> HttpResponse:
    return new_sheet(request, DESK, unit=_own_unit(request))


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    """What is open for editing is a form; the rest is a page. What is in the library stays a page:
    a step of its correction is asked for by name."""
    project = find_project(request, ref)
    is_page = project.status == ProjectStatus.LISTED and "step" not in request.GET
    if request.method == "GET" and (is_page or not is_open(project, actor_on(request))):
        return show_project(request, ref, desk="my")
    return edit_sheet(request, project, DESK)


@require_POST
@desk_of(Role.HOLDER)
def discard_project(request: HttpRequest, ref: str) -> HttpResponse:
    return give_up(request, ref, DESK)


@require_POST
@desk_of(Role.HOLDER)
def resume_project(request: HttpRequest, ref: str) -> HttpResponse:
    return take_up(request, ref, DESK)


@require_POST
@desk_of(Role.HOLDER)
def take_back_project(request: HttpRequest, ref: str) -> HttpResponse:
    return fetch_back(request, ref, DESK)


@require_POST
@desk_of(Role.HOLDER)
def keep_new(request: HttpRequest) -> HttpResponse:
    return keep(request, "", DESK)


@require_POST
@desk_of(Role.HOLDER)
def start_new_over(request: HttpRequest) -> HttpResponse:
    return start_over(request, DESK)


@require_POST
@desk_of(Role.HOLDER)
def keep_project(request: HttpRequest, ref: str) -> HttpResponse:
    return keep(request, ref, DESK)


@require_POST
@desk_of(Role.HOLDER)
def copy_project(request: HttpRequest, ref: str) -> HttpResponse:
    return copy_sheet(request, ref, DESK)


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def project_saves(request: HttpRequest, ref: str) -> HttpResponse:
    return look_back(request, find_project(request, ref), DESK)


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def from_word(request: HttpRequest, ref: str) -> HttpResponse:
    return fill_from_word(request, ref, DESK)


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def new_from_word(request: HttpRequest) -> HttpResponse:
    return begin_from_word(request, DESK, unit=_own_unit(request))


def _own_unit(request: HttpRequest) -> str:
    """Where the person's organisation stands, if only one unit answers for that place."""
    organisation = person_on(request).organisation
    place = organisation.place if organisation else None
    units = units_for(place) if place else []
    return units[0].abbr if len(units) == 1 else ""
