"""自动排期 at the centre: ordered, followed, looked at, taken or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.models import Cycle
from accounts.states import Role
from foundation import clock
from foundation.answers import answer_problems
from foundation.caching import polled
from foundation.errors import Refused
from records.states import WorkState
from roadshows.calendar.solving import gap_between
from roadshows.dating import is_left
from roadshows.models import Placement, Solving
from roadshows.queries.calendar import placed_in
from roadshows.seasons import season_of
from roadshows.solving import begin_solving, leave_solving, stop_solving, take_solving
from roadshows.states import RuleKind, SolvingUse, Verdict
from roadshows.views.calendar_chips import Names
from roadshows.views.calendar_words import day_in_words, unannounced, wish_met

_OF_RULES = {kind.value for kind in RuleKind} - {RuleKind.PIN.value}


@dataclass(frozen=True)
class Change:
    """What taking the result would do; `is_left` as `dating.is_left` says."""

    name: str
    title: str
    before: str
    after: str
    met: str
    is_left: bool


@require_POST
@desk_of(*Role.of_centre)
def solve(request: HttpRequest, year: int) -> HttpResponse:
    season = season_of(get_object_or_404(Cycle, year=year))
    try:
        solving = begin_solving(season, by=actor_on(request))
    except Refused as refusal:
        return answer_problems(request, refusal.problems, refusal.status)
    return redirect("center_calendar_solving", solving.ref)


@require_safe
@desk_of(*Role.of_centre)
def solving(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _found(ref))


def _etag(request: HttpRequest, ref: str) -> str:  # noqa: ARG001 -- asked as the view is
    found = _found(ref)
    return f'"{found.state}-{found.progress}-{found.verdict}"'


@require_safe
@desk_of(*Role.of_centre)
@polled(_etag)
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it is; it stops asking when it has ended."""
    return render(request, "roadshows/_calendar_solving.html", {"solving": _found(ref)})


@require_POST
@desk_of(*Role.of_centre)
def stop(request: HttpRequest, ref: str) -> HttpResponse:
    found = _found(ref)
    stop_solving(found, by=actor_on(request))
    messages.success(request, "马上停止，用到现在为止最好的结果")
    return redirect("center_calendar_solving", found.ref)


@require_POST
@desk_of(*Role.of_centre)
def take(request: HttpRequest, ref: str) -> HttpResponse:
    def order(found: Solving) -> str:
        moved, left = take_solving(found, by=actor_on(request))
        if left:
            names = "、".join(str(row.roadshow) for row in left)
            told = f"有 {len(left)} 场没有改，因为有人动过，或者日子已经到了：{names}"
            messages.warning(request, told)
        return f"已采用，{len(moved)} 场换了日期。看过再发布"

    return _use(request, ref, order)


@require_POST
@desk_of(*Role.of_centre)
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    def order(found: Solving) -> str:
        leave_solving(found, by=actor_on(request))
        return "没有采用，排期和原来一样"

    return _use(request, ref, order)


def _use(request: HttpRequest, ref: str, order: Callable[[Solving], str]) -> HttpResponse:
    found = _found(ref)
    try:
        messages.success(request, order(found))
    except Refused as refusal:
        told = tuple(problem.sentence for problem in refusal.problems)
        return _show(request, found, told, refusal.status)
    return redirect(f"{reverse('center_calendar')}?year={found.cycle.year}")


def _found(ref: str) -> Solving:
    found: Solving = get_object_or_404(
        Solving.objects.select_related("cycle", "by"), ref=ref.upper()
    )
    return found


def _show(
    request: HttpRequest,
    found: Solving,
    problems: tuple[str, ...] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    has_days = found.verdict in Verdict.with_days and found.state != WorkState.WAITING
    rows = list(placed_in(found.cycle)) if has_days else []
    changes = _changes(found, rows)
    context = {
        "solving": found,
        "problems": problems,
        "verdict": _verdict(found),
        "changes": changes,
        "kept": len(rows) - len(changes),
        "may_use": found.use == SolvingUse.OPEN and found.state != WorkState.WAITING,
        "has_days": has_days,
        "unannounced": unannounced(map(date.fromisoformat, found.days.values())),
        "conflict": [(one["words"], one["kind"] in _OF_RULES) for one in found.conflict],
    }
    return render(request, "roadshows/calendar_solving.html", context, status=status)


def _changes(found: Solving, rows: list[Placement]) -> list[Change]:
    """Of those whose day would be another, in order of days."""
    names, changes, today = Names(rows).by_code, [], clock.today()
    days = {code: date.fromisoformat(day) for code, day in found.days.items()}
    for row in rows:
        roadshow = row.roadshow
        day, before = days.get(roadshow.code), row.stands(today)
        if day is None or day == before:
            continue
        told = (names[roadshow.code], roadshow.title, day_in_words(before), day_in_words(day))
        changes.append(
            (day, Change(*told, wish_met(roadshow, day), is_left(row, day, found.seen, today)))
        )
    return [change for _, change in sorted(changes, key=lambda one: (one[0], one[1].name))]


def _verdict(found: Solving) -> str:
    if found.verdict == Verdict.OPTIMAL:
        return "最优：申报日期已满足到最多"
    if found.verdict == Verdict.FEASIBLE and found.bound is not None:
        gap = gap_between(found.worth, found.bound)
        return f"可以用：离最好的排法最多差 {gap:.1f}%"
    return str(found.get_verdict_display())
