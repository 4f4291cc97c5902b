"""代填: a unit, or an agency to which it has delegated collecting, files for a holder."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import View, actor_on, unit_desk
from accounts.states import Role, Scope
from projects.views.copying import copy_sheet
from projects.views.from_word import begin_from_word, fill_from_word
from projects.views.reading import find_project
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
    "unit_project", "unit_project_edit", "unit_project_new", "unit_projects", "成果", on_behalf=True
)


def filing_desk(view: View) -> View:
    """The unit's own people; an agency's where collecting was delegated to it."""

    @unit_desk
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = actor_on(request)
        if by.role == Role.AGENCY and Scope.COLLECT not in by.scopes:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@filing_desk
def new_project(request: HttpRequest) -> HttpResponse:
    return new_sheet(request, DESK)


@require_http_methods(["GET", "POST"])
@filing_desk
def edit_project(request: HttpRequest, ref: str) -> HttpResponse:
    """What is not open for editing is read at its own page."""
    project = find_project(request, ref)
    if request.method == "GET" and not is_open(project, actor_on(request)):
        return redirect("unit_project", ref)
    return edit_sheet(request, project, DESK)


@require_POST
@filing_desk
def discard_project(request: HttpRequest, ref: str) -> HttpResponse:
    return give_up(request, ref, DESK)


@require_POST
@filing_desk
def resume_project(request: HttpRequest, ref: str) -> HttpResponse:
    return take_up(request, ref, DESK)


@require_POST
@filing_desk
def take_back_project(request: HttpRequest, ref: str) -> HttpResponse:
    return fetch_back(request, ref, DESK)


@require_POST
@filing_desk
def keep_new(request: HttpRequest) -> HttpResponse:
    return keep(request, "", DESK)


@require_POST
@filing_desk
def start_new_over(request: HttpRequest) -> HttpResponse:
    return start_over(request, DESK)


@require_POST
@filing_desk
def keep_project(request: HttpRequest, ref: str) -> HttpResponse:
    return keep(request, ref, DESK)


@require_POST
@filing_desk
def copy_project(request: HttpRequest, ref: str) -> HttpResponse:
    return copy_sheet(request, ref, DESK)


@require_http_methods(["GET", "POST"])
@filing_desk
def project_saves(request: HttpRequest, ref: str) -> HttpResponse:
    return look_back(request, find_project(request, ref), DESK)


@require_http_methods(["GET", "POST"])
@filing_desk
def from_word(request: HttpRequest, ref: str) -> HttpResponse:
    return fill_from_word(request, ref, DESK)


@require_http_methods(["GET", "POST"])
@filing_desk
def new_from_word(request: HttpRequest) -> HttpResponse:
    return begin_from_word(request, DESK)
