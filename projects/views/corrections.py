"""信息更正 at the desks: begun by who answers for a project, decided by its unit; the centre sees
it."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of, unit_desk
from accounts.states import Role
from foundation.answers import wants_json
from foundation.errors import Refused
from projects.columns.steps import FIRST
from projects.models import Correction
from projects.queries import (
    corrections_seen_by,
    in_each_correction_state,
    last_return_of,
)
from projects.rules import may_correct
from projects.states import CorrectionStatus
from projects.views import correction_steps as steps, filing, my
from projects.views.changes import changes_of
from projects.views.deciding import carry_out
from projects.views.filing import filing_desk
from projects.views.offering import Offering, Tried, form_of, is_possible, require_right
from projects.views.reading import PAGE_SIZE, find_project
from projects.views.standing import Desk
from projects.views.steps import Step
from records.actors import Actor

_FORMS: dict[str, Desk] = {"my": my.DESK, "unit": filing.DESK}


@dataclass(frozen=True, slots=True)
class Tab:
    """Corrections in some states; `value` is its `?state=`."""

    value: str
    label: str
    statuses: tuple[str, ...]
    is_queue: bool = False


TABS = (
    Tab("proposed", "更正待审", (CorrectionStatus.PROPOSED,), is_queue=True),
    Tab("returned", "退回修改", (CorrectionStatus.RETURNED,)),
    Tab("open", "更正中", (CorrectionStatus.OPEN,)),
    Tab("ended", "已办结", tuple(s for s in CorrectionStatus if s not in CorrectionStatus.pending)),
)


@require_safe
@unit_desk
def unit_corrections(request: HttpRequest) -> HttpResponse:
    return _list_page(request, desk="unit")


@require_safe
@desk_of(*Role.of_centre)
def center_corrections(request: HttpRequest) -> HttpResponse:
    return _list_page(request, desk="center")


def _list_page(request: HttpRequest, *, desk: str) -> HttpResponse:
    """Those that wait, the oldest first; with `?state=` others, the newest first."""
    seen = corrections_seen_by(actor_on(request))
    tab = next((tab for tab in TABS if tab.value == request.GET.get("state")), TABS[0])
    counts = in_each_correction_state(seen)
    counted = {one: sum(counts.get(status, 0) for status in one.statuses) for one in TABS}
    order = ("proposed_at", "pk") if tab.is_queue else ("-began_at", "-pk")
    rows = seen.filter(status__in=tab.statuses).select_related("project__unit").order_by(*order)
    paginator = Paginator(rows.defer("sheet", "before"), PAGE_SIZE)
    paginator.count = counted[tab]
    list_url = reverse(f"{desk}_corrections")
    context = {
        "at_desk": desk,
        "tab": tab,
        "tabs": [
            {"tab": one, "count": count, "address": f"{list_url}?state={one.value}"}
            for one, count in counted.items()
        ],
        "page": paginator.get_page(request.GET.get("page")),
        "url_name": f"{desk}_correction",
    }
    return render(request, "projects/corrections.html", context)


@require_safe
@desk_of(Role.HOLDER)
def my_correction(request: HttpRequest, ref: str) -> HttpResponse:
    return show_correction(request, find_correction(request, ref), desk="my")


@require_safe
@unit_desk
def unit_correction(request: HttpRequest, ref: str) -> HttpResponse:
    return show_correction(request, find_correction(request, ref), desk="unit")


@require_safe
@desk_of(*Role.of_centre)
def center_correction(request: HttpRequest, ref: str) -> HttpResponse:
    return show_correction(request, find_correction(request, ref), desk="center")


def find_correction(request: HttpRequest, ref: str) -> Correction:
    """Of a project the actor may see at a desk; others do not exist for them."""
    seen = corrections_seen_by(actor_on(request))
    rows = seen.select_related("project__unit", "version", "proposed_by", "decided_by")
    return get_object_or_404(rows, ref=ref.upper())


def show_correction(
    request: HttpRequest, correction: Correction, *, desk: str, tried: Tried | None = None
) -> HttpResponse:
    """What it changes, with the decisions the door would accept; `tried` is one that was refused
    just now."""
    by, project = actor_on(request), correction.project
    is_returned = correction.status == CorrectionStatus.RETURNED
    context = {
        "correction": correction,
        "project": project,
        "at_desk": desk,
        "changes": changes_of(correction, by),
        "returned": last_return_of(correction) if is_returned else None,
        "versions_url_name": f"{desk}_project_versions",
        "back_url": reverse(f"{desk}_project", args=[project.ref]),
        "knows_people": desk != "my",
        "deciding": Offering(project, by, tried).of(_decisions(desk), correction),
        **own_moves(correction, by, desk),
    }
    status = tried.status if tried else HTTPStatus.OK
    return render(request, "projects/correction.html", context, status=status)


def _decisions(desk: str) -> Sequence[Step]:
    own = (steps.TAKE_BACK[desk],) if desk in steps.TAKE_BACK else ()
    return (*steps.DECIDING[desk], *own)


def own_moves(correction: Correction, by: Actor, desk: str) -> dict[str, Any]:
    """Addresses of what those who answer for the project may do next; "" what they may not."""
    if desk not in _FORMS:
        return {}
    step, is_theirs = steps.GIVE_UP[desk], may_correct(by, correction)
    is_worked_on = is_theirs and correction.status in CorrectionStatus.editable
    form = _FORMS[desk].form_of(correction.project)
    give_up = reverse(step.url_name, args=[correction.ref])
    return {
        "edit_url": form.at_step(FIRST) if is_worked_on else "",
        "give_up_url": give_up if is_possible(step, correction, by) else "",
    }


@require_POST
@desk_of(Role.HOLDER)
def begin_own(request: HttpRequest, ref: str) -> HttpResponse:
    return _begin(request, ref, desk="my")


@require_POST
@filing_desk
def begin_at_unit(request: HttpRequest, ref: str) -> HttpResponse:
    return _begin(request, ref, desk="unit")


def _begin(request: HttpRequest, ref: str, *, desk: str) -> HttpResponse:
    """Straight to the sheet."""
    project = find_project(request, ref)
    answer = carry_out(request, steps.BEGIN[desk], project, desk=desk)
    if answer.status_code != HTTPStatus.FOUND:
        return answer
    return redirect(_FORMS[desk].form_of(project).at_step(FIRST))


@require_POST
@desk_of(*Role.of_unit)
@decision
def accept_correction(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.ACCEPT, desk="unit")


@require_POST
@desk_of(*Role.of_unit)
@decision
def return_correction(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.RETURN, desk="unit")


@require_POST
@desk_of(*Role.of_unit)
@decision
def decline_correction(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.DECLINE, desk="unit")


@require_POST
@desk_of(Role.HOLDER)
def take_back_own(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.TAKE_BACK["my"], desk="my")


@require_POST
@filing_desk
def take_back_at_unit(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.TAKE_BACK["unit"], desk="unit")


@require_POST
@desk_of(Role.HOLDER)
def give_up_own(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.GIVE_UP["my"], desk="my")


@require_POST
@filing_desk
def give_up_at_unit(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, steps.GIVE_UP["unit"], desk="unit")


def _decide(request: HttpRequest, ref: str, step: Step, *, desk: str) -> HttpResponse:
    """As `deciding.carry_out`, beside the correction."""
    correction, by = find_correction(request, ref), actor_on(request)
    require_right(step, correction, by)
    form = form_of(step, correction.project, correction, request.POST)
    if not form.is_valid():
        return show_correction(request, correction, desk=desk, tried=Tried(step, correction, form))
    try:
        done = step.order(correction, by=by, **form.cleaned_data)
    except Refused as refusal:
        if wants_json(request):
            raise
        form.add_refusal(refusal)
        tried = Tried(step, correction, form, refusal.status)
        return show_correction(request, find_correction(request, ref), desk=desk, tried=tried)
    messages.success(request, step.done(done))
    return redirect(f"{desk}_correction", correction.ref)
