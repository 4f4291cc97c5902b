"""The centre's look at one plan: 形式审查, the scan beside it, and all that was found before."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from provinces.checking import accept, extend_mending, recheck, return_plan
from provinces.columns.sections import mending_choices
from provinces.forms.checks import CheckForm, ExtendForm, RecheckForm
from provinces.models import Submission
from provinces.queries import cap_of, standing_return, standing_submission
from provinces.queries.checks import checks_of, next_unchecked, unchecked, version_before
from provinces.queries.decisions import results_of
from provinces.queries.timeline import timeline_of
from provinces.reminding import to_remind
from provinces.states import PlanStatus
from provinces.views.center import tile_of
from provinces.views.checklist import handed_in_checklist
from provinces.views.finding import find_plan
from provinces.views.live import live_of
from provinces.views.mending import told_of
from provinces.views.sending import Sent, carry_out
from records.workflow import available_moves

_OWN = "这份方案是你签发报送的，请由另一位审查"
_STILL_OPEN = "{} 前单位还可以撤回重报，截止以后再审查"


@require_safe
@desk_of(*Role.of_centre)
def plan_detail(request: HttpRequest, abbr: str) -> HttpResponse:
    """What the unit has handed in: the version and scan that stand, receipts; before that, the
    newest there is."""
    return _show(request, find_plan(request, abbr))


@require_POST
@desk_of(*Role.of_centre)
@decision
def accept_plan(request: HttpRequest, abbr: str) -> HttpResponse:
    plan = find_plan(request, abbr)
    form = _check_form(request, plan)

    def order() -> str:
        accept(plan, form.found, by=actor_on(request))
        return f"{plan.unit.name}：形式审查通过"

    return _carry_out(request, plan, Sent("check", form), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def return_one(request: HttpRequest, abbr: str) -> HttpResponse:
    plan = find_plan(request, abbr)
    form = _check_form(request, plan)

    def order() -> str:
        return_plan(plan, form.found, form.mending, by=actor_on(request))
        return f"{plan.unit.name}：已退回补正，单位会收到消息"

    return _carry_out(request, plan, Sent("check", form), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def recheck_plan(request: HttpRequest, abbr: str) -> HttpResponse:
    plan, form = find_plan(request, abbr), RecheckForm(request.POST, auto_id="recheck-%s")

    def order() -> str:
        recheck(plan, by=actor_on(request), reason=form.cleaned_data["reason"])
        return "审查结论已撤销，可以重新审查"

    return _carry_out(request, plan, Sent("recheck", form), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def extend_one(request: HttpRequest, abbr: str) -> HttpResponse:
    plan, form = find_plan(request, abbr), ExtendForm(request.POST, auto_id="extend-%s")
    returned = standing_return(plan)
    if returned is None:
        raise Http404

    def order() -> str:
        until, reason = form.end, form.cleaned_data["reason"]
        extend_mending(returned, until, by=actor_on(request), reason=reason)
        return "补正截止已改，单位会收到消息"

    return _carry_out(request, plan, Sent("extend", form), order)


def _carry_out(
    request: HttpRequest, plan: Any, sent: Sent, order: Callable[[], str]
) -> HttpResponse:
    """Then to the next that waits, where that was asked for."""

    def go_on() -> tuple[str, str]:
        told = order()
        following = next_unchecked(plan) if "next" in request.POST else None
        url = reverse("center_plan", args=[(following or plan).unit_id])
        words = f"{told}。接着审查{following.unit.name}" if following else told
        return words, f"{url}?year={plan.cycle.year}"

    def show(_: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, plan, sent, status=status)

    return carry_out(request, sent.form, go_on, show)


def _show(
    request: HttpRequest, plan: Any, sent: Sent | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    filed = standing_submission(plan)
    live = live_of(plan, filed)
    history = plan.submissions.select_related("version", "scan", "filed_by")
    context = {
        **live,
        "tile": tile_of(plan),
        "history": history,
        "may_remind": to_remind(plan.cycle).filter(pk=plan.pk).exists(),
        "results": results_of(plan),
        "checks": [told_of(check) for check in checks_of(plan)],
        "timeline": timeline_of(plan),
        "before": version_before(filed) if filed else None,
        **_checking(request, plan, filed, live, sent),
    }
    return render(request, "provinces/center_plan.html", context, status=status)


def _checking(
    request: HttpRequest, plan: Any, filed: Submission | None, live: dict[str, Any], sent: Any
) -> dict[str, Any]:
    """What whoever asks may order now; where they may not, why in words."""
    by, moves = actor_on(request), available_moves(plan, actor_on(request))
    verbs = {move.verb for move in moves}
    returned = standing_return(plan)
    forms: dict[str, DeskForm] = {}
    shut = ""
    if filed is not None and plan.status == PlanStatus.SUBMITTED:
        is_over = live["countdown"].is_over
        shut = "" if is_over else _STILL_OPEN.format(live["countdown"].end_in_words)
        shut = _OWN if filed.filed_by_id == by.user_id else shut
        if not shut or sent:
            forms["check"] = _blank_check(plan, filed, live)
    if "recheck" in verbs:
        forms["recheck"] = RecheckForm(auto_id="recheck-%s")
    if returned:
        forms["extend"] = ExtendForm(initial=ExtendForm.initial_of(returned), auto_id="extend-%s")
    if sent:
        forms[sent.verb] = sent.form
    opened = sent.verb if sent else ""
    waiting = unchecked(plan.cycle).exclude(pk=plan.pk).count() if "check" in forms else 0
    return {
        "forms": forms,
        "return_is_open": opened == "check",
        "extend_is_open": opened == "extend",
        "recheck_is_open": opened == "recheck",
        "year_query": f"?year={plan.cycle.year}",
        "shut": shut,
        "returned": returned,
        "waiting": waiting,
    }


def _check_form(request: HttpRequest, plan: Any) -> CheckForm:
    """Raises 404 where nothing was handed in."""
    filed = standing_submission(plan)
    if filed is None:
        raise Http404
    return _blank_check(plan, filed, live_of(plan, filed), request.POST)


def _blank_check(plan: Any, filed: Submission, live: dict[str, Any], data: Any = None) -> CheckForm:
    lines = handed_in_checklist(filed, live, cap_of(plan))
    return CheckForm(data, lines=lines, choices=mending_choices(filed.version.content))
