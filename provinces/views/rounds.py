"""Rounds of review at the centre: opened, changed, looked after, closed, reopened."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.states import Role
from provinces.assigning import replace, urge
from provinces.forms.experts import ChangeForm, NoteForm, ReopenForm, RoundForm, TermsForm
from provinces.models import Assignment, ReviewRound, RoundPlan
from provinces.queries.assigning import Progress, plans_in, progress_of, to_urge, with_figures
from provinces.queries.experts import plans_not_reviewed, plans_to_enter, plans_to_review
from provinces.reviewing import (
    change_round,
    close_round,
    enter_plans,
    leave_round,
    open_round,
    release_comments,
    reopen_round,
)
from provinces.states import RoundPlanStatus
from provinces.views.finding import cycle_asked
from provinces.views.sending import Sent, carry_out
from records.workflow import available_moves


@require_safe
@desk_of(*Role.of_centre)
def rounds(request: HttpRequest) -> HttpResponse:
    cycle = cycle_asked(request)
    context = {
        "cycle": cycle,
        "rounds": with_figures(cycle.rounds.all()),
        "new_url": f"{reverse('center_round_new')}?year={cycle.year}",
        "waiting": plans_not_reviewed(cycle).count(),
    }
    return render(request, "provinces/center_rounds.html", context)


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_centre)
def open_new(request: HttpRequest) -> HttpResponse:
    """Checked are those that `?plan=` names, or else all that were in no round yet."""
    cycle = cycle_asked(request)
    plans = list(plans_to_review(cycle))
    if request.method != "POST":
        named = {ref.upper() for ref in request.GET.getlist("plan")[:40]}
        chosen = named or set(plans_not_reviewed(cycle).values_list("ref", flat=True))
        initial = {**TermsForm.initial_of(None), "plans": list(chosen)}
        return _show_opening(request, cycle, RoundForm(initial=initial, plans=plans))
    form = RoundForm(request.POST, plans=plans)

    def order() -> tuple[str, str]:
        opened = open_round(cycle, form.chosen, form.terms, by=actor_on(request))
        return f"已开始{opened}，下一步分派专家", _at("center_assign", opened)

    return carry_out(
        request, form, order, lambda sent, status: _show_opening(request, cycle, sent, status)
    )


@require_safe
@desk_of(*Role.of_centre)
def round_page(request: HttpRequest, number: int) -> HttpResponse:
    return _show(request, find_round(request, number))


@require_POST
@desk_of(*Role.of_centre)
@decision
def change(request: HttpRequest, ref: str) -> HttpResponse:
    round_, form = ordered(ref), ChangeForm(request.POST)

    def order() -> tuple[str, str]:
        renews = form.cleaned_data["renews_criteria"]
        change_round(round_, form.terms, by=actor_on(request), renews_criteria=renews)
        return "评审设置已更改", _at("center_round", round_)

    return _carry_out(request, round_, Sent("change", form), order)


@require_POST
@desk_of(*Role.of_centre)
def enter(request: HttpRequest, ref: str) -> HttpResponse:
    """All that passed the check since and were in no round; what was taken out of this one on
    purpose stays out."""
    round_ = ordered(ref)
    waiting = plans_to_enter(round_)
    entered = enter_plans(round_, waiting, by=actor_on(request))
    messages.success(request, f"已列入 {len(entered)} 份，请分派专家")
    return redirect(_at("center_round", round_))


@require_POST
@desk_of(*Role.of_centre)
@decision
def leave(request: HttpRequest, ref: str, abbr: str) -> HttpResponse:
    round_ = ordered(ref)
    entered = round_.round_plans.filter(status=RoundPlanStatus.ENTERED)
    one: RoundPlan = get_object_or_404(entered, plan__unit=abbr.upper())
    form = NoteForm(request.POST, auto_id=f"leave-{abbr.upper()}-%s")

    def order() -> tuple[str, str]:
        leave_round(one, by=actor_on(request), reason=form.cleaned_data["reason"])
        return "已撤出这一轮", _at("center_round", round_)

    return _carry_out(request, round_, Sent("leave", form, abbr.upper()), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def close(request: HttpRequest, ref: str) -> HttpResponse:
    round_ = close_round(ordered(ref), by=actor_on(request))
    messages.success(request, "评分已结束，没有提交的不计入")
    return redirect(_at("center_round", round_))


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    round_, form = ordered(ref), ReopenForm(request.POST, auto_id="reopen-%s")

    def order() -> tuple[str, str]:
        reason = form.cleaned_data["reason"]
        reopen_round(round_, form.closes_at, by=actor_on(request), reason=reason)
        return "评分已重新开放", _at("center_round", round_)

    return _carry_out(request, round_, Sent("reopen", form), order)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def release(request: HttpRequest, ref: str) -> HttpResponse:
    round_ = release_comments(ordered(ref), by=actor_on(request))
    messages.success(request, "意见已反馈：各单位看得到对自己方案的意见，看不到专家和分数")
    return redirect(_at("center_round", round_))


@require_POST
@desk_of(*Role.of_centre)
def remind(request: HttpRequest, ref: str) -> HttpResponse:
    round_ = ordered(ref)
    moved = urge(round_, by=actor_on(request))
    if moved:
        count = len({one.expert_id for one in moved})
        messages.success(request, f"已催办 {count} 位专家，共 {len(moved)} 份")
    else:
        messages.info(request, "没有要催办的：都已提交，或 12 小时内催办过")
    return redirect(_at("center_round", round_))


@require_POST
@desk_of(*Role.of_centre)
@decision
def replace_task(request: HttpRequest, ref: str) -> HttpResponse:
    rows = Assignment.objects.select_related(
        "expert", "round_plan__plan__unit", "round_plan__round__cycle"
    )
    task = get_object_or_404(rows, ref=ref.upper())
    round_ = task.round_plan.round
    form = NoteForm(request.POST, auto_id=f"replace-{task.ref}-%s")

    def order() -> tuple[str, str]:
        replace(task, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"已撤回。{task.round_plan.plan.unit.name}还要另派专家", _at("center_assign", round_)

    return _carry_out(request, round_, Sent("replace", form, task.ref), order)


def find_round(request: HttpRequest, number: int) -> ReviewRound:
    """Of the call at work or `?year=`, with its figures."""
    rows = with_figures(ReviewRound.objects.filter(cycle=cycle_asked(request), number=number))
    round_ = rows.first()
    if round_ is None:
        raise Http404
    return round_


def ordered(ref: str) -> ReviewRound:
    return get_object_or_404(with_figures(ReviewRound.objects.all()), ref=ref.upper())


def _at(name: str, round_: ReviewRound) -> str:
    return f"{reverse(name, args=[round_.number])}?year={round_.cycle.year}"


def _carry_out(
    request: HttpRequest, round_: ReviewRound, sent: Sent, order: Callable[[], tuple[str, str]]
) -> HttpResponse:
    def show(form: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, round_, Sent(sent.verb, form, sent.ref), status)

    return carry_out(request, sent.form, order, show)


def _show_opening(
    request: HttpRequest, cycle: Cycle, form: DeskForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"cycle": cycle, "form": form}
    return render(request, "provinces/center_round_new.html", context, status=status)


def _show(
    request: HttpRequest,
    round_: ReviewRound,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    sent, by = sent or Sent(), actor_on(request)
    progress = progress_of(round_)
    waiting = plans_to_enter(round_)
    terms = ChangeForm(initial=TermsForm.initial_of(round_))
    context = {
        "round": round_,
        "verbs": {move.verb for move in available_moves(round_, by)},
        "progress": [
            (*_lagging(one, sent), one.expert.has_declared_for(round_.cycle)) for one in progress
        ],
        "undeclared": [
            one.expert for one in progress if not one.expert.has_declared_for(round_.cycle)
        ],
        "may_urge": to_urge(round_).exists(),
        "plans": [(one, _note_form(sent, "leave", one.plan.unit_id)) for one in plans_in(round_)],
        "late_plans": [plan.unit.name for plan in waiting],
        "form": sent.form_of("change", "", lambda: terms),
        "reopen_form": sent.form_of("reopen", "", lambda: ReopenForm(auto_id="reopen-%s")),
        "sent": sent,
    }
    return render(request, "provinces/center_round.html", context, status=status)


def _lagging(
    one: Progress, sent: Sent
) -> tuple[Progress, list[tuple[Assignment, str, DeskForm]], bool]:
    """With what is left of it; in sight at once where something has to be done."""
    left = [(*pair, _note_form(sent, "replace", pair[0].ref)) for pair in one.waiting]
    return one, left, any(ground or task.ref == sent.ref for task, ground in one.waiting)


def _note_form(sent: Sent, verb: str, ref: str) -> DeskForm:
    return sent.form_of(verb, ref, lambda: NoteForm(auto_id=f"{verb}-{ref}-%s"))
