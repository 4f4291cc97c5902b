"""The desk of a unit where its people and the agencies it delegates to are looked after."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.delegating import delegate, revoke
from accounts.forms.people import DelegationForm, ReasonForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Delegation, Unit
from accounts.queries import delegations_visible_to, with_standing
from accounts.rules import is_lead_of
from accounts.states import Role
from accounts.views.people import PAGE_SIZE, show_people
from foundation.errors import Refused
from records.workflow import available_moves


@require_safe
@desk_of(*Role.of_unit)
def people_list(request: HttpRequest) -> HttpResponse:
    return show_people(request)


@require_safe
@desk_of(*Role.of_unit)
def delegation_list(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    delegations = with_standing(delegations_visible_to(by))
    page = Paginator(delegations, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "may_delegate": is_lead_of(by, Delegation(unit_id=by.unit))}
    return render(request, "accounts/people/delegations.html", context)


@require_http_methods(["GET", "POST"])
@desk_of(Role.UNIT_LEAD)
@decision
def new_delegation(request: HttpRequest) -> HttpResponse:
    by, status = actor_on(request), HTTPStatus.OK
    form = DelegationForm(request.POST if request.method == "POST" else None, unit=by.unit)
    if form.is_valid():
        organisation, scopes, until = form.terms
        unit = Unit.objects.get(abbr=by.unit)
        try:
            delegation = delegate(unit, organisation, scopes, until=until, by=by)
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, f"已委托{organisation}，对方现在就能进入本单位的工作台")
            return redirect("unit_delegation", delegation.ref)
    context = {"form": form}
    return render(request, "accounts/people/delegation_form.html", context, status=status)


@require_safe
@desk_of(*Role.of_unit)
def delegation_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _find(request, ref), ReasonForm())


@require_POST
@desk_of(*Role.of_unit)
@decision
def revoke_delegation(request: HttpRequest, ref: str) -> HttpResponse:
    delegation, by, form = _find(request, ref), actor_on(request), ReasonForm(request.POST)
    if not is_lead_of(by, delegation):
        raise PermissionDenied
    if not form.is_valid():
        return _show(request, delegation, form)
    try:
        revoke(delegation, by=by, **form.cleaned_data)
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, delegation, form, refusal.status)
    messages.success(request, f"已撤销对{delegation.organisation}的委托，即时生效")
    return redirect("unit_delegations")


def _find(request: HttpRequest, ref: str) -> Delegation:
    visible = with_standing(delegations_visible_to(actor_on(request)))
    return get_object_or_404(visible, ref=ref.upper())


def _show(
    request: HttpRequest, delegation: Delegation, form: ReasonForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    verbs = {move.verb for move in available_moves(delegation, actor_on(request))}
    context = {"delegation": delegation, "form": form, "verbs": verbs}
    return render(request, "accounts/people/delegation.html", context, status=status)
