"""The centre's lead publishes the call, and grants what the notice hedges."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.people import ReasonForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.states import Role
from foundation.errors import Refused
from provinces.cycles import publish_call
from provinces.exempting import exempt, revoke_exemption
from provinces.forms.calls import CallForm, ExemptionForm
from provinces.models import Exemption
from provinces.queries import exemptions_in


@require_http_methods(["GET", "HEAD", "POST"])
@desk_of(Role.CENTRE_LEAD)
def call_form(request: HttpRequest, year: int) -> HttpResponseBase:
    cycle = get_object_or_404(Cycle, year=year)
    if request.method == "POST":
        return _publish(request, year=year)
    return _show(request, cycle, CallForm(initial=CallForm.initial_of(cycle)), ExemptionForm())


@decision
def _publish(request: HttpRequest, year: int) -> HttpResponse:
    cycle, form = get_object_or_404(Cycle, year=year), CallForm(request.POST)
    if not form.is_valid():
        return _show(request, cycle, form, ExemptionForm(), 422)
    try:
        publish_call(cycle, form.settings, by=actor_on(request))
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, cycle, form, ExemptionForm(), 422)
    messages.success(request, f"{cycle}申报通知已发布，即时生效")
    return redirect("center_call", year)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def grant(request: HttpRequest, year: int) -> HttpResponse:
    cycle, form = get_object_or_404(Cycle, year=year), ExemptionForm(request.POST)
    call = CallForm(initial=CallForm.initial_of(cycle))
    if not form.is_valid():
        return _show(request, cycle, call, form, 422)
    try:
        given = exempt(form.cleaned_data["unit"], cycle, form.grant, by=actor_on(request))
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, cycle, call, form, 422)
    messages.success(request, f"已准予：{given}，对方会收到消息，通知页上公开")
    return redirect("center_call", year)


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    exemption, form = get_object_or_404(Exemption, ref=ref.upper()), ReasonForm(request.POST)
    form.is_valid()
    reason = form.cleaned_data.get("reason", "")
    revoked = revoke_exemption(exemption, by=actor_on(request), reason=reason)
    messages.success(request, f"已撤销：{revoked}")
    return redirect("center_call", revoked.cycle.year)


def _show(
    request: HttpRequest, cycle: Cycle, form: CallForm, granting: ExemptionForm, status: int = 200
) -> HttpResponse:
    context = {
        "cycle": cycle,
        "form": form,
        "granting": granting,
        "exemptions": exemptions_in(cycle),
    }
    return render(request, "provinces/center_call.html", context, status=status)
