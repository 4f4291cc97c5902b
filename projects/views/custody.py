"""Who answers for a project: custody taken over, contacts invited, claims that wait; and what
whoever answers says of it: that it still holds, that it may be shown."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of, unit_desk
from accounts.states import Role
from projects.models import Project
from projects.queries import claims_waiting, invitable_by, visible_to
from projects.states import ClaimStatus
from projects.views import library_steps as steps
from projects.views.deciding import carry_out
from projects.views.reading import PAGE_SIZE, find_project
from projects.views.steps import Step


@require_POST
@desk_of(Role.HOLDER)
def my_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.CONFIRM, "my")


@require_POST
@desk_of(Role.HOLDER)
def show_own(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.SHOW, "my")


@require_POST
@desk_of(Role.HOLDER)
def hide_own(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.HIDE, "my")


@require_POST
@unit_desk
def unit_confirm(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.CONFIRM_AT_UNIT, "unit")


@require_POST
@desk_of(*Role.of_unit)
@decision
def take_over(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.TAKE_OVER, "unit")


@require_POST
@unit_desk
def invite_contact(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.INVITE_CONTACT, "unit")


@require_safe
@unit_desk
def claim_list(request: HttpRequest) -> HttpResponse:
    """What waits, who waits longest first; and whom one click would invite."""
    by = actor_on(request)
    visible = visible_to(by, Project.objects.all())
    waiting = list(claims_waiting(visible))
    free = invitable_by(by)
    context = {
        "requested": [one for one in waiting if one.status == ClaimStatus.REQUESTED],
        "invited": [one for one in waiting if one.status == ClaimStatus.INVITED],
        "page": Paginator(free, PAGE_SIZE).get_page(request.GET.get("page")),
        "may_answer": by.role == Role.UNIT_LEAD,
    }
    return render(request, "projects/unit_claims.html", context)


def _decide(request: HttpRequest, ref: str, step: Step, desk: str) -> HttpResponse:
    return carry_out(request, step, find_project(request, ref), desk=desk)
