"""An expert's desk: what waits for them, a plan with the sheet beside it. Of others who review it
there is nothing here, and nothing here depends on them."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, asked_at, desk_of
from accounts.states import Role
from foundation.clock import left_in_words
from foundation.errors import Refused, refuse_if
from foundation.marking_page import clashes_of, kept_answer, read_sent
from foundation.typed import Clash, Typed, page_of
from provinces.columns.gantt import gantt_of
from provinces.columns.reviewed import for_reviewers
from provinces.forms.scoring import DeclineForm, ScoreSheet
from provinces.models import Assignment, Expert, ScoreDraft
from provinces.queries.review import assignments_of
from provinces.queries.scoring import (
    expert_of,
    score_of,
    shown_codes,
    tasks_hidden,
    tasks_of,
    why_reopened,
    with_titles,
)
from provinces.scoring import decline_review, file_score, keep_typed, names_of, sheet_of
from provinces.states import AssignmentStatus, RoundStatus

_NOTHING: Mapping[str, Typed] = {}
PAGE_SIZE = 20


@require_safe
@desk_of(Role.EXPERT)
def queue(request: HttpRequest) -> HttpResponse:
    now, expert = asked_at(request), expert_of(actor_on(request))
    own = tasks_of(expert, actor_on(request))
    running = [_row(task, now) for task in with_titles(own.filter(**_open_at(now)))]
    over = with_titles(own.exclude(**_open_at(now))).order_by("-pk")
    page = Paginator(over, PAGE_SIZE).get_page(request.GET.get("page"))
    hidden = tasks_hidden(expert, actor_on(request))
    context = {
        "expert": expert,
        "must_confirm": expert is not None and _must_confirm(expert, running),
        "hidden": hidden.filter(**_open_at(now)),
        "waiting": [row for row in running if not row["score"]],
        "filed": [row for row in running if row["score"]],
        "running": running,
        "over": [_row(task, now) for task in page],
        "page": page,
    }
    return render(request, "provinces/review.html", context)


def _open_at(now: Any) -> dict[str, Any]:
    return {"round_plan__round__status": RoundStatus.OPEN, "round_plan__round__closes_at__gt": now}


def _must_confirm(expert: Expert, running: Sequence[Mapping[str, Any]]) -> bool:
    """For the years of what they have to score; once, where they have nothing yet."""
    cycles = [row["task"].round_plan.round.cycle for row in running]
    return not expert.declared_at or not all(map(expert.has_declared_for, cycles))


def _row(task: Any, now: Any) -> dict[str, Any]:
    round_, draft = task.round_plan.round, getattr(task, "draft", None)
    return {
        "task": task,
        "unit": task.round_plan.plan.unit,
        "events": task.events or [],
        "left": left_in_words(round_.closes_at, now),
        "sheet": ScoreSheet(round_.criteria, draft.typed if draft else {}),
        "saved_at": draft.saved_at if draft else None,
        "score": next(iter(task.standing), None),
    }


def _find(request: HttpRequest, ref: str) -> Assignment:
    """With the plan as it was handed in."""
    by = actor_on(request)
    own = tasks_of(expert_of(by), by).select_related("round_plan__submission__version")
    return get_object_or_404(own, ref=ref.upper())


@require_http_methods(["GET", "HEAD", "POST"])
@desk_of(Role.EXPERT)
def task_page(request: HttpRequest, ref: str) -> HttpResponse:
    """POST keeps what is typed, and files it or goes on to the next if asked."""
    task = _find(request, ref)
    if request.method == "POST":
        return _save(request, task)
    return _show(request, task)


def _save(request: HttpRequest, task: Assignment) -> HttpResponse:
    criteria, by = task.round_plan.round.criteria, actor_on(request)
    typed = _typed_in(request, task)
    try:
        refuse_if(names_of(criteria).too_long(typed))
        draft, meeting = keep_typed(task, typed, page=page_of(request.POST), by=by)
        if meeting.clashes:
            clashes = clashes_of(draft, typed, meeting.clashes, names_of(criteria))
            return _show(request, task, clashes=clashes, sent={**draft.typed, **typed})
        if "file" in request.POST:
            file_score(task, sheet_of(criteria, draft.typed), by=by)
            messages.success(request, f"已提交{task.round_plan.plan.unit.name}的评分")
    except Refused as refusal:
        return _show(request, _find(request, task.ref), refusal=refusal, sent=typed)
    if "file" not in request.POST:
        messages.success(request, "已保存")
    if "next" in request.POST or request.POST.get("file") == "next":
        return redirect(_next_after(request, task))
    return redirect("review_task", task.ref)


def _typed_in(
    request: HttpRequest, task: Assignment, changed: Sequence[str] | None = None
) -> Mapping[str, Typed]:
    criteria = task.round_plan.round.criteria
    wanted = ScoreSheet(criteria, _NOTHING).names
    return read_sent(request.POST, names_of(criteria), wanted, changed)


def _next_after(request: HttpRequest, task: Assignment) -> str:
    """The next one that waits, from here on round; the list where none does."""
    by, now = actor_on(request), asked_at(request)
    waiting = tasks_of(expert_of(by), by).filter(status=AssignmentStatus.ASSIGNED, **_open_at(now))
    refs = list(waiting.exclude(pk=task.pk).values_list("pk", "ref"))
    later = [ref for pk, ref in refs if pk > task.pk]
    ahead = later or [ref for _, ref in refs]
    return reverse("review_task", args=ahead[:1]) if ahead else reverse("review")


def _show(
    request: HttpRequest,
    task: Assignment,
    *,
    refusal: Refused | None = None,
    clashes: list[Clash] | None = None,
    sent: Mapping[str, Typed] = _NOTHING,
    form: DeclineForm | None = None,
) -> HttpResponse:
    round_, now = task.round_plan.round, asked_at(request)
    draft = ScoreDraft.objects.filter(assignment=task).first()
    content = for_reviewers(task.round_plan.submission.version.content)
    problems = refusal.problems if refusal else ()
    codes = [project["code"] for event in content["events"] for project in event["projects"]]
    context = {
        "task": task,
        "has_declared": task.expert.has_declared_for(round_.cycle),
        "name": task.round_plan.plan.unit.name,
        "round": round_,
        "plan": content,
        "gantt": gantt_of(content["tasks"], content["year"]),
        "shown": shown_codes(codes) if codes else frozenset(),
        "draft": draft,
        "score": _as_read(task),
        "sheet": ScoreSheet(round_.criteria, sent or (draft.typed if draft else {}), problems),
        "is_open": round_.status == RoundStatus.OPEN and now < round_.closes_at,
        "left": left_in_words(round_.closes_at, now),
        "reopened": next(iter(why_reopened([task.pk])[task.pk]), ""),
        "refusal": refusal,
        "clashes": clashes or [],
        "decline_form": form or DeclineForm(),
    }
    status = refusal.status if refusal else HTTPStatus.CONFLICT if clashes else HTTPStatus.OK
    if form is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "provinces/review_task.html", context, status=status)


def _as_read(task: Assignment) -> Any:
    """One's own score, criterion by criterion."""
    score = score_of(task)
    if score is None:
        return None
    return {"row": score, "lines": lines_of(task.round_plan.round.criteria, score)}


