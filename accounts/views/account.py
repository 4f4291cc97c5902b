"""A person's own account: profile, roles, phone."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.account import CodeForm, ProfileForm, RoleForm
from accounts.granting import accept_invitation, end, turn_down, withdraw
from accounts.guards import actor_on, person_on
from accounts.joining import ask_for, state_profile
from accounts.models import Membership
from accounts.phones import is_verifiable, send_code, verify_phone
from accounts.queries import roles_of
from accounts.states import MembershipStatus
from foundation.errors import Refused
from records.actors import Actor
from records.states import Transition
from records.workflow import available_moves

_SENT = "phone_code"  # in the session: what proves the code that was sent
_ORDERS: dict[str, tuple[Callable[..., Membership], str]] = {
    "withdraw": (withdraw, "申请已撤回"),
    "accept": (accept_invitation, "已接受邀请，现在可以用这个身份办事"),
    "turn_down": (turn_down, "已谢绝邀请"),
    "end": (end, "身份已终止"),
}


@require_http_methods(["GET", "POST"])
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the way to everything that is one's own; the profile is corrected."""
    user = person_on(request)
    form = ProfileForm(request.POST or None, initial=ProfileForm.initial_for(user))
    if request.method == "POST" and form.is_valid():
        state_profile(user, form.profile, by=actor_on(request))
        messages.success(request, "资料已保存")
        return redirect("account")
    roles = roles_of(user.pk).filter(status__in=MembershipStatus.open)
    context = {"form": form, "roles": roles, "is_verifiable": is_verifiable()}
    return render(request, "accounts/overview.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Every role held, offered or asked for, and the form that asks for another."""
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            membership = ask_for(form.wish, by=actor_on(request))
        except Refused as refusal:
            form.add_refusal(refusal)
            return _show_roles(request, form, status=refusal.status)
        messages.success(request, f"已申请“{membership}”，批准后会通知你")
        return redirect("account_roles")
    return _show_roles(request, form)


def _show_roles(request: HttpRequest, form: RoleForm, *, status: int = 200) -> HttpResponse:
    by = actor_on(request)
    rows = [(row, _moves_of(row, by)) for row in roles_of(request.user.pk)]
    return render(request, "accounts/roles.html", {"form": form, "rows": rows}, status=status)


def _moves_of(membership: Membership, by: Actor) -> list[Transition]:
    """An invitation is turned down by whom it was for; to end it is for whom it came from."""
    moves = [move for move in available_moves(membership, by) if move.verb in _ORDERS]
    invited = membership.status == MembershipStatus.INVITED
    return [move for move in moves if not (invited and move.verb == "end")]


@require_safe
@login_required
def give_up(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks before a role is ended: it comes back only by a new application."""
    granted = roles_of(request.user.pk).filter(status=MembershipStatus.GRANTED)
    context = {"role": get_object_or_404(granted, ref=ref)}
    return render(request, "accounts/give_up.html", context)


@require_POST
@login_required
def move_role(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    membership = get_object_or_404(roles_of(request.user.pk), ref=ref)
    if verb not in _ORDERS:
        raise Http404
    order, words = _ORDERS[verb]
    order(membership, by=actor_on(request))
    messages.success(request, words)
    return redirect("account_roles")


@require_http_methods(["GET", "POST"])
@login_required
def phone(request: HttpRequest) -> HttpResponse:
    """Where short messages can be sent: one button sends a code, one form takes it."""
    if not is_verifiable():
        raise Http404
    form = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if request.method == "POST" and _take_phone_step(request, form):
            return redirect("account_phone")
    except Refused as refusal:
        _tell(request, form, refusal)
    context = {"form": form, "is_sent": _SENT in request.session}
    return render(request, "accounts/phone.html", context)


def _take_phone_step(request: HttpRequest, form: CodeForm) -> bool:
    """Whether a step was taken: a code sent, or the right one typed in."""
    user = person_on(request)
    if not form.is_bound:
        request.session[_SENT] = send_code(user)
        messages.success(request, "验证码已发到你的手机，10 分钟内有效")
        return True
    if not form.is_valid():
        return False
    sent = request.session.get(_SENT)
    verify_phone(user, form.cleaned_data["code"], sent=sent, by=actor_on(request))
    del request.session[_SENT]
    messages.success(request, "手机号已验证")
    return True


def _tell(request: HttpRequest, form: CodeForm, refusal: Refused) -> None:
    """Beside the code that was typed, or where none was, on top."""
    if form.is_bound:
        form.add_refusal(refusal)
        return
    for problem in refusal.problems:
        messages.error(request, problem.sentence)
