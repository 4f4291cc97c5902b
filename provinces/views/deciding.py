"""Orders of the two acts. Sets are shown once more before they are carried out (`preview`); what
is refused is told thing by thing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.states import Role
from foundation.errors import Problem, Refused
from foundation.text import clean_line
from provinces.approving import approval_problems, approve, reopen_approval
from provinces.displaying import open_display, settle
from provinces.forms.decisions import (
    JudgementForm,
    ProposalForm,
    RefusalForm,
    ReplyForm,
    ReversalForm,
)
from provinces.hosting import (
    HostingProblem,
    decide,
    proposal_problems,
    propose,
    refuse_proposal,
    reopen_decision,
    withdraw_proposals,
)
from provinces.issuing import issue_denial
from provinces.models import Approval, Display, HostDecision, Objection, PlanEvent, WorkPlan
from provinces.objecting import answer_objection
from provinces.views.decisions import Sent, show_acts
from provinces.views.finding import cycle_asked
from records.workflow import Moved, available_moves

M = TypeVar("M", bound=Model)
_MOST = 400  # at once; there are 37 units


@dataclass(frozen=True)
class Bulk:
    """An order on a set: `name` of what is ticked, each of it in words, what keeps it from being
    carried out, and the order itself, which tells what it did."""

    title: str
    action: str
    name: str
    rows: Iterable[Any]
    problems: Callable[[], Sequence[Problem]]
    order: Callable[[], str]


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def approve_plans(request: HttpRequest) -> HttpResponse:
    named = WorkPlan.objects.select_related("unit", "cycle").order_by("unit__code")
    plans, by = _chosen(request, "plans", named), actor_on(request)
    form = JudgementForm(request.POST, auto_id="approve-%s")

    def order() -> str:
        done = approve(plans, form.judgement, by=by)
        return f"已审定 {len(done)} 份方案"

    def problems() -> list[Problem]:
        return approval_problems(list(plans), form.judgement)

    bulk = Bulk("审定方案", "审定", "plans", plans, problems, order)
    return _carry_out_all(request, "approve", form, bulk)


@require_POST
@desk_of(*Role.of_centre)
@decision
def propose_hosts(request: HttpRequest) -> HttpResponse:
    named = PlanEvent.objects.select_related("plan__unit", "plan__cycle")
    events = _chosen(request, "events", named.order_by("plan__unit__code", "number"))
    form, by = ProposalForm(request.POST, auto_id="propose-%s"), actor_on(request)

    def order() -> str:
        done = propose(events, form.proposal, by=by)
        return f"已拟定 {len(done)} 场，由另一位负责人决定"

    def problems() -> list[Problem]:
        return proposal_problems(list(events), form.proposal)

    bulk = Bulk("拟定承办", "拟定", "events", events, problems, order)
    return _carry_out_all(request, "propose", form, bulk)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def decide_hosts(request: HttpRequest) -> HttpResponse:
    return _on_proposals(request, "decide", "同意拟定的承办", "同意", decide)


@require_POST
@desk_of(*Role.of_centre)
def withdraw_hosts(request: HttpRequest) -> HttpResponse:
    return _on_proposals(request, "withdraw", "撤回拟定的承办", "撤回", withdraw_proposals)


def _on_proposals(
    request: HttpRequest, verb: str, title: str, action: str, stage: Callable[..., Moved]
) -> HttpResponse:
    named = HostDecision.objects.select_related("plan__unit", "plan__cycle", "event")
    rows = _chosen(request, "decisions", named.order_by("plan__unit__code", "event__number"))
    by = actor_on(request)

    def problems() -> list[Problem]:
        if not rows:
            return [Problem(HostingProblem.NO_EVENT)]
        shut = [
            row
            for row in rows
            if verb not in {transition.verb for transition in available_moves(row, by)}
        ]
        return [
            Problem(HostingProblem.NOT_YOURS_NOW, expected=row.plan.unit.name, found=str(row.event))
            for row in shut
        ]

    def order() -> str:
        moved = stage(rows, by=by)
        for row, why in moved.refused:
            reasons = "；".join(problem.sentence for problem in why)
            messages.error(request, f"{row.plan.unit.name} {row.event}没有办：{reasons}")
        return f"已{action} {len(moved.rows)} 场" if moved.rows else ""

    bulk = Bulk(title, action, "decisions", rows, problems, order)
    return _carry_out_all(request, verb, DeskForm(request.POST), bulk)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def refuse_host(request: HttpRequest, ref: str) -> HttpResponse:
    proposal = get_object_or_404(_decisions(), ref=ref.upper())
    form = RefusalForm(request.POST, auto_id=f"refuse-{proposal.ref}-%s")

    def order() -> str:
        refuse_proposal(proposal, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"没有同意{proposal.plan.unit.name}的{proposal.event}，可以重新拟定"

    sent = Sent("refuse", form, frozenset({proposal.ref}))
    return _carry_out(request, proposal.plan.cycle, sent, order)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def reopen_host(request: HttpRequest, ref: str) -> HttpResponse:
    row = get_object_or_404(_decisions(), ref=ref.upper())
    form = ReversalForm(request.POST, auto_id=f"reopen-{row.ref}-%s")

    def order() -> str:
        reopen_decision(row, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"已更正{row.plan.unit.name}的{row.event}，可以重新拟定"

    return _carry_out(request, row.plan.cycle, Sent("reopen", form, frozenset({row.ref})), order)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def reopen_judgement(request: HttpRequest, ref: str) -> HttpResponse:
    approvals = Approval.objects.select_related("plan__unit", "plan__cycle")
    row = get_object_or_404(approvals, ref=ref.upper())
    form = ReversalForm(request.POST, auto_id=f"reopen-{row.ref}-%s")

    def order() -> str:
        reopen_approval(row, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"已更正{row.plan.unit.name}的审定，各场承办同时更正；可以重新审定"

    return _carry_out(request, row.plan.cycle, Sent("reopen", form, frozenset({row.ref})), order)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def open_display_of(request: HttpRequest, year: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, year=year)

    def order() -> str:
        return f"已开始公示：{open_display(cycle, by=actor_on(request))}"

    return _carry_out(request, cycle, Sent("show"), order)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def settle_display(request: HttpRequest, ref: str) -> HttpResponse:
    display = get_object_or_404(Display.objects.select_related("cycle"), ref=ref.upper())

    def order() -> str:
        return f"{settle(display, by=actor_on(request))}已生效，结果函正在排印"

    return _carry_out(request, display.cycle, Sent("settle"), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    rows = Objection.objects.select_related("display__cycle")
    objection = get_object_or_404(rows, ref=ref.upper())
    form = ReplyForm(request.POST, auto_id=f"answer-{objection.ref}-%s")

    def order() -> str:
        answered = answer_objection(objection, form.reply, by=actor_on(request))
        return f"已答复异议 {answered.ref}，提出人会收到消息"

    sent = Sent("answer", form, frozenset({objection.ref}))
    return _carry_out(request, objection.display.cycle, sent, order)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def tell_denial(request: HttpRequest, ref: str) -> HttpResponse:
    approvals = Approval.objects.select_related("plan__unit", "plan__cycle")
    plan = get_object_or_404(approvals, ref=ref.upper()).plan

    def order() -> str:
        issue_denial(plan, by=actor_on(request))
        return f"已给{plan.unit.name}发函，正在排印"

    return _carry_out(request, plan.cycle, Sent("tell"), order)


def _decisions() -> QuerySet[HostDecision]:
    return HostDecision.objects.select_related("plan__unit", "plan__cycle", "event")


def _chosen(request: HttpRequest, name: str, rows: QuerySet[M]) -> QuerySet[M]:
    """What was ticked; a ref that is nobody's is a 404."""
    refs = {clean_line(ref[:20]).upper() for ref in request.POST.getlist(name)[:_MOST]}
    found = rows.filter(ref__in=refs)
    if len(found) != len(refs):
        raise Http404
    return found


