"""年度: what the centre has set for each year; its lead changes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.cycles import change_cycle, current_cycle
from accounts.forms.cycles import CycleForm
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Cycle
from accounts.rules import may_change_cycle
from accounts.states import Role
from foundation.errors import Refused


@require_safe
@desk_of(*Role.of_centre)
def cycle_list(request: HttpRequest) -> HttpResponse:
    cycle = current_cycle()
    return _show(request, cycle, CycleForm(cycle=cycle))


@require_POST
@desk_of(Role.CENTRE_LEAD)
@decision
def change(request: HttpRequest, year: int) -> HttpResponse:
    cycle = get_object_or_404(Cycle, year=year)
    form = CycleForm(request.POST, cycle=cycle)
    if not form.is_valid():
        return _show(request, cycle, form, 422)
    try:
        change_cycle(cycle, form.settings, by=actor_on(request))
    except Refused as refusal:
        form.add_refusal(refusal)
        return _show(request, cycle, form, refusal.status)
    messages.success(request, f"{cycle}的设置已更改，即时生效")
    return redirect("center_cycles")


def _show(request: HttpRequest, cycle: Cycle, form: CycleForm, status: int = 200) -> HttpResponse:
    """All years; the form is that of one of them, for who may change it."""
    context = {
        "cycle": cycle,
        "cycles": Cycle.objects.all(),
        "form": form,
        "may_change": may_change_cycle(actor_on(request), cycle),
    }
    return render(request, "accounts/cycles.html", context, status=status)
