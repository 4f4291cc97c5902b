"""The centre's overview: the 37 plans by how far they are, and reminding those who lag."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation import clock
from foundation.caching import polled
from projects.content import sha256_of
from provinces.queries import (
    exemptions_in,
    plans_of,
    with_standing,
)
from provinces.queries.checks import with_mended
from provinces.reminding import remind, to_remind
from provinces.states import ExemptionStatus, PlanStatus
from provinces.views.finding import cycle_asked


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
    ("waiting", "待审查"),
    ("returned", "退回补正"),
    ("mended", "已补报，待审查"),
    ("accepted", "形式审查通过"),
)
_LABELS = dict(STATES)
_TO_CHECK = ("waiting", "mended")


@require_safe
@desk_of(*Role.of_centre)
def plans(request: HttpRequest) -> HttpResponse:
    overview = _overview(request)
    cycle = overview["cycle"]
    given = exemptions_in(cycle).filter(status=ExemptionStatus.GIVEN)
    context = {**overview, "exemptions": given, "may_remind": to_remind(cycle).exists()}
    return render(request, "provinces/center_plans.html", context)


def _overview(request: HttpRequest) -> dict[str, Any]:
    """Of the cycle asked for; with `?state=` the tiles in one state alone."""
    cycle = cycle_asked(request)
    tiles = [tile_of(plan) for plan in with_mended(with_standing(plans_of(cycle)))]
    asked = request.GET.get("state", "")
    state = asked if asked in _LABELS else ""
    return {
        "cycle": cycle,
        "year_query": f"?year={cycle.year}",
        "tiles": [tile for tile in tiles if state in ("", tile.state)],
        "counts": [
            (value, label, sum(tile.state == value for tile in tiles)) for value, label in STATES
        ],
        "state": state,
        "is_published": bool(tiles),
        "to_check": next((tile for tile in tiles if tile.state in _TO_CHECK), None),
        "end_in_words": clock.end_in_words(cycle.closes_at) if cycle.closes_at else "",
    }


def tile_of(plan: Any) -> Tile:
    """Of a plan with its standing."""
    state = _state_of(plan)
    return Tile(plan, state, _LABELS[state], extended=plan.closes_at != plan.cycle.closes_at)


def _state_of(plan: Any) -> str:
    if plan.status in (PlanStatus.RETURNED, PlanStatus.ACCEPTED):
        return str(plan.status)
    if plan.status == PlanStatus.SUBMITTED:
        is_over = plan.closes_at and plan.now >= plan.closes_at
        return "mended" if plan.is_mended else "waiting" if is_over else "submitted"
    if not plan.version or plan.revision != plan.frozen:
        return "typing" if plan.revision else "blank"
    return "scanned" if plan.scan else "frozen"


def _etag(request: HttpRequest) -> str:
    overview = _overview(request)
    counts = [str(count) for _, _, count in overview["counts"]]
    said = [
        f"{tile.state} {tile.plan.serial} {tile.plan.closes_at} {tile.plan.reminded_at}"
        for tile in overview["tiles"]
    ]
    return f'"{sha256_of({"tiles": said, "counts": counts})}"'


@require_safe
@desk_of(*Role.of_centre)
@polled(_etag)
def plans_live(request: HttpRequest) -> HttpResponse:
    return render(request, "provinces/_tiles.html", _overview(request))


@require_POST
@desk_of(*Role.of_centre)
def remind_plans(request: HttpRequest) -> HttpResponse:
    """All who have not submitted, or the units named."""
    cycle = cycle_asked(request)
    waiting = to_remind(cycle)
    if units := request.POST.getlist("unit"):
        waiting = waiting.filter(unit__in=[unit for unit in units if unit.isalpha()][:40])
    moved = remind(waiting, by=actor_on(request))
    if moved.rows:
        messages.success(request, f"已催办 {len(moved.rows)} 家")
    else:
        messages.info(request, "没有要催办的：都已报送，或 12 小时内催办过")
    return redirect(f"{reverse('center_plans')}?year={cycle.year}")
