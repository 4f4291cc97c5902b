"""A unit's coaching sessions: planned, changed, held, cancelled."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.cycles import current_cycle
from accounts.forms.people import DeskForm
from accounts.guards import actor_on, asked_at
from accounts.models import Unit
from accounts.states import Role
from foundation.text import clean_line
from projects.models import Project
from projects.queries import by_name
from provinces.views.sending import Sent, carry_out
from records.actors import Actor
from records.workflow import available_moves
from roadshows.forms.coaching import CancelForm, HoldForm, SessionForm
from roadshows.models import Session
from roadshows.queries.coaching import coached_by, put_forward, sessions_of_unit
from roadshows.sessions import Held, cancel_session, change_session, hold_session, plan_session
from roadshows.views.coached import coach_desk, find_session
from roadshows.views.desks import DESKS

PAGE_SIZE = 20


@require_safe
@coach_desk
def session_list(request: HttpRequest) -> HttpResponse:
    rows = sessions_of_unit(actor_on(request).unit)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "roadshows/sessions.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@coach_desk
def session_new(request: HttpRequest) -> HttpResponse:
    """`?project=` ticks one, whether it was put forward or not."""
    by = actor_on(request)
    asked = list(by_name(clean_line(request.GET.get("project", "")), coached_by(by)))
    offered = _offered(by.unit, (project.pk for project in asked))

    def show(form: DeskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        context = {"form": form, "may_note": by.role in Role.of_unit}
        return render(request, "roadshows/session_form.html", context, status=status)

    if request.method != "POST":
        return show(SessionForm(unit=by.unit, projects=offered, initial={"projects": asked}))
    form = SessionForm(request.POST, unit=by.unit, projects=offered)

    def order() -> tuple[str, str]:
        session = plan_session(Unit.objects.get(pk=by.unit), form.plan, by=by)
        return f"“{session}”已安排，参加的人会收到消息", _page(session)

    return carry_out(request, form, order, show)


@require_http_methods(["GET", "HEAD", "POST"])
@coach_desk
def session_change(request: HttpRequest, ref: str) -> HttpResponse:
    by, session = actor_on(request), find_session(request, ref)
    offered = _offered(by.unit, (project.pk for project in session.projects.all()))

    def show(shown: DeskForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        if status == HTTPStatus.CONFLICT:
            now = SessionForm.initial_of(find_session(request, ref))
            form.take_over(now, now["seen"])
        context = {"form": shown, "session": session, "may_note": by.role in Role.of_unit}
        return render(request, "roadshows/session_form.html", context, status=status)

    if request.method != "POST":
        return show(
            SessionForm(unit=by.unit, projects=offered, initial=SessionForm.initial_of(session))
        )
    form = SessionForm(request.POST, unit=by.unit, projects=offered)

    def order() -> tuple[str, str]:
        changed = change_session(session, form.plan, seen=form.cleaned_data["seen"], by=by)
        return f"“{changed}”已改，参加的人会收到消息", _page(changed)

    return carry_out(request, form, order, show)


@require_safe
@coach_desk
def session_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, find_session(request, ref))


@require_POST
@coach_desk
def session_hold(request: HttpRequest, ref: str) -> HttpResponse:
    session = find_session(request, ref)
    form = HoldForm(request.POST, session=session)

    def order() -> tuple[str, str]:
        held = hold_session(session, **_said(form), by=actor_on(request))
        _tell_left(request, held)
        return f"“{session}”已登记完成", _page(session)

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, session, Sent("hold", sent, session.ref), status)

    return carry_out(request, form, order, show)


@require_POST
@coach_desk
def session_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    session, form = find_session(request, ref), CancelForm(request.POST)

    def order() -> tuple[str, str]:
        cancel_session(session, by=actor_on(request), reason=form.cleaned_data["reason"])
        return f"“{session}”已取消，参加的人会收到消息", _page(session)

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, session, Sent("cancel", sent, session.ref), status)

    return carry_out(request, form, order, show)


def _show(
    request: HttpRequest,
    session: Session,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    sent = sent or Sent()
    verbs = {move.verb for move in available_moves(session, actor_on(request))}
    has_begun = "hold" in verbs and session.starts_at <= asked_at(request)
    context = {
        "session": session,
        "roadshow_url": _roadshow_url(session, actor_on(request)),
        "may_change": "change" in verbs,
        "may_hold": has_begun or sent.verb == "hold",
        "may_cancel": "cancel" in verbs or sent.verb == "cancel",
        "is_cancelling": sent.verb == "cancel",
        "hold": sent.form_of("hold", session.ref, lambda: HoldForm(session=session)),
        "cancel": sent.form_of("cancel", session.ref, CancelForm),
    }
    return render(request, "roadshows/session.html", context, status=status)


def _offered(unit: str, more: Iterable[int]) -> set[int]:
    return {*put_forward(unit, current_cycle()).values_list("pk", flat=True), *more}


def _said(form: HoldForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {"present": list[Project](said["present"]), "summary": said["summary"]}


def _tell_left(request: HttpRequest, held: Held) -> None:
    for project, problems in held.left:
        why = "；".join(problem.sentence for problem in problems)
        messages.warning(request, f"“{project}”没有记入已享服务：{why}")


def _roadshow_url(session: Session, by: Actor) -> str:
    """At the unit's desk for its own people, for an agency where the public sees it; "" if not."""
    roadshow = session.roadshow
    if roadshow is None:
        return ""
    if by.role in Role.of_unit:
        return DESKS["unit/roadshows"].url("roadshow", roadshow)
    is_shown = roadshow.sequence is not None
    return reverse("roadshow_page", args=[roadshow.code]) if is_shown else ""


def _page(session: Session) -> str:
    return reverse("unit_session", args=[session.ref])
