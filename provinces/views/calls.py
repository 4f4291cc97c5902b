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
from provinces.cycles import attach_to_call, publish_call, remove_from_call
from provinces.exempting import exempt, revoke_exemption
from provinces.forms.calls import CallForm, ExemptionForm
from provinces.forms.files import CallFileForm
from provinces.models import CallFile, Exemption
from provinces.queries import exemptions_in, files_of_call


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
def attach(request: HttpRequest, year: int) -> HttpResponse:
    cycle, form = get_object_or_404(Cycle, year=year), CallFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            attached = attach_to_call(cycle, file.name, file.file, by=actor_on(request))
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error("file", problem.sentence)
        else:
            messages.success(request, f"“{attached}”已放到通知页")
            return redirect("center_call", year)
    call = CallForm(initial=CallForm.initial_of(cycle))
    return _show(request, cycle, call, ExemptionForm(), 422, attaching=form)


@require_POST
@desk_of(Role.CENTRE_LEAD)
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    file = get_object_or_404(CallFile.objects.select_related("cycle", "document"), ref=ref.upper())
    removed = remove_from_call(file, by=actor_on(request))
    messages.success(request, f"“{removed}”已从通知页移除")
    return redirect("center_call", removed.cycle.year)


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
    request: HttpRequest,
    cycle: Cycle,
    form: CallForm,
    granting: ExemptionForm,
    status: int = 200,
    *,
    attaching: CallFileForm | None = None,
) -> HttpResponse:
    context = {
        "cycle": cycle,
        "form": form,
        "granting": granting,
        "attaching": attaching or CallFileForm(),
        "files": files_of_call(cycle),
        "exemptions": exemptions_in(cycle),
    }
    return render(request, "provinces/center_call.html", context, status=status)
