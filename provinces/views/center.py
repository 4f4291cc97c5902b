"""The centre's overview: the 37 plans by how far they are, and reminding those who lag."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.models import Cycle
from accounts.states import Role
from foundation import clock
from projects.content import sha256_of
from provinces.queries import (
    call_cycle,
    exemptions_in,
    plans_of,
    standing_submission,
    with_standing,
)
from provinces.queries.decisions import results_of
from provinces.reminding import remind, to_remind
from provinces.states import ExemptionStatus, PlanStatus
from provinces.views.finding import cycle_asked, find_plan
from provinces.views.live import live_of


@dataclass(frozen=True)
class Tile:
    """One unit: its state as a word and a tone; `extended` where it has its own end."""

    plan: Any
    state: str
    label: str
    extended: bool


# In the order of the way: value, label.
STATES = (
    ("blank", "没有开始"),
    ("typing", "填写中"),
    ("frozen", "已定稿"),
    ("scanned", "扫描件已传"),
    ("submitted", "已报送"),
)
_LABELS = dict(STATES)


@require_safe
@desk_of(*Role.of_centre)
def plans(request: HttpRequest) -> HttpResponse:
    overview = _overview(cycle_asked(request))
    cycle = overview["cycle"]
    given = exemptions_in(cycle).filter(status=ExemptionStatus.GIVEN)
    context = {**overview, "exemptions": given, "may_remind": to_remind(cycle).exists()}
    return render(request, "provinces/center_plans.html", context)


def _overview(cycle: Cycle) -> dict[str, Any]:
    tiles = [_tile(plan, cycle) for plan in with_standing(plans_of(cycle))]
    counts = [(v, label, sum(tile.state == v for tile in tiles)) for v, label in STATES]
    return {
        "cycle": cycle,
        "tiles": tiles,
        "counts": counts,
        "end_in_words": clock.end_in_words(cycle.closes_at) if cycle.closes_at else "",
    }


def _tile(plan: Any, cycle: Any) -> Tile:
    state = _state_of(plan)
    return Tile(plan, state, _LABELS[state], extended=plan.closes_at != cycle.closes_at)


def _state_of(plan: Any) -> str:
    if plan.status == PlanStatus.SUBMITTED:
        return "submitted"
    if not plan.version or plan.revision != plan.frozen:
        return "typing" if plan.revision else "blank"
    return "scanned" if plan.scan else "frozen"


def _etag(request: HttpRequest) -> str:
    overview = _overview(cycle_asked(request))
    said = [
        f"{tile.state} {tile.plan.serial} {tile.plan.closes_at} {tile.plan.reminded_at}"
        for tile in overview["tiles"]
    ]
    return f'"{sha256_of({"tiles": said})}"'


@require_safe
@desk_of(*Role.of_centre)
@cache_control(private=True, no_cache=True)
@condition(etag_func=_etag)
def plans_live(request: HttpRequest) -> HttpResponse:
    return render(request, "provinces/_tiles.html", _overview(cycle_asked(request)))


@require_POST
@desk_of(*Role.of_centre)
def remind_plans(request: HttpRequest) -> HttpResponse:
    """All who have not submitted, or the units named."""
    waiting = to_remind(call_cycle())
    if units := request.POST.getlist("unit"):
        waiting = waiting.filter(unit__in=[unit for unit in units if unit.isalpha()][:40])
    moved = remind(waiting, by=actor_on(request))
    if moved.rows:
        messages.success(request, f"已催办 {len(moved.rows)} 家")
    else:
        messages.info(request, "没有要催办的：都已报送，或 12 小时内催办过")
    return redirect("center_plans")


@require_safe
@desk_of(*Role.of_centre)
def plan_detail(request: HttpRequest, abbr: str) -> HttpResponse:
    """What the unit has handed in: the version and scan that stand, receipts; before that, the
    newest there is."""
    plan = find_plan(request, abbr)
    context = {
        **live_of(plan, standing_submission(plan)),
        "tile": _tile(plan, plan.cycle),
        "history": plan.submissions.select_related("version", "scan", "filed_by"),
        "results": results_of(plan),
        "may_remind": to_remind(plan.cycle).filter(pk=plan.pk).exists(),
    }
    return render(request, "provinces/center_plan.html", context)
