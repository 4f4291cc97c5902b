"""The centre looks at all scores of one plan, with who gave them, and sends one back."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import ReasonForm
from accounts.guards import actor_on, asked_at, decision, desk_of
from accounts.states import Role
from foundation.errors import Refused
from provinces.models import Assignment, RoundPlan
from provinces.queries.scoring import round_plan_of, tasks_on, why_reopened
from provinces.scoring import reopen_score
from provinces.states import RoundPlanStatus, RoundStatus, ScoreStatus
from provinces.views.finding import cycle_asked
from provinces.views.scoring import lines_of
from records.workflow import available_moves


@dataclass(frozen=True)
class Given:
    """One expert's: the score that stands, those before it, why they were sent back, the newest
    first."""

    task: Assignment
    score: Any
    lines: list[tuple[Any, int, str]]
    earlier: list[Any]
    reasons: list[str]
    may_reopen: bool


@require_safe
@desk_of(*Role.of_centre)
def scores_of_plan(request: HttpRequest, number: int, abbr: str) -> HttpResponse:
    round_plan = round_plan_of(cycle_asked(request), number, abbr)
    if round_plan is None:
        raise Http404
    return _show(request, round_plan, ReasonForm())


def _show(
    request: HttpRequest,
    round_plan: RoundPlan,
    form: ReasonForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    tasks = list(tasks_on(round_plan))
    reasons = why_reopened([task.pk for task in tasks])
    context = {
        "round_plan": round_plan,
        "round": round_plan.round,
        "unit": round_plan.plan.unit,
        "given": [_given(request, task, reasons[task.pk], round_plan) for task in tasks],
        "form": form,
    }
    return render(request, "provinces/center_review_plan.html", context, status=status)


def _given(
    request: HttpRequest, task: Assignment, reasons: list[str], round_plan: RoundPlan
) -> Given:
    scores = list(task.scores.all())
    standing = next((one for one in scores if one.status == ScoreStatus.STANDING), None)
    round_ = round_plan.round
    is_open = round_.status == RoundStatus.OPEN and asked_at(request) < round_.closes_at
    moves = {move.verb for move in available_moves(task, actor_on(request))}
    is_in = round_plan.status == RoundPlanStatus.ENTERED
    return Given(
        task,
        standing,
        lines_of(round_.criteria, standing) if standing else [],
        earlier=[(one, lines_of(round_.criteria, one)) for one in scores if one != standing],
        reasons=reasons,
        may_reopen=is_open and is_in and "reopen" in moves,
    )


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    found = Assignment.objects.select_related("expert__user", "round_plan__plan__unit")
    task = get_object_or_404(found.select_related("round_plan__round__cycle"), ref=ref.upper())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, task.round_plan, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        reopen_score(task, by=actor_on(request), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, task.round_plan, form, refusal.status)
    messages.success(request, f"已退回{task.expert.user.name}重评，请在评分截止前提交")
    round_plan = task.round_plan
    place = [round_plan.round.number, round_plan.plan.unit_id]
    address = reverse("center_review_plan", args=place)
    return redirect(f"{address}?year={round_plan.round.cycle.year}")
