"""One 专业评价: at an evaluator's desk the version in force with the form beside it, and nothing
of what others say of it; at the unit's all who evaluate it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.cycles import current_cycle
from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from foundation.errors import Refused, refuse_if
from foundation.marking_page import clashes_of, kept_answer, read_sent
from foundation.typed import Clash, Typed, page_of
from projects.evaluating import (
    file_opinion,
    give_up_opinion,
    marks_of,
    names_of,
    save_opinion,
    take_up,
)
from projects.forms.evaluating import OpinionSheet
from projects.models import Evaluation, Opinion, OpinionDraft
from projects.queries import (
    attachments_named,
    by_name,
    evaluable_by,
    for_telling,
    opinions_by,
    readable_beyond_desks,
    to_take_up,
    told_of,
    why_reopened,
)
from projects.states import OpinionStatus
from projects.views.overseeing import show_to_unit
from projects.views.remarks import parts_of

_NOTHING: Mapping[str, Typed] = {}


@require_POST
@desk_of(Role.AGENCY)
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """What they have ties to does not exist for them."""
    by = actor_on(request)
    project = get_object_or_404(by_name(ref, evaluable_by(by)))
    try:
        opinion = take_up(project, by=by)
    except Refused as refusal:
        messages.error(request, "；".join(problem.sentence for problem in refusal.problems))
        return redirect("unit_evaluations")
    messages.success(request, f"已承接“{project}”的评价")
    return redirect("unit_evaluation", opinion.evaluation.ref)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def evaluation_page(request: HttpRequest, ref: str) -> HttpResponse:
    """An evaluator's POST keeps what is typed, and files it or goes on to the next if asked."""
    if actor_on(request).role in Role.of_unit:
        if request.method == "POST":
            raise PermissionDenied
        return show_to_unit(request, ref)
    opinion = _find(request, ref)
    return _save(request, opinion) if request.method == "POST" else _show(request, opinion)


def _find(request: HttpRequest, ref: str) -> Opinion:
    """Their own; who gave another's, or none, is told that there is no such page."""
    own = opinions_by(actor_on(request)).select_related(
        "evaluation__project__unit", "evaluation__project__listing"
    )
    return get_object_or_404(own, evaluation__ref=ref.upper())


def _save(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    rubric, by = opinion.evaluation.rubric, actor_on(request)
    typed = _typed_in(request, opinion)
    try:
        refuse_if(names_of(rubric).too_long(typed))
        draft, meeting = save_opinion(opinion, typed, page=page_of(request.POST), by=by)
        if meeting.clashes:
            clashes = clashes_of(draft, typed, meeting.clashes, names_of(rubric))
            return _show(request, opinion, clashes=clashes, sent={**draft.typed, **typed})
        if "file" in request.POST:
            file_opinion(opinion, marks_of(rubric, draft.typed), by=by)
            messages.success(request, f"已提交“{opinion.evaluation.project}”的评价")
    except Refused as refusal:
        return _show(request, _find(request, opinion.evaluation.ref), refusal=refusal, sent=typed)
    if "file" not in request.POST:
        messages.success(request, "已保存")
    if "next" in request.POST or request.POST.get("file") == "next":
        return redirect(_next_after(request, opinion))
    return redirect("unit_evaluation", opinion.evaluation.ref)


def _typed_in(
    request: HttpRequest, opinion: Opinion, changed: Sequence[str] | None = None
) -> Mapping[str, Typed]:
    rubric = opinion.evaluation.rubric
    wanted = OpinionSheet(rubric, _NOTHING).names
    return read_sent(request.POST, names_of(rubric), wanted, changed)


def _next_after(request: HttpRequest, opinion: Opinion) -> str:
    """The next one of theirs, from here on round; what waits for anybody where there is none."""
    own = opinions_by(actor_on(request)).filter(status=OpinionStatus.TAKEN).order_by("pk")
    refs = list(own.exclude(pk=opinion.pk).values_list("pk", "evaluation__ref"))
    ahead = [ref for pk, ref in refs if pk > opinion.pk] or [ref for _, ref in refs]
    if ahead:
        return reverse("unit_evaluation", args=ahead[:1])
    return reverse("unit_evaluations")


def _show(
    request: HttpRequest,
    opinion: Opinion,
    *,
    refusal: Refused | None = None,
    clashes: list[Clash] | None = None,
    sent: Mapping[str, Typed] = _NOTHING,
) -> HttpResponse:
    evaluation, by = opinion.evaluation, actor_on(request)
    draft = OpinionDraft.objects.filter(opinion=opinion).first()
    content = evaluation.version.content
    attached = attachments_named(evaluation.project, content)
    is_filed = opinion.status == OpinionStatus.FILED
    context = {
        "opinion": opinion,
        "evaluation": evaluation,
        "content": content,
        "sections": parts_of(content),
        "attachments": readable_beyond_desks(by, attached),
        "draft": draft,
        "lines": _lines(opinion) if is_filed else [],
        "told": _told_to_evaluator(evaluation) if is_filed else None,
        "sheet": OpinionSheet(
            evaluation.rubric,
            sent or (draft.typed if draft else {}),
            refusal.problems if refusal else (),
        ),
        "waiting": 0 if not is_filed else to_take_up(by, current_cycle()).count(),
        "reopened": why_reopened(opinion),
        "refusal": refusal,
        "clashes": clashes or [],
    }
    status = refusal.status if refusal else HTTPStatus.CONFLICT if clashes else HTTPStatus.OK
    return render(request, "projects/evaluation.html", context, status=status)


def _lines(opinion: Opinion) -> list[tuple[Any, int, str]]:
    """Criterion, points, reason."""
    given = opinion.scores
    return [
        (one, given[one["key"]]["points"], given[one["key"]]["reason"])
        for one in opinion.evaluation.rubric
    ]


def _told_to_evaluator(evaluation: Evaluation) -> Any:
    return told_of(for_telling(Evaluation.objects.filter(pk=evaluation.pk)).get(), by_name=False)


@require_POST
@desk_of(Role.AGENCY)
def keep(request: HttpRequest, ref: str) -> HttpResponse:
    """What the page keeps at every pause: of the names it says have changed. Answers with what the
    page must know, as JSON; with nothing when it is left."""
    opinion = _find(request, ref)
    typed = _typed_in(request, opinion, request.POST.getlist("changed"))
    refuse_if(names_of(opinion.evaluation.rubric).too_long(typed))
    draft, meeting = save_opinion(opinion, typed, page=page_of(request.POST), by=actor_on(request))
    if "leave" in request.POST:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    clashes = clashes_of(draft, typed, meeting.clashes, names_of(opinion.evaluation.rubric))
    sheet = OpinionSheet(opinion.evaluation.rubric, draft.typed)
    return kept_answer(draft, meeting, clashes, sheet)


@require_POST
@desk_of(Role.AGENCY)
def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    opinion = _find(request, ref)
    give_up_opinion(opinion, by=actor_on(request))
    messages.success(request, f"已放弃“{opinion.evaluation.project}”的评价，别的评价人可以承接")
    return redirect("unit_evaluations")
