"""Tasks of a roadshow: by time, each with what may be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from foundation import clock
from provinces.views.sending import Sent, carry_out
from records.actors import Actor
from records.workflow import available_moves
from roadshows.forms.duties import DutyForm, WaiveForm
from roadshows.models import Duty, Roadshow
from roadshows.queries.duties import Ended, duties_of, ended_by
from roadshows.rules import is_of_party, may_run
from roadshows.states import DutyStatus, RoadshowStatus
from roadshows.tasking import add_duty, change_duty, finish_duty, reopen_duty, waive_duty
from roadshows.views.desks import Desk, find_roadshow, roadshow_desk
from roadshows.views.events import Due, due_of
from roadshows.views.tabs import tabs_of

_AT_ONCE = {"finish": "roadshow_duty_finish", "reopen": "roadshow_duty_reopen"}


@dataclass(frozen=True)
class Offer:
    """A button; with a `form` it opens that."""

    title: str
    url: str
    form: DeskForm | None = None
    is_open: bool = False


@dataclass(frozen=True)
class Row:
    duty: Duty
    due: Due
    is_own: bool
    ended: Ended | None
    offers: list[Offer]


@dataclass(frozen=True)
class About:
    """Who looks when at which desk, and what they had sent."""

    by: Actor
    desk: Desk
    today: date
    sent: Sent


@require_safe
@roadshow_desk
def duties(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _show(request, desk, find_roadshow(request, ref), Sent())


@require_POST
@roadshow_desk
def add(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    roadshow, form = find_roadshow(request, ref), DutyForm(request.POST)

    def order() -> str:
        return f"“{add_duty(roadshow, form.terms, by=actor_on(request))}”已列入任务"

    return _carry_out(request, desk, roadshow, Sent("add", form), order)


@require_POST
@roadshow_desk
def change(request: HttpRequest, desk: Desk, ref: str, duty: str) -> HttpResponse:
    roadshow, found = _find(request, ref, duty)
    form = DutyForm(request.POST, auto_id=_at("change", found))

    def order() -> str:
        seen = form.cleaned_data["seen"]
        return f"“{change_duty(found, form.terms, seen=seen, by=actor_on(request))}”已修改"

    return _carry_out(request, desk, roadshow, Sent("change", form, found.ref), order)


@require_POST
@roadshow_desk
def waive(request: HttpRequest, desk: Desk, ref: str, duty: str) -> HttpResponse:
    roadshow, found = _find(request, ref, duty)
    form = WaiveForm(request.POST, auto_id=_at("waive", found))

    def order() -> str:
        waive_duty(found, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"“{found}”已标为不适用，可以重新打开"

    return _carry_out(request, desk, roadshow, Sent("waive", form, found.ref), order)


@require_POST
@roadshow_desk
def finish(request: HttpRequest, desk: Desk, ref: str, duty: str) -> HttpResponse:
    roadshow, found = _find(request, ref, duty)
    finish_duty(found, by=actor_on(request))
    messages.success(request, f"“{found}”已完成，点错了可以重新打开")
    return _back(desk, roadshow, found)


@require_POST
@roadshow_desk
def reopen(request: HttpRequest, desk: Desk, ref: str, duty: str) -> HttpResponse:
    roadshow, found = _find(request, ref, duty)
    reopen_duty(found, by=actor_on(request))
    messages.success(request, f"“{found}”已重新打开")
    return _back(desk, roadshow, found)


def _find(request: HttpRequest, ref: str, duty: str) -> tuple[Roadshow, Duty]:
    roadshow = find_roadshow(request, ref)
    return roadshow, get_object_or_404(duties_of(roadshow), ref=duty.upper())


def _back(desk: Desk, roadshow: Roadshow, duty: Duty) -> HttpResponse:
    return HttpResponseRedirect(f"{desk.url('roadshow_duties', roadshow)}#duty-{duty.ref}")


def _carry_out(
    request: HttpRequest, desk: Desk, roadshow: Roadshow, sent: Sent, order: Callable[[], str]
) -> HttpResponse:
    def show(form: DeskForm, status: HTTPStatus) -> HttpResponse:
        if status == HTTPStatus.CONFLICT and isinstance(form, DutyForm) and sent.ref:
            now = DutyForm.initial_of(_find(request, roadshow.ref, sent.ref)[1])
            form.take_over(now, now["seen"])
        return _show(request, desk, find_roadshow(request, roadshow.ref), sent, status)

    url = desk.url("roadshow_duties", roadshow)
    return carry_out(request, sent.form, lambda: (order(), url), show)


def _show(
    request: HttpRequest,
    desk: Desk,
    roadshow: Roadshow,
    sent: Sent,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    about = About(actor_on(request), desk, clock.today(), sent)
    ended, found = ended_by(roadshow), list(duties_of(roadshow))
    is_on = roadshow.status != RoadshowStatus.CANCELLED
    context = {
        "desk": desk,
        "roadshow": roadshow,
        "tabs": tabs_of(desk, roadshow, "roadshow_duties"),
        "rows": [_row(one, ended.get(one.pk), about) for one in found],
        "open_count": sum(1 for one in found if one.status == DutyStatus.OPEN),
        "add_url": desk.url("roadshow_duty_add", roadshow),
        "form": sent.form_of("add", "", DutyForm),
        "may_add": is_on and may_run(about.by, roadshow),
    }
    return render(request, "roadshows/duties.html", context, status=status)


def _row(duty: Duty, ended: Ended | None, about: About) -> Row:
    is_open = duty.status == DutyStatus.OPEN
    due = due_of(duty.roadshow.day, duty.offset, about.today)
    return Row(
        duty,
        due if is_open else Due(due.words),
        is_of_party(about.by, duty),
        None if is_open else ended,
        _offers(duty, about),
    )


def _offers(duty: Duty, about: About) -> list[Offer]:
    if duty.roadshow.status == RoadshowStatus.CANCELLED:
        return []
    moves = {move.verb: move.staff_label for move in available_moves(duty, about.by)}
    at_once = [
        Offer(moves[verb], about.desk.url(name, duty.roadshow, duty=duty.ref))
        for verb, name in _AT_ONCE.items()
        if verb in moves
    ]
    return at_once + [_asking(duty, verb, about) for verb in ("change", "waive") if verb in moves]


def _asking(duty: Duty, verb: str, about: About) -> Offer:
    def blank() -> DeskForm:
        if verb == "waive":
            return WaiveForm(auto_id=_at(verb, duty))
        return DutyForm(initial=DutyForm.initial_of(duty), auto_id=_at(verb, duty))

    title = {"change": "修改", "waive": "不适用"}[verb]
    url = about.desk.url(f"roadshow_duty_{verb}", duty.roadshow, duty=duty.ref)
    form = about.sent.form_of(verb, duty.ref, blank)
    return Offer(title, url, form, about.sent.is_of(verb, duty.ref))


def _at(verb: str, duty: Duty) -> str:
    """Several forms stand on one page."""
    return f"{verb}-{duty.ref}-%s"
