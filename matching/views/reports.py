"""举报: the centre finds whether what was reported is so."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision, desk_of
from accounts.states import Role
from foundation.errors import Refused
from matching import guarding
from matching.models import Report
from matching.queries.interests import reports_waiting
from matching.rules import may_judge

PAGE_SIZE = 20


@require_safe
@desk_of(*Role.of_centre)
def listed(request: HttpRequest) -> HttpResponse:
    page = Paginator(reports_waiting(), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, may_judge(actor_on(request), one)) for one in page]
    return render(request, "matching/reports.html", {"page": page, "rows": rows})


@require_POST
@desk_of(*Role.of_centre)
@decision
def uphold(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, guarding.uphold, "已记为属实，对方 30 天内不能再提意向")


@require_POST
@desk_of(*Role.of_centre)
@decision
def dismiss(request: HttpRequest, ref: str) -> HttpResponse:
    return _decide(request, ref, guarding.dismiss, "已记为不属实")


def _decide(
    request: HttpRequest, ref: str, order: Callable[..., Report], told: str
) -> HttpResponse:
    report = get_object_or_404(Report, ref=ref.upper())
    try:
        order(report, by=actor_on(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{told}，举报人会收到消息")
    return redirect("center_reports")