def lines_of(criteria: Sequence[Mapping[str, Any]], score: Any) -> list[tuple[Any, int, str]]:
    """Criterion, points, reason."""
    return [(one, score.points[one["key"]], score.reasons.get(one["key"], "")) for one in criteria]


@require_POST
@desk_of(Role.EXPERT)
def keep(request: HttpRequest, ref: str) -> HttpResponse:
    """What the page keeps at every pause: of the names it says have changed. Answers with what the
    page must know, as JSON; with nothing when it is left."""
    by = actor_on(request)
    task = _find(request, ref)
    typed = _typed_in(request, task, request.POST.getlist("changed"))
    refuse_if(names_of(task.round_plan.round.criteria).too_long(typed))
    draft, meeting = keep_typed(task, typed, page=page_of(request.POST), by=by)
    if "leave" in request.POST:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    clashes = clashes_of(draft, typed, meeting.clashes, names_of(task.round_plan.round.criteria))
    sheet = ScoreSheet(task.round_plan.round.criteria, draft.typed)
    return kept_answer(draft, meeting, clashes, sheet)


@require_POST
@desk_of(Role.EXPERT)
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    """What they abstain from by now may be given back, unseen."""
    task = get_object_or_404(assignments_of(actor_on(request)), ref=ref.upper())
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _show(request, _find(request, ref), form=form)
    try:
        decline_review(task, by=actor_on(request), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        return _show(request, _find(request, ref), refusal=refusal)
    messages.success(request, f"已谢绝{task.round_plan.plan.unit.name}的评审，火炬中心会另请专家")
    return redirect("review")
