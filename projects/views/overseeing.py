"""What the unit sees of one 专业评价, and what its lead asks for once more; the reports."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of, unit_desk
from accounts.states import Role
from foundation.answers import wants_json
from foundation.errors import Refused
from projects.evaluating import release_opinion, reopen, reopen_opinion, void
from projects.forms.evaluating import EvaluatorReasonForm
from projects.models import Evaluation, EvaluationReport, Opinion
from projects.queries import evaluations_at, for_telling, told_of, why_undone
from projects.reports import report_of
from projects.states import EvaluationStatus
from projects.views.offering import Offering, Tried, form_of, require_right
from projects.views.steps import Step
from records.states import WorkState

_SOON = 5  # seconds

REOPEN = Step(
    "reopen",
    "unit_evaluation_reopen",
    reopen,
    lambda one: f"“{one}”的评价已退回，评价人重新提交后再出结果",
    EvaluatorReasonForm,
    hint="所有意见都退回重评，评的还是原来的版本。要评新版本，请作废后重新评价。",
)
VOID = Step(
    "void",
    "unit_evaluation_void",
    void,
    lambda one: f"“{one}”的评价已作废，可以重新承接",
    EvaluatorReasonForm,
    hint="不再计入；下一位承接人按现在生效的版本重新评价。",
    tone="danger",
)
REOPEN_OPINION = Step(
    "reopen",
    "unit_opinion_reopen",
    reopen_opinion,
    lambda one: f"{one.evaluator}的意见已退回重评",
    EvaluatorReasonForm,
    hint="原来填的都在，评价人改好后再提交。",
)
RELEASE_OPINION = Step(
    "release",
    "unit_opinion_release",
    release_opinion,
    lambda one: f"已收回{one.evaluator}承接的评价，别人可以承接",
    EvaluatorReasonForm,
    hint="对方填的内容不再计入。委托到期、迟迟不交时用。",
    tone="danger",
)


def show_to_unit(request: HttpRequest, ref: str, *, tried: Tried | None = None) -> HttpResponse:
    """`tried` is a step that was refused just now."""
    evaluation = get_object_or_404(for_telling(evaluations_at(actor_on(request))), ref=ref.upper())
    offering = Offering(evaluation.project, actor_on(request), tried)
    is_void = evaluation.status == EvaluationStatus.VOID
    asking = () if is_void else (REOPEN_OPINION, RELEASE_OPINION)
    context = {
        "evaluation": evaluation,
        "told": told_of(evaluation, by_name=True, is_overseer=True),
        "reasons": why_undone(evaluation),
        "opinions": [(one, offering.of(asking, one)) for one in evaluation.opinions.all()],
        "offers": offering.of((REOPEN, VOID), evaluation),
    }
    status = tried.status if tried else HTTPStatus.OK
    return render(request, "projects/unit_evaluation.html", context, status=status)


@require_POST
@desk_of(*Role.of_unit)
@decision
def reopen_evaluation(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, REOPEN, _evaluation(request, ref))


@require_POST
@desk_of(*Role.of_unit)
@decision
def void_evaluation(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, VOID, _evaluation(request, ref))


@require_POST
@desk_of(*Role.of_unit)
@decision
def send_opinion_back(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, REOPEN_OPINION, _opinion(request, ref))


@require_POST
@desk_of(*Role.of_unit)
@decision
def release_taken(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, RELEASE_OPINION, _opinion(request, ref))


def _evaluation(request: HttpRequest, ref: str) -> Evaluation:
    rows = evaluations_at(actor_on(request)).select_related("project")
    return get_object_or_404(rows, ref=ref.upper())


def _opinion(request: HttpRequest, ref: str) -> Opinion:
    visible = evaluations_at(actor_on(request)).values("pk")
    rows = Opinion.objects.select_related("evaluation__project", "evaluator")
    return get_object_or_404(rows.filter(evaluation__in=visible), ref=ref.upper())


def _carry_out(request: HttpRequest, step: Step, about: Any) -> HttpResponse:
    """Right first, as at every desk; machines get a refusal as problems."""
    by, evaluation = actor_on(request), getattr(about, "evaluation", about)
    require_right(step, about, by)
    form = form_of(step, evaluation.project, about, request.POST)
    if not form.is_valid():
        return show_to_unit(request, evaluation.ref, tried=Tried(step, about, form))
    try:
        done = step.order(about, by=by, **form.cleaned_data)
    except Refused as refusal:
        if wants_json(request):
            raise
        form.add_refusal(refusal)
        tried = Tried(step, about, form, refusal.status)
        return show_to_unit(request, evaluation.ref, tried=tried)
    messages.success(request, step.done(done))
    return redirect("unit_evaluation", evaluation.ref)


@require_safe
@unit_desk
def unit_report(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Who wrote it is the unit's business alone."""
    return _report(request, ref, by_name=actor_on(request).role in Role.of_unit)


@require_safe
@desk_of(*Role.of_centre)
def center_report(request: HttpRequest, ref: str) -> HttpResponseBase:
    return _report(request, ref, by_name=False)


@require_safe
@desk_of(Role.HOLDER)
def my_report(request: HttpRequest, ref: str) -> HttpResponseBase:
    return _report(request, ref, by_name=False)


def _report(request: HttpRequest, ref: str, *, by_name: bool) -> HttpResponseBase:
    """While it is being made, or was not, a page says so."""
    evaluation = _evaluation(request, ref)
    report = report_of(evaluation, by_name=by_name)
    if report is None:
        raise Http404
    if report.file:
        return _sent(request, evaluation, report)
    has_failed = report.state == WorkState.FAILED
    status = HTTPStatus.NOT_FOUND if has_failed else HTTPStatus.SERVICE_UNAVAILABLE
    context = {"evaluation": evaluation, "has_failed": has_failed}
    answer = render(request, "projects/evaluation_report_waiting.html", context, status=status)
    if not has_failed:
        answer["Retry-After"] = str(_SOON)
    return answer


def _sent(
    request: HttpRequest, evaluation: Evaluation, report: EvaluationReport
) -> HttpResponseBase:
    etag = f'"{report.pk}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        name = f"{evaluation.project} 专业评价报告.pdf"
        answer = FileResponse(report.file.open("rb"), filename=name, content_type="application/pdf")
        answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = etag
    return answer
