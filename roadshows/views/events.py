"""Roadshows at the three desks: the year's list, one of them, its facts."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on, decision
from foundation import clock
from provinces.views.sending import carry_out
from records.workflow import available_moves
from roadshows.arranging import arrange
from roadshows.forms.events import CancelForm, FactsForm, ListForm
from roadshows.models import Roadshow
from roadshows.opening import cancel_roadshow
from roadshows.queries.duties import duties_of, waiting_for, with_next_duty
from roadshows.queries.programme import newest_release
from roadshows.queries.roadshows import (
    for_list,
    history_of,
    in_year,
    visible_to,
    years_of,
)
from roadshows.rules import may_run, party_of
from roadshows.states import DutyStatus, Party, RoadshowStatus
from roadshows.views.desks import Desk, find_roadshow, roadshow_desk
from roadshows.views.tabs import tabs_of

PAGE_SIZE = 20
_NEXT = 3  # tasks of one's own that the overview names


@dataclass(frozen=True, slots=True)
class Due:
    """A day in words, "T−60" while there is none; `tone` as of a badge."""

    words: str
    tone: str = ""

    @property
    def is_late(self) -> bool:
        return self.tone == "bad"


@dataclass(frozen=True, slots=True)
class Row:
    roadshow: Any
    url: str
    due: Due | None


def due_of(day: date | None, offset: int, today: date, near: int = 7) -> Due:
    """Of an open task."""
    if day is None:
        return Due(f"T{'−' if offset < 0 else '+'}{abs(offset)}" if offset else "T")
    due = day + timedelta(days=offset)
    words = f"{due:%Y-%m-%d}"
    if due < today:
        return Due(words, "bad")
    return Due(words, "warn" if due <= today + timedelta(days=near) else "")


@require_safe
@roadshow_desk
def listed(request: HttpRequest, desk: Desk) -> HttpResponse:
    by = actor_on(request)
    own, party = visible_to(by), party_of(by) or Party.HOST
    form = ListForm(request.GET, years=years_of(own), has_units=party != Party.HOST)
    found = with_next_duty(for_list(in_year(own, form.year_asked)), party)
    wanted = form.wanted
    for name in ("status", "unit"):
        found = found.filter(**{name: wanted[name]}) if wanted.get(name) else found
    found = waiting_for(found, party) if wanted["todo"] else found
    page, today = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")), clock.today()
    context = {
        "desk": desk,
        "form": form,
        "year": form.year_asked,
        "page": page,
        "rows": [_row(desk, one, today) for one in page],
        "party": party,
    }
    return render(request, "roadshows/list.html", context)


def _row(desk: Desk, roadshow: Any, today: date) -> Row:
    offset = roadshow.next_offset
    due = due_of(roadshow.day, offset, today) if offset is not None else None
    return Row(roadshow, desk.url("roadshow", roadshow), due)


@require_safe
@roadshow_desk
def overview(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _show(request, desk, find_roadshow(request, ref), CancelForm())


@require_POST
@roadshow_desk
@decision
def cancel(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow, form = find_roadshow(request, ref), CancelForm(request.POST)

    def order() -> tuple[str, str]:
        cancel_roadshow(roadshow, by=actor_on(request), reason=form.cleaned_data["reason"])
        return "路演已取消，知道它的人会收到消息", desk.url("roadshow", roadshow)

    def show(form: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, desk, roadshow, form, status)

    return carry_out(request, form, order, show)


def _show(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    form: DeskForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    by, today = actor_on(request), clock.today()
    verbs = {move.verb for move in available_moves(roadshow, by)}
    open_now = duties_of(roadshow).filter(status=DutyStatus.OPEN)
    own = list(open_now.filter(party=party_of(by)))
    context = {
        "desk": desk,
        "roadshow": roadshow,
        "tabs": tabs_of(desk, roadshow, "roadshow"),
        "edit_url": desk.url("roadshow_edit", roadshow) if "arrange" in verbs else "",
        "cancel_url": desk.url("roadshow_cancel", roadshow) if "cancel" in verbs else "",
        "cancel_form": form,
        "release": newest_release(roadshow),
        "todo": [(one, due_of(roadshow.day, one.offset, today)) for one in own[:_NEXT]],
        "todo_count": len(own),
        "duties_url": desk.url("roadshow_duties", roadshow),
        "history": history_of(roadshow),
    }
    return render(request, "roadshows/overview.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@roadshow_desk
def edit(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    """What is over is not changed any more."""
    roadshow = find_roadshow(request, ref)
    back = desk.url("roadshow", roadshow)
    if not may_run(actor_on(request), roadshow):
        raise PermissionDenied
    if request.method != "POST":
        if roadshow.status not in RoadshowStatus.ahead:
            return HttpResponseRedirect(back)
        return _show_form(request, desk, roadshow, FactsForm(roadshow=roadshow))
    form = FactsForm(request.POST, roadshow=roadshow)

    def order() -> tuple[str, str]:
        arrange(roadshow, form.facts, seen=form.cleaned_data["seen"], by=actor_on(request))
        return "活动信息已保存", back

    def show(_: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show_form(request, desk, find_roadshow(request, ref), form, status)

    return carry_out(request, form, order, show)


def _show_form(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    form: FactsForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    is_stale = status == HTTPStatus.CONFLICT and roadshow.status in RoadshowStatus.ahead
    if is_stale:
        form.take_over(roadshow)
    context = {
        "desk": desk,
        "roadshow": roadshow,
        "roadshow_url": desk.url("roadshow", roadshow),
        "form": form,
        "differing": form.differing(roadshow) if is_stale else [],
    }
    return render(request, "roadshows/edit.html", context, status=status)
