"""The centre's experts: found, invited, their profile, where they abstain."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.states import Role
from provinces.experts import (
    declare_tie,
    invite_expert,
    keep_profile,
    lift_tie,
    rest_expert,
    return_expert,
)
from provinces.forms.experts import (
    ExpertFilter,
    InvitationForm,
    NoteForm,
    ProfileForm,
    TieForm,
)
from provinces.models import Expert, Tie
from provinces.queries import call_cycle
from provinces.queries.experts import experts_found, fields_by_code, without_profile
from provinces.queries.review import grounds_of
from provinces.views.sending import Sent, carry_out
from records.workflow import available_moves

PAGE_SIZE = 40


@dataclass(frozen=True)
class Row:
    """`knows` are names of industries; `has_declared` for the call at work."""

    expert: Any
    knows: list[str]
    has_declared: bool


@require_safe
@desk_of(*Role.of_centre)
def experts(request: HttpRequest) -> HttpResponse:
    narrowing, names, cycle = ExpertFilter(request.GET), fields_by_code(), call_cycle()
    found = experts_found(**narrowing.wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(expert, names, cycle) for expert in page],
        "filter": narrowing,
        "is_narrowed": any(narrowing.wanted.values()),
        "blank": without_profile(),
    }
    return render(request, "provinces/center_experts.html", context)


def _row(expert: Expert, names: Mapping[str, str], cycle: Cycle) -> Row:
    knows = [names.get(code, code) for code in expert.fields]
    return Row(expert, knows, expert.has_declared_for(cycle))


@require_http_methods(["GET", "POST"])
@desk_of(*Role.of_centre)
def invite(request: HttpRequest) -> HttpResponse:
    blank = InvitationForm(initial=ProfileForm.initial_of(None))
    if request.method != "POST":
        return _show_invitation(request, blank)
    form = InvitationForm(request.POST)

    def order() -> tuple[str, str]:
        invite_expert(form.invitation, form.profile_given, by=actor_on(request))
        told = f"已邀请 {form.cleaned_data['name']}，对方接受后可以分派"
        return told, reverse("center_experts")

    return carry_out(
        request, form, order, lambda sent, status: _show_invitation(request, sent, status)
    )


@require_safe
@desk_of(*Role.of_centre)
def expert_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _find(ref))


@require_POST
@desk_of(*Role.of_centre)
def keep(request: HttpRequest, ref: str) -> HttpResponse:
    expert, form = _find(ref), ProfileForm(request.POST)

    def order() -> tuple[str, str]:
        keep_profile(expert.user, form.profile, by=actor_on(request))
        return "资料已保存", _url(expert)

    return _carry_out(request, expert, Sent("change", form), order)


@require_POST
@desk_of(*Role.of_centre)
def tie(request: HttpRequest, ref: str) -> HttpResponse:
    expert, form = _find(ref), TieForm(request.POST, auto_id="tie-%s")

    def order() -> tuple[str, str]:
        said = form.cleaned_data
        declare_tie(expert, said["unit"], by=actor_on(request), reason=said["reason"])
        return f"已登记回避{said['unit'].name}，在评的已撤回", _url(expert)

    return _carry_out(request, expert, Sent("tie", form), order)


@require_POST
@desk_of(*Role.of_centre)
@decision
def lift(request: HttpRequest, ref: str) -> HttpResponse:
    rows = Tie.objects.select_related("expert__user", "unit")
    one = get_object_or_404(rows, ref=ref.upper())
    form = NoteForm(request.POST, auto_id=f"lift-{one.ref}-%s")

    def order() -> tuple[str, str]:
        lift_tie(one, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"已解除对{one.unit.name}的回避", _url(one.expert)

    return _carry_out(request, _find(one.expert.ref), Sent("lift", form, one.ref), order)


@require_POST
@desk_of(*Role.of_centre)
def rest(request: HttpRequest, ref: str) -> HttpResponse:
    expert, form = _find(ref), NoteForm(request.POST, auto_id="rest-%s")

    def order() -> tuple[str, str]:
        rest_expert(expert, by=actor_on(request), reason=form.cleaned_data["reason"])
        return "已暂不分派，手上的任务不变", _url(expert)

    return _carry_out(request, expert, Sent("rest", form), order)


@require_POST
@desk_of(*Role.of_centre)
def return_to_work(request: HttpRequest, ref: str) -> HttpResponse:
    expert = return_expert(_find(ref), by=actor_on(request))
    messages.success(request, "已恢复分派")
    return redirect("center_expert", expert.ref)


def _carry_out(request: HttpRequest, expert: Expert, sent: Sent, order: Any) -> HttpResponse:
    def show(form: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, expert, Sent(sent.verb, form, sent.ref), status)

    return carry_out(request, sent.form, order, show)


def _show_invitation(
    request: HttpRequest, form: DeskForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "provinces/center_expert_invite.html", {"form": form}, status=status)


def _show(
    request: HttpRequest,
    expert: Expert,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    sent, by = sent or Sent(), actor_on(request)
    ties = expert.ties.select_related("unit")
    context = {
        "expert": expert,
        "has_declared": expert.has_declared_for(call_cycle()),
        "verbs": {move.verb for move in available_moves(expert, by)},
        "form": sent.form
        if sent.verb == "change"
        else ProfileForm(initial=ProfileForm.initial_of(expert)),
        "tie_form": sent.form if sent.verb == "tie" else TieForm(auto_id="tie-%s"),
        "rest_form": sent.form if sent.verb == "rest" else NoteForm(auto_id="rest-%s"),
        "resting_open": sent.verb == "rest",
        "ties": [(one, _lift_form(one, sent), sent.ref == one.ref) for one in ties],
        "grounds": grounds_of(expert),
        "tasks": expert.assignments.select_related(
            "round_plan__round__cycle", "round_plan__plan__unit"
        ).order_by("-pk"),
    }
    return render(request, "provinces/center_expert.html", context, status=status)


def _lift_form(one: Tie, sent: Sent) -> DeskForm:
    is_sent = sent.verb == "lift" and sent.ref == one.ref
    return sent.form if is_sent else NoteForm(auto_id=f"lift-{one.ref}-%s")


def _find(ref: str) -> Expert:
    rows = Expert.objects.select_related("user", "home")
    return get_object_or_404(rows, ref=ref.upper())


def _url(expert: Expert) -> str:
    return reverse("center_expert", args=[expert.ref])
