"""A unit's plan on one page: the time that is left, how far it is, what comes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.caching import polled
from projects.content import sha256_of
from provinces.forms.files import ACCEPTED
from provinces.planning import draft_of, may_copy_last, standing_of
from provinces.queries import cap_of
from provinces.queries.checks import checks_of
from provinces.queries.decisions import results_of
from provinces.queries.scoring import remarks_on
from provinces.queries.timeline import timeline_of
from provinces.scanning import TARGET
from provinces.submission import submission_problems
from provinces.views.checklist import checklist_of
from provinces.views.finding import find_plan, own_plan, require_plan
from provinces.views.form import lacks_of, stations_of, url_of
from provinces.views.live import countdown_of, live_of
from provinces.views.mending import mending_of, told_of
from records.queries import own_uploads
from records.states import UploadStage
from records.workflow import available_moves


@require_safe
@desk_of(*Role.of_unit, *Role.of_centre)
def find(request: HttpRequest, abbr: str) -> HttpResponse:
    """Where messages to both sides lead: the plan of `?year=` at the desk of whoever reads them."""
    plan = find_plan(request, abbr)
    is_units = actor_on(request).role in Role.of_unit
    page = reverse("unit_plan") if is_units else reverse("center_plan", args=[plan.unit_id])
    return redirect(f"{page}?year={plan.cycle.year}")


@require_safe
@desk_of(*Role.of_unit)
def plan_page(request: HttpRequest) -> HttpResponse:
    plan = own_plan(request)
    if plan is None:
        return render(request, "provinces/no_call.html")
    draft, live, cap = draft_of(plan), live_of(plan), cap_of(plan)
    standing = standing_of(plan, draft)
    history = list(plan.submissions.select_related("version", "scan", "filed_by", "printing"))
    mending = mending_of(plan, standing.sections)
    uploads = own_uploads(actor_on(request).user_id).filter(target=TARGET, about=plan.ref)
    context = {
        **live,
        "draft": draft,
        "stations": stations_of(standing),
        "lacks": lacks_of(standing),
        "mending": mending,
        "mending_links": [(one.label, url_of(one)) for one in mending.sections] if mending else [],
        "may_change_events": live["countdown"].is_open
        and (mending is None or mending.events_are_open),
        "checks": [told_of(check) for check in checks_of(plan)],
        "timeline": timeline_of(plan),
        "events": [(event, _title_of(event.ref, draft)) for event in standing.events],
        "cap": cap,
        "left": max(0, cap - len(standing.events)),
        "checklist": checklist_of(standing, live, cap),
        "uploads": [upload for upload in uploads if upload.stage != UploadStage.KEPT],
        "accepted": ACCEPTED,
        "may_copy": not (draft and draft.typed) and may_copy_last(plan),
        **_signing(request, plan),
        "history": history,
        "results": results_of(plan),
        "remarks": remarks_on(plan),
        "earlier": plan.unit.plans.exclude(pk=plan.pk).select_related("cycle"),
    }
    return render(request, "provinces/plan.html", context)


def _signing(request: HttpRequest, plan: Any) -> dict[str, Any]:
    """What whoever asks may do with it, and what keeps it from being handed in."""
    return {
        "moves": [move.verb for move in available_moves(plan, actor_on(request))],
        "unready": submission_problems(plan),
    }


def _title_of(ref: str, draft: Any) -> str:
    return str((draft.typed.get(f"{ref}_title") if draft else "") or "还没有起名")


def _etag(request: HttpRequest) -> str | None:
    plan = own_plan(request)
    if plan is None:
        return None
    countdown = countdown_of(plan)
    facts = (
        actor_on(request).role,  # what may be signed off is part of the answer
        *(plan.ref, plan.status, plan.version, plan.revision, plan.frozen, plan.scan),
        *(plan.serial, plan.printed, plan.read, countdown.is_open, countdown.closes_at),
    )
    return f'"{sha256_of({"facts": [str(one) for one in facts]})}"'


@require_safe
@desk_of(*Role.of_unit)
@polled(_etag)
def plan_live(request: HttpRequest) -> HttpResponse:
    """Asked every few seconds on the last day: nothing is sent where nothing has changed."""
    plan = require_plan(request)
    live = live_of(plan)
    checklist = checklist_of(standing_of(plan), live, cap_of(plan))
    context = {**live, **_signing(request, plan), "checklist": checklist}
    return render(request, "provinces/_polled.html", context)
