"""陪同: whoever accompanies leaves; the exchange asks to attend."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.errors import Refused
from introductions import accompanying
from introductions.queries.companions import attendable_by, leavable_by

PAGE_SIZE = 20


@require_safe
@desk_of(Role.EXCHANGE)
def exchange(request: HttpRequest) -> HttpResponse:
    rows = attendable_by(actor_on(request))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "introductions/exchange.html", {"page": page})


@require_POST
@desk_of(Role.EXCHANGE)
def attend(request: HttpRequest, ref: str) -> HttpResponse:
    by = actor_on(request)
    introduction = get_object_or_404(attendable_by(by), ref=ref.upper())
    try:
        accompanying.offer(introduction, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已提出，双方都同意后可以参加")
    return redirect("exchange_introductions")


@require_POST
@login_required
def leave(request: HttpRequest, ref: str) -> HttpResponse:
    """Who accompanies, or asked to."""
    seat = get_object_or_404(leavable_by(actor_on(request)), ref=ref.upper())
    try:
        accompanying.leave(seat, by=actor_on(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "你已退出这次对接")
    return redirect("introductions")
