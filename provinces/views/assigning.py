"""Who reviews what, looked at as plans × experts before anybody is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.errors import Problem, Refused
from provinces.assigning import assign, pair, pin, propose, unpair
from provinces.assignment import Breach
from provinces.models import Assignment, Expert, Pairing, ReviewRound, RoundPlan
from provinces.queries.assigning import Table, fields_of, plans_in
from provinces.queries.experts import fields_by_code
from provinces.states import AssignmentStatus, RoundStatus
from provinces.views.rounds import find_round, ordered

# By state of a cell: its one letter, and what it says.
MARKS = {
    "fits": ("合", "领域相合"),
    "free": ("", "可以分派"),
    "paired": ("拟", "拟分派"),
    "pinned": ("固", "拟分派，已固定"),
    AssignmentStatus.ASSIGNED: ("待", "已发出，待评分"),
    AssignmentStatus.FILED: ("评", "已评分"),
    AssignmentStatus.DECLINED: ("谢", "专家已谢绝"),
    AssignmentStatus.REPLACED: ("撤", "撤回过"),
    "tied": ("避", "回避"),
    "resting": ("停", "现在不接评审"),
}
# By state: what a click does.
_ORDERS = {
    "fits": "pair",
    "free": "pair",
    AssignmentStatus.REPLACED: "pair",
    "paired": "pin",
    "pinned": "unpair",
}
_BREACHES = {
    Breach.GONE: "不再参评或不接评审",
    Breach.TIES: "要回避",
    Breach.AGAIN: "已在评或给出去过",
}


@dataclass(frozen=True)
class Cell:
    """`order` is what a click does, "" where nothing can be done; `at` names plan and expert."""

    at: str
    state: str
    mark: str
    label: str
    order: str


@dataclass(frozen=True)
class Column:
    expert: Expert
    load: int
    is_over: bool


@dataclass(frozen=True)
class Line:
    """A plan with its cells; `lack` experts are missing, `why` says what stands against it."""

    round_plan: RoundPlan
    fields: str
    have: int
    lack: int
    why: str
    cells: list[Cell]


@require_safe
@desk_of(*Role.of_centre)
def table(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, find_round(request, number))


@require_POST
@desk_of(*Role.of_centre)
def work_out(request: HttpRequest, ref: str) -> HttpResponse:
    round_ = ordered(ref)
    answer = propose(round_, by=actor_on(request))
    fresh = len(answer.pairs)
    messages.success(request, f"已算好，拟分派 {fresh} 份。看过再发出")
    if answer.broken:
        told = "、".join(sorted({_BREACHES[breach] for breach in answer.broken.values()}))
        messages.warning(request, f"有 {len(answer.broken)} 个固定的没有保留：{told}")
    return redirect(_url(round_))


@require_POST
@desk_of(*Role.of_centre)
def cell(request: HttpRequest, ref: str) -> HttpResponse:
    """One of `pair`, `pin`, `unpin` and `unpair`, each the place it is about."""
    round_ = ordered(ref)
    verb = next((one for one in ("pair", "pin", "unpin", "unpair") if one in request.POST), "")
    round_plan, expert = _place(round_, request.POST.get(verb, ""))
    try:
        _carry_out(verb, round_plan, expert)
    except Refused as refusal:
        return _show(request, round_, refusal.problems, refusal.status)
    return _show(request, round_) if is_htmx(request) else redirect(_url(round_))


@require_POST
@desk_of(*Role.of_centre)
@decision
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    round_ = ordered(ref)
    try:
        assignments = assign(round_, by=actor_on(request))
    except Refused as refusal:
        return _show(request, round_, refusal.problems, refusal.status)
    count = len({one.expert_id for one in assignments})
    messages.success(request, f"已发出 {len(assignments)} 份，{count} 位专家会收到消息")
    return redirect(f"{reverse('center_round', args=[round_.number])}?year={round_.cycle.year}")


def _carry_out(verb: str, round_plan: RoundPlan, expert: Expert) -> None:
    if verb == "pair":
        pair(round_plan, expert)
        return
    pairing = round_plan.pairings.filter(expert=expert).first()
    if pairing is None:  # somebody else was quicker
        return
    if verb == "unpair":
        unpair(pairing)
    else:
        pin(pairing, is_pinned=verb == "pin")


def _place(round_: ReviewRound, at: str) -> tuple[RoundPlan, Expert]:
    abbr, _, ref = at.partition(".")
    round_plan = plans_in(round_).filter(plan__unit=abbr).select_related("round").first()
    if round_plan is None:
        raise Http404
    return round_plan, get_object_or_404(Expert.objects.select_related("user"), ref=ref)


def _url(round_: ReviewRound) -> str:
    return f"{reverse('center_assign', args=[round_.number])}?year={round_.cycle.year}"


def _show(
    request: HttpRequest,
    round_: ReviewRound,
    problems: tuple[Problem, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The table alone for a script."""
    found = Table(round_)
    names = fields_by_code()
    lines = [_line(one, found, names) for one in found.plans]
    context = {
        "round": round_,
        "is_open": round_.status == RoundStatus.OPEN,
        "lines": lines,
        "columns": [_column(one, found.loads[one.pk]) for one in found.experts],
        "lacking": [line for line in lines if line.lack],
        "thought": len(found.pairings),
        "legend": [(mark, label) for mark, label in MARKS.values() if mark],
        "problems": problems,
    }
    name = "provinces/_assign.html" if is_htmx(request) else "provinces/center_assign.html"
    # htmx swaps nothing in for a 4xx; the problems are in what is swapped in.
    return render(request, name, context, status=HTTPStatus.OK if is_htmx(request) else status)


