"""对接: those one sits at, and one of them with all that is said and arranged there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from foundation.caching import polled
from introductions import conversing
from introductions.conversing import TARGET
from introductions.forms import (
    AgentForm,
    FileForm,
    FinishForm,
    LineForm,
    NotesForm,
    PlanForm,
    TimeForm,
)
from introductions.models import Appointment, Introduction, Line, Seat
from introductions.queries.companions import agents_for, asked_of, companions_of
from introductions.queries.talks import (
    appointments_of,
    contact_of,
    last_lines_of,
    pipeline_of,
    seat_of,
    shown_in,
    stamp_of,
    talk_named,
    talks_of,
)
from introductions.states import IntroductionStatus, LineStatus
from provinces.views.sending import Sent
from records.actors import Actor
from records.queries import uploads_about
from records.states import Transition
from records.workflow import available_moves

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Said:
    """A line as whoever reads it sees it."""

    line: Line
    is_own: bool
    may_take_back: bool


@require_safe
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """`?show=` a stage, or those that are over."""
    by, show = actor_on(request), request.GET.get("show", "")
    rows = shown_in(talks_of(by), show)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "stations": pipeline_of(by),
        "show": show,
        "is_over": show == IntroductionStatus.FINISHED,
        "asked": list(asked_of(by)),
    }
    return render(request, "introductions/list.html", context)


@require_safe
@login_required
def page(request: HttpRequest, ref: str) -> HttpResponse:
    introduction = find_talk(request, ref)
    answer = show_talk(request, introduction)
    conversing.mark_read(introduction, by=actor_on(request))
    return answer


def _stamp(request: HttpRequest, ref: str) -> str | None:
    by = actor_on(request)
    found = talk_named(ref, by).first()
    return f'"{by.user_id}-{stamp_of(found)}"' if found is not None else None


@require_safe
@login_required
@polled(_stamp)
def lines(request: HttpRequest, ref: str) -> HttpResponse:
    """Asked again and again by the page."""
    introduction = find_talk(request, ref)
    context = {"introduction": introduction, "said": _said(request, introduction)}
    conversing.mark_read(introduction, by=actor_on(request))
    return render(request, "introductions/_lines.html", context)


def find_talk(request: HttpRequest, ref: str) -> Introduction:
    """Where one sits, by its own ref or its interest's; anything else is not there."""
    return get_object_or_404(talk_named(ref, actor_on(request)))


def address_of(introduction: Introduction) -> str:
    return reverse("introduction", args=[introduction.ref])


def show_talk(
    request: HttpRequest,
    introduction: Introduction,
    *,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """`sent` is a form that was refused, which is shown where it stood."""
    by = actor_on(request)
    # The rules ask of each button who sits there.
    introduction.sitting = introduction.seats_taken()
    seat = seat_of(introduction, by)
    context = {
        "introduction": introduction,
        "seat": seat,
        "is_open": introduction.status == IntroductionStatus.OPEN,
        "contact": contact_of(introduction, by),
        "said": _said(request, introduction),
        "times": _with_moves(introduction, appointments_of(introduction), by),
        "companions": _with_moves(introduction, companions_of(introduction), by),
        "uploads": uploads_about(TARGET, introduction.ref, by.user_id),
        "forms": _forms(introduction, seat, sent or Sent()),
    }
    return render(request, "introductions/talk.html", context, status=status)


def _said(request: HttpRequest, introduction: Introduction) -> list[Said]:
    user = actor_on(request).user_id
    return [
        Said(line, is_own, is_own and line.status == LineStatus.SAID and line.is_fresh)
        for line in last_lines_of(introduction)
        for is_own in (line.author_id == user,)
    ]


def _with_moves(
    introduction: Introduction, records: Iterable[Appointment | Seat], by: Actor
) -> list[tuple[Appointment | Seat, list[Transition]]]:
    """None once it is finished."""
    is_open = introduction.status == IntroductionStatus.OPEN
    found = []
    for record in records:
        record.introduction = introduction
        found.append((record, available_moves(record, by) if is_open else []))
    return found


def _forms(introduction: Introduction, seat: Seat, sent: Sent) -> dict[str, DeskForm]:
    """By what they order: those of whoever sits there, and those of a party."""
    blank: dict[str, Callable[[], DeskForm]] = {
        "say": LineForm,
        "file": FileForm,
        "note": lambda: NotesForm(initial={"notes": seat.notes}),
    }
    if seat.is_party:
        blank |= {
            "plan": lambda: PlanForm(initial=_planned(introduction), auto_id="plan-%s"),
            "finish": lambda: FinishForm(auto_id="finish-%s"),
            "time": lambda: TimeForm(auto_id="time-%s"),
            "bring": lambda: AgentForm(agents=agents_for(introduction), auto_id="bring-%s"),
        }
    return {verb: sent.form_of(verb, "", make) for verb, make in blank.items()}


def _planned(introduction: Introduction) -> dict[str, Any]:
    return {name: getattr(introduction, name) for name in ("stage", "next_step", "next_on")}
