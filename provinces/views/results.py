"""What anybody may read of the year's results: 公示, 公告, corrections; and objecting to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guards import actor_on, wanted_after_login
from accounts.models import Cycle
from foundation import clock
from foundation.articles import Article
from foundation.caching import public_page
from foundation.errors import Refused
from provinces.forms.decisions import ObjectionForm
from provinces.models import Display, Objection
from provinces.objecting import file_objection, withdraw_objection
from provinces.queries.decisions import (
    displays_of,
    known_approvals,
    objections_of,
    reversed_approvals,
    reversed_decisions,
)
from provinces.states import DisplayStatus, ObjectionStatus
from records.workflow import available_moves

PAGE_SIZE = 20


@dataclass(frozen=True)
class Published:
    """A 公示 as all read it. `lines` are those it began with, each with `correction`: when and
    why it was corrected since."""

    display: Display
    is_running: bool
    lines: Sequence[dict[str, Any]]
    answered: Sequence[Objection]
    waiting: int

    @property
    def objections(self) -> int:
        return len(self.answered) + self.waiting


@require_safe
@public_page
def results(request: HttpRequest, year: int) -> HttpResponse:
    cycle, displays = _displays(year)
    return _show(request, cycle, displays, None)


@require_http_methods(["GET", "HEAD", "POST"])
@wanted_after_login
def object_to_results(request: HttpRequest, year: int) -> HttpResponse:
    """Who has to log in or register first is led back to what is shown."""
    cycle, displays = _displays(year)
    if request.method != "POST":
        return redirect("results", cycle.year)
    form = ObjectionForm(request.POST, displays=_running(displays, clock.now()))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        display, decision = form.target
        try:
            file_objection(
                display, form.cleaned_data["text"], by=actor_on(request), decision=decision
            )
        except Refused as refusal:
            form.add_refusal(refusal)
            status = refusal.status
        else:
            messages.success(request, "异议已送达火炬中心，答复会在消息里告诉你")
            return redirect("objections")
    return _show(request, cycle, displays, form, status)


@require_safe
@wanted_after_login
def objections(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    page = Paginator(objections_of(by), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(one, {move.verb for move in available_moves(one, by)}) for one in page]
    context = {"page": page, "rows": rows}
    return render(request, "provinces/objections.html", context)


@require_POST
@wanted_after_login
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    by = actor_on(request)
    objection = get_object_or_404(objections_of(by), ref=ref.upper())
    try:
        withdraw_objection(objection, by=by)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已撤回异议 {objection.ref}")
    return redirect("objections")


def _displays(year: int) -> tuple[Cycle, list[Display]]:
    """Nothing is there before the first was opened."""
    cycle = get_object_or_404(Cycle, year=year)
    displays = list(displays_of(cycle))
    if not displays:
        raise Http404
    return cycle, displays


def _running(displays: Sequence[Display], now: datetime) -> list[Display]:
    return [one for one in displays if one.status == DisplayStatus.OPEN and now < one.closes_at]


def _show(
    request: HttpRequest,
    cycle: Cycle,
    displays: Sequence[Display],
    form: ObjectionForm | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    running = _running(displays, clock.now())
    published = [_published(one, is_running=one in running) for one in displays]
    is_final = all(one.status == DisplayStatus.FINAL for one in displays)
    context = {
        "cycle": cycle,
        "article": _article(cycle, displays, is_final=is_final),
        "published": published,
        "is_final": is_final,
        "form": form or (ObjectionForm(displays=running) if running else None),
        "is_visitor": not actor_on(request).is_person,
        "may_object": bool(running),
        "reversed_approvals": list(known_approvals(reversed_approvals(cycle))),
        "reversed_decisions": list(reversed_decisions(cycle).filter(display__isnull=False)),
    }
    return render(request, "provinces/results.html", context, status=status)


def _article(cycle: Cycle, displays: Sequence[Display], *, is_final: bool) -> Article:
    title = f"{cycle.year} 年度路演承办{'公告' if is_final else '公示'}"
    return Article(
        title=title,
        path=reverse("results", args=[cycle.year]),
        text=f"{cycle.call_title}，{title}。",
        source=cycle.issuer,
        published_at=max(one.opened_at for one in displays),
    )


def _published(display: Display, *, is_running: bool) -> Published:
    now_of = {one.ref: one for one in display.decisions.all()}
    lines = [
        {**line, "correction": now if now and now.reversal else None}
        for line in display.content
        for now in [now_of.get(line["decision"])]
    ]
    objected = list(display.objections.all())  # without those taken back
    answered = [one for one in objected if one.status in ObjectionStatus.answered]
    return Published(display, is_running, lines, answered, len(objected) - len(answered))
