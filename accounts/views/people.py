"""What the desks share: lists of people, one role with its verbs, inviting."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.people import InviteForm, ReasonForm
from accounts.granting import approve, decline, end
from accounts.guards import actor_on, decision, desk_of
from accounts.inviting import send_invitation
from accounts.models import Membership
from accounts.queries import memberships_visible_to, people_at_desk, with_people
from accounts.rules import roles_at_desk
from accounts.states import MembershipStatus as M, Role
from foundation.errors import Refused
from foundation.masking import mask_email, mask_phone
from records.actors import Actor
from records.workflow import available_moves
from records.workflows import workflow_of

PAGE_SIZE = 20
_DECIDING = (Role.UNIT_LEAD, *Role.of_centre, Role.EXCHANGE)
_DESKS = {
    Role.UNIT_CLERK: "unit_people",
    Role.UNIT_LEAD: "unit_people",
    Role.CENTRE: "center_people",
    Role.CENTRE_LEAD: "center_people",
    Role.EXCHANGE: "exchange_people",
}
_DONE = {
    "approve": "已批准{}担任“{}”",
    "decline": "没有批准{}担任“{}”，对方会看到原因",
    "end": "{}的“{}”已终止，对方会看到原因",
}


@dataclass(frozen=True)
class Tab:
    value: str
    label: str
    statuses: tuple[str, ...]


TABS = (
    Tab("", "等待批准", (M.REQUESTED,)),
    Tab("granted", "在任", (M.GRANTED,)),
    Tab("invited", "已邀请", (M.INVITED,)),
    Tab("closed", "已结束", (M.DECLINED, M.WITHDRAWN, M.ENDED)),
)


def show_people(request: HttpRequest) -> HttpResponse:
    """One tab of the desk's people; those who wait, the oldest first."""
    by, asked = actor_on(request), request.GET.get("show", "")
    tab = next((tab for tab in TABS if tab.value == asked), TABS[0])
    order = ("opened_at", "pk") if tab is TABS[0] else ("-opened_at", "-pk")
    people = with_people(people_at_desk(by).filter(status__in=tab.statuses)).order_by(*order)
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(membership, by) for membership in page],
        "tabs": TABS,
        "tab": tab,
        "desk_url": _DESKS[Role(by.role)],
        "may_invite": by.role in _DECIDING,
        "at_unit": by.role in Role.of_unit,
        "at_centre": by.role in Role.of_centre,
    }
    return render(request, "accounts/people/list.html", context)


@require_safe
@desk_of(*_DESKS)
def membership_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _find(request, ref), ReasonForm())


@require_POST
@desk_of(*_DESKS)
@decision
def approve_membership(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, ref, "approve", approve, Form(request.POST))


@require_POST
@desk_of(*_DESKS)
@decision
def decline_membership(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, ref, "decline", decline, ReasonForm(request.POST))


@require_POST
@desk_of(*_DESKS)
@decision
def end_membership(request: HttpRequest, ref: str) -> HttpResponse:
    return _carry_out(request, ref, "end", end, ReasonForm(request.POST))


@require_http_methods(["GET", "POST"])
@desk_of(*_DECIDING)
def invite_person(request: HttpRequest) -> HttpResponse:
    by, status = actor_on(request), HTTPStatus.OK
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, roles=roles_at_desk(by.role), unit=by.unit)
    if form.is_valid():
        try:
            membership = send_invitation(form.invitation, by=by)
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, f"已邀请 {form.cleaned_data['name']}，对方接受后生效")
            return redirect("membership", membership.ref)
    context = {"form": form, "desk_url": _DESKS[Role(by.role)]}
    return render(request, "accounts/people/invite.html", context, status=status)


def _find(request: HttpRequest, ref: str) -> Membership:
    """What the actor may not see does not exist for them."""
    visible = with_people(memberships_visible_to(actor_on(request)))
    return get_object_or_404(visible, ref=ref.upper())


def _carry_out(
    request: HttpRequest, ref: str, verb: str, order: Callable[..., Membership], form: Form
) -> HttpResponse:
    """Right first: nobody fills in a form for nothing. What is refused is told beside the form."""
    membership, by = _find(request, ref), actor_on(request)
    if not workflow_of(Membership).allows(verb, by, membership):
        raise PermissionDenied
    if not form.is_valid():
        return _show(request, membership, form)
    try:
        order(membership, by=by, **form.cleaned_data)
    except Refused as refusal:
        return _show(request, membership, form, refusal)
    messages.success(request, _DONE[verb].format(membership.user, membership))
    return redirect("account" if membership.user_id == by.user_id else _DESKS[Role(by.role)])


def _show(
    request: HttpRequest, membership: Membership, form: Form, refusal: Refused | None = None
) -> HttpResponse:
    by = actor_on(request)
    context = {
        **_row(membership, by),
        "desk_url": _DESKS[Role(by.role)],
        "form": form if isinstance(form, ReasonForm) else ReasonForm(),
        "problems": refusal.problems if refusal else (),
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "accounts/people/membership.html", context, status=status)


def _row(membership: Membership, by: Actor) -> dict[str, Any]:
    """A role, its person's masked contacts, and the verbs the door would accept."""
    return {
        "membership": membership,
        "email": mask_email(membership.user.email),
        "phone": mask_phone(membership.user.phone),
        "verbs": {move.verb for move in available_moves(membership, by)},
        "reveals": by.role != Role.UNIT_CLERK,
    }