def _column(expert: Expert, load: int) -> Column:
    return Column(expert, load, load > expert.capacity)


def _line(round_plan: RoundPlan, found: Table, names: Mapping[str, str]) -> Line:
    fields = fields_of(round_plan)
    cells = [_cell(round_plan, one, fields, found) for one in found.experts]
    states = [one.state for one in cells]
    have = sum(states.count(s) for s in ("paired", "pinned", *AssignmentStatus.standing))
    lack = max(0, found.round.per_plan - have)
    left = states.count("fits") + states.count("free")
    full = [one.pk for one in found.experts if found.loads[one.pk] >= one.capacity]
    can = [one.pk for one, s in zip(found.experts, states, strict=True) if s in ("fits", "free")]
    why = f"能评的只剩 {left} 位，其余要回避、不接评审或谢绝过"
    if left >= lack:
        why = "还有人能评，重新计算或手工添加"
    if left >= lack and set(can) <= set(full):
        why = "能评的都满额了：调高他们的“一轮最多评审”，或手工添加"
    known = "、".join(names.get(code, code) for code in sorted(fields))
    return Line(round_plan, known, have, lack, why if lack else "", cells)


def _cell(round_plan: RoundPlan, expert: Expert, fields: frozenset[str], found: Table) -> Cell:
    unit = round_plan.plan.unit
    thing = found.by_place.get((str(round_plan.pk), str(expert.pk)))
    ground = found.grounds[expert.pk].get(unit.pk, "")
    state = _state(thing, ground, fits=not fields.isdisjoint(expert.fields))
    if state in _ORDERS and state not in ("paired", "pinned") and expert.pk not in found.free:
        state = "resting"
    mark, words = MARKS[state]
    label = f"{unit.name}，{expert.user.name or '已注销'}：{ground if state == 'tied' else words}"
    order = _ORDERS.get(state, "") if found.round.status == RoundStatus.OPEN else ""
    return Cell(f"{unit.pk}.{expert.ref}", state, mark, label, order)


def _state(thing: Assignment | Pairing | None, ground: str, *, fits: bool) -> str:
    if isinstance(thing, Pairing):
        return "pinned" if thing.is_pinned else "paired"
    if thing is not None and thing.status in AssignmentStatus.standing:
        return str(thing.status)
    if ground:
        return "tied"
    if thing is not None:
        return str(thing.status)
    return "fits" if fits else "free"