def _carry_out_all(request: HttpRequest, verb: str, form: DeskForm, bulk: Bulk) -> HttpResponse:
    refs = frozenset(row.ref for row in bulk.rows)
    cycle = _cycle_of(request, bulk.rows)
    if not form.is_valid():
        wrong = Sent(verb, form, refs)
        return show_acts(request, cycle, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    if "preview" in request.POST:
        problems = bulk.problems()
        status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
        return _ask_again(request, cycle, form, bulk, problems, status)
    try:
        told = bulk.order()
    except Refused as refusal:
        return _ask_again(request, cycle, form, bulk, refusal.problems, refusal.status)
    if told:
        messages.success(request, told)
    return _back(cycle)


def _ask_again(
    request: HttpRequest,
    cycle: Cycle,
    form: DeskForm,
    bulk: Bulk,
    problems: Sequence[Problem],
    status: HTTPStatus,
) -> HttpResponse:
    context = {
        "cycle": cycle,
        "form": form,
        "bulk": bulk,
        "problems": problems,
        "order_url": request.path,
    }
    return render(request, "provinces/center_confirm.html", context, status=status)


def _carry_out(
    request: HttpRequest, cycle: Cycle, sent: Sent, order: Callable[[], str]
) -> HttpResponse:
    """One thing; what is refused without a form is told above the page."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not sent.refs or sent.form.is_valid():
        try:
            told = order()
        except Refused as refusal:
            status = refusal.status
            _tell(request, sent, refusal)
        else:
            messages.success(request, told)
            return _back(cycle)
    return show_acts(request, cycle, sent, status)


def _tell(request: HttpRequest, sent: Sent, refusal: Refused) -> None:
    if sent.refs:
        sent.form.add_refusal(refusal)
        return
    for problem in refusal.problems:
        messages.error(request, problem.sentence)


def _back(cycle: Cycle) -> HttpResponse:
    return redirect(f"{reverse('center_hosts')}?year={cycle.year}")


def _cycle_of(request: HttpRequest, rows: Iterable[Any]) -> Cycle:
    first = next(iter(rows), None)
    if first is None:
        return cycle_asked(request)
    return first.plan.cycle if hasattr(first, "plan") else first.cycle
