"""The desk of a unit: what waits for its screening, and all that is its own; under a delegation an
agency's people see there what their organisation answers for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of, unit_desk
from accounts.states import Role
from projects.models import Claim, Project, Recommendation
from projects.queries import visible_to
from projects.views import steps
from projects.views.deciding import carry_out
from projects.views.likes import show_difference
from projects.views.list_pages import show_list
from projects.views.reading import find_project, show_project


@require_safe
@unit_desk
def project_list(request: HttpRequest) -> HttpResponse:
    """The queue, oldest first; with `?state=` others, the newest first."""
    return show_list(request, "unit")


@require_safe
@unit_desk
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    return show_project(request, ref, desk="unit")


@require_safe
@unit_desk
def compare_projects(request: HttpRequest, ref: str, other: str) -> HttpResponse:
    return show_difference(request, find_project(request, ref), other, desk="unit")


@require_POST
@desk_of(*Role.of_unit)
@decision
def accept_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.ACCEPT)


@require_POST
@desk_of(*Role.of_unit)
@decision
def return_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.RETURN)


@require_POST
@desk_of(*Role.of_unit)
@decision
def decline_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.DECLINE)


@require_POST
@desk_of(*Role.of_unit)
@decision
def hand_over_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.HAND_OVER)


@require_POST
@desk_of(*Role.of_unit)
@decision
def recommend_project(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.RECOMMEND)


@require_POST
@desk_of(*Role.of_unit)
@decision
def withdraw_recommendation(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide_on(request, Recommendation, ref, steps.WITHDRAW_RECOMMENDATION)


@require_POST
@desk_of(*Role.of_unit)
def note_service(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.NOTE_AT_UNIT)


@require_POST
@unit_desk
def invite_holder(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.INVITE)


@require_POST
@desk_of(*Role.of_unit)
@decision
def confirm_claim(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide_on(request, Claim, ref, steps.CONFIRM_CLAIM)


@require_POST
@desk_of(*Role.of_unit)
@decision
def decline_claim(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide_on(request, Claim, ref, steps.DECLINE_CLAIM)


@require_POST
@unit_desk
def give_up_claim(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide_on(request, Claim, ref, steps.GIVE_UP_CLAIM)


def _decide(request: HttpRequest, ref: str, step: steps.Step) -> HttpResponse:
    return carry_out(request, step, find_project(request, ref), desk="unit")


def _decide_on(
    request: HttpRequest,
    model: type[Claim] | type[Recommendation],
    ref: str,
    step: steps.Step,
) -> HttpResponse:
    """About a record of a project the actor may see."""
    visible = visible_to(actor_on(request), Project.objects.all())
    rows = model._base_manager.filter(ref=ref.upper(), project__in=visible)
    about = rows.select_related("project").first()
    if about is None:
        raise Http404
    return carry_out(request, step, about.project, about, desk="unit")
