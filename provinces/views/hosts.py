"""A unit's own call for hosts: its lead publishes it and picks; its clerk reads along."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from foundation import clock
from foundation.answers import is_htmx
from provinces.applying import (
    change_host_call,
    close_host_call,
    decline,
    is_taking,
    open_host_call,
    pick,
    reveal_contact,
)
from provinces.forms.hosts import ChoiceForm, HostCallForm
from provinces.models import HostApplication, HostCall, WorkPlan
from provinces.queries import deadline_of, host_calls_of
from provinces.states import HostApplicationStatus, HostCallStatus
from provinces.views.finding import own_plan, require_plan
from provinces.views.sending import Sent, carry_out
from records.actors import Actor
from records.workflow import available_moves

_NOT_IN_PLAN = "已选定{}。报送已截止或参与单位已满 20 家，没有写进方案"
_IN_PLAN = "已选定{}，方案的“参与单位”里有这一行"
_DECLINED = "没有选{}，对方会看到理由"
_STAYS = "。方案里如果已有这家单位，请到“参与单位”自己删"
# By verb: its address and the tone of its button.
_DECIDING = {"pick": ("unit_host_pick", ""), "decline": ("unit_host_decline", "btn--line")}


@dataclass(frozen=True)
class About:
    """Who looks when, what they had sent, and whose contact (a ref) they asked for."""

    by: Actor
    now: datetime
    sent: Sent
    revealed: str


@dataclass(frozen=True)
class Decision:
    """A button that opens the form of its reason."""

    title: str
    url: str
    tone: str
    form: DeskForm
    is_open: bool


@dataclass(frozen=True)
class Row:
    application: HostApplication
    decisions: list[Decision]
    may_reveal: bool
    is_revealed: bool


@dataclass(frozen=True)
class Card:
    """A call with who applied; `form` where it may be changed."""

    call: HostCall
    is_taking: bool
    verbs: set[str]
    form: DeskForm
    is_open: bool
    rows: list[Row]


@require_safe
@desk_of(*Role.of_unit)
def hosts(request: HttpRequest) -> HttpResponse:
    plan = own_plan(request)
    if plan is None:
        return render(request, "provinces/no_call.html")
    return _show(request, plan)


@require_POST
@desk_of(Role.UNIT_LEAD)
def open_call(request: HttpRequest) -> HttpResponse:
    plan, form = require_plan(request), HostCallForm(request.POST)

    def order() -> str:
        open_host_call(plan, form.terms, by=actor_on(request))
        return "征集已发布，在公开页上可以申请"

    return _carry_out(request, plan, Sent("open", form), order)


@require_POST
@desk_of(Role.UNIT_LEAD)
def change_call(request: HttpRequest, ref: str) -> HttpResponse:
    plan, form = require_plan(request), HostCallForm(request.POST, auto_id="change-%s")
    call = _find_call(plan, ref)

    def order() -> str:
        change_host_call(call, form.terms, by=actor_on(request))
        return "征集已更改，已申请的机构会收到消息"

    return _carry_out(request, plan, Sent("change", form, call.ref), order)


@require_POST
@desk_of(Role.UNIT_LEAD)
@decision
def close_call(request: HttpRequest, ref: str) -> HttpResponse:
    close_host_call(_find_call(require_plan(request), ref), by=actor_on(request))
    messages.success(request, "征集已结束，可以选定了")
    return redirect("unit_hosts")


@require_POST
@desk_of(Role.UNIT_LEAD)
@decision
def pick_host(request: HttpRequest, ref: str) -> HttpResponse:
    plan = require_plan(request)
    application, form = _find_application(plan, ref), _reason_form(request, "pick", ref)

    def order() -> str:
        choice = pick(application, by=actor_on(request), reason=form.cleaned_data["reason"])
        return (_IN_PLAN if choice.in_plan else _NOT_IN_PLAN).format(application)

    return _carry_out(request, plan, Sent("pick", form, application.ref), order)


@require_POST
@desk_of(Role.UNIT_LEAD)
@decision
def decline_host(request: HttpRequest, ref: str) -> HttpResponse:
    plan = require_plan(request)
    application, form = _find_application(plan, ref), _reason_form(request, "decline", ref)

    def order() -> str:
        was_picked = application.status == HostApplicationStatus.PICKED
        decline(application, by=actor_on(request), reason=form.cleaned_data["reason"])
        return _DECLINED.format(application) + (_STAYS if was_picked else "")

    return _carry_out(request, plan, Sent("decline", form, application.ref), order)


@require_POST
@desk_of(Role.UNIT_LEAD)
def reveal(request: HttpRequest, ref: str) -> HttpResponse:
    """The contact alone for a script, the page with it without one."""
    plan = require_plan(request)
    application = reveal_contact(_find_application(plan, ref), by=actor_on(request))
    if is_htmx(request):
        row = Row(application, [], may_reveal=True, is_revealed=True)
        return render(request, "provinces/_host_contact.html", {"row": row})
    return _show(request, plan, revealed=application.ref)


def _carry_out(
    request: HttpRequest, plan: WorkPlan, sent: Sent, order: Callable[[], str]
) -> HttpResponse:
    def show(_: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, plan, sent, status=status)

    return carry_out(request, sent.form, lambda: (order(), reverse("unit_hosts")), show)


def _show(
    request: HttpRequest,
    plan: WorkPlan,
    sent: Sent | None = None,
    *,
    revealed: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    now, sent = clock.now(), sent or Sent()
    about = About(actor_on(request), now, sent, revealed)
    cards = [_card(call, about) for call in host_calls_of(plan)]
    ends = deadline_of(plan)
    is_free = not any(card.call.status == HostCallStatus.OPEN for card in cards)
    is_lead = about.by.role == Role.UNIT_LEAD
    context = {
        "plan": plan,
        "cards": cards,
        "form": sent.form if sent.verb == "open" else HostCallForm(),
        "may_open": is_free and is_lead and ends is not None and now < ends,
        "ends": ends,
    }
    return render(request, "provinces/unit_hosts.html", context, status=status)


def _card(call: HostCall, about: About) -> Card:
    is_open = about.sent.is_of("change", call.ref)
    blank = HostCallForm(initial=HostCallForm.initial_of(call), auto_id="change-%s")
    return Card(
        call,
        is_taking(call, about.now),
        {move.verb for move in available_moves(call, about.by)},
        about.sent.form if is_open else blank,
        is_open,
        [_row(one, call, about) for one in call.seen],  # type: ignore[attr-defined]  # -- prefetched
    )


def _row(application: HostApplication, call: HostCall, about: About) -> Row:
    """Nothing is decided while others may apply; what was tried all the same is shown again."""
    labels = {move.verb: move.staff_label for move in available_moves(application, about.by)}
    decisions = [
        _decision(application, v, label, about) for v, label in labels.items() if v in _DECIDING
    ]
    shown = [one for one in decisions if one.is_open or not is_taking(call, about.now)]
    return Row(application, shown, "reveal" in labels, application.ref == about.revealed)


def _decision(application: HostApplication, verb: str, label: str, about: About) -> Decision:
    url_name, tone = _DECIDING[verb]
    is_open = about.sent.is_of(verb, application.ref)
    blank = ChoiceForm(auto_id=f"{verb}-{application.ref}-%s")
    url = reverse(url_name, args=[application.ref])
    return Decision(label, url, tone, about.sent.form if is_open else blank, is_open)


def _reason_form(request: HttpRequest, verb: str, ref: str) -> ChoiceForm:
    return ChoiceForm(request.POST, auto_id=f"{verb}-{ref.upper()}-%s")


def _find_call(plan: WorkPlan, ref: str) -> HostCall:
    call = plan.host_calls.filter(ref=ref.upper()).first()
    if call is None:
        raise Http404
    return call


def _find_application(plan: WorkPlan, ref: str) -> HostApplication:
    """What was withdrawn is not the unit's any more."""
    seen = HostApplication.objects.filter(
        call__plan=plan, status__in=HostApplicationStatus.for_unit, ref=ref.upper()
    )
    application = seen.select_related("call__plan__unit", "organisation").first()
    if application is None:
        raise Http404
    return application
