"""What is said, sent, arranged and planned at an introduction."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from foundation.answers import answer_problems, is_htmx
from foundation.downloads import private_file
from foundation.errors import GeneralProblem, Problem, Refused
from foundation.uploads import Purpose
from introductions import accompanying, advancing, conversing, scheduling
from introductions.exporting import export_talk
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
from introductions.queries.calendar import event_of
from introductions.queries.companions import agents_for
from introductions.views.talks import address_of, find_talk, show_talk
from projects.forms.attachments import SentForm
from projects.views.uploading import answer_opened
from provinces.views.sending import Sent, carry_out
from records.models import Upload
from records.receiving import Destination, begin_upload, receive_whole
from roadshows.ics import calendar_of

Order = Callable[[Introduction, Any], str]


@require_POST
@login_required
def say(request: HttpRequest, ref: str) -> HttpResponse:
    def order(introduction: Introduction, said: dict[str, Any]) -> str:
        conversing.say(introduction, said["text"], by=actor_on(request))
        return "已发出"

    return _carry_out(request, ref, ("say", LineForm(request.POST)), order)


@require_POST
@login_required
def take_back(request: HttpRequest, ref: str, line: str) -> HttpResponse:
    introduction = find_talk(request, ref)
    row: Line = get_object_or_404(introduction.lines, ref=line.upper())
    return _move(request, introduction, partial(conversing.take_back, row), "留言已撤回")


@require_POST
@login_required
def begin_file(request: HttpRequest, ref: str) -> HttpResponse:
    """Room for a file of a declared size; says where its pieces go."""
    introduction, form = find_talk(request, ref), SentForm(request.POST)
    if not form.is_valid():
        problem = Problem(GeneralProblem.BAD_REQUEST)
        return answer_problems(request, [problem], HTTPStatus.BAD_REQUEST)
    name, size = form.cleaned_data["name"], form.cleaned_data["size"]
    return answer_opened(_open(request, introduction, name, size))


@require_POST
@login_required
def send_file(request: HttpRequest, ref: str) -> HttpResponse:
    """A file that a plain form has sent whole."""

    def order(introduction: Introduction, said: dict[str, Any]) -> str:
        file = said["file"]
        receive_whole(_open(request, introduction, file.name, file.size), file.file)
        return f"“{file.name}”已传完，正在检查"

    form = FileForm(request.POST, request.FILES)
    return _carry_out(request, ref, ("file", form), order)


@require_safe
@login_required
def file(request: HttpRequest, ref: str, line: str) -> HttpResponseBase:
    """Saved, never shown as a page of ours."""
    introduction = find_talk(request, ref)
    row: Line = get_object_or_404(introduction.lines.select_related("document"), ref=line.upper())
    if row.document is None:
        raise Http404
    document = row.document
    return private_file(document.file, name=document.name, content_type=document.content_type)


@require_POST
@login_required
def note(request: HttpRequest, ref: str) -> HttpResponse:
    """One's own; kept as it is typed."""
    introduction = find_talk(request, ref)
    form = NotesForm(request.POST)
    if not form.is_valid():
        return show_talk(
            request,
            introduction,
            sent=Sent("note", form),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    conversing.keep_notes(introduction, form.cleaned_data["notes"], by=actor_on(request))
    if is_htmx(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    messages.success(request, "笔记已保存")
    return redirect(address_of(introduction))


@require_POST
@login_required
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    form = PlanForm(request.POST, auto_id="plan-%s")

    def order(introduction: Introduction, said: dict[str, Any]) -> str:  # noqa: ARG001 -- the form makes more of it
        advancing.plan(introduction, form.plan, by=actor_on(request))
        return "进展已更新，对方会收到消息"

    return _carry_out(request, ref, ("plan", form), order)


@require_POST
@login_required
def finish(request: HttpRequest, ref: str) -> HttpResponse:
    def order(introduction: Introduction, said: dict[str, Any]) -> str:
        advancing.finish(introduction, said["outcome"], note=said["note"], by=actor_on(request))
        return "已记为结束，随时可以继续"

    form = FinishForm(request.POST, auto_id="finish-%s")
    return _carry_out(request, ref, ("finish", form), order)


@require_POST
@login_required
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    introduction = find_talk(request, ref)
    return _move(request, introduction, partial(advancing.reopen, introduction), "对接继续")


@require_POST
@login_required
def propose_time(request: HttpRequest, ref: str) -> HttpResponse:
    form = TimeForm(request.POST, auto_id="time-%s")

    def order(introduction: Introduction, said: dict[str, Any]) -> str:  # noqa: ARG001 -- as above
        scheduling.propose(introduction, form.time, by=actor_on(request))
        return "时间已提议，等对方确认"

    return _carry_out(request, ref, ("time", form), order)


_TIMES = {
    "agree": (scheduling.agree, "约见已确认，可以存到日历"),
    "decline": (scheduling.decline, "已告诉对方没空"),
    "cancel": (scheduling.cancel, "约见已取消"),
}


@require_POST
@login_required
def answer_time(request: HttpRequest, ref: str, time: str, verb: str) -> HttpResponse:
    introduction = find_talk(request, ref)
    row = _time(introduction, time)
    order, told = _TIMES[verb]
    return _move(request, introduction, partial(order, row), told)


@require_safe
@login_required
def time_file(request: HttpRequest, ref: str, time: str) -> HttpResponse:
    """To be taken along."""
    row = _time(find_talk(request, ref), time)
    headers = {"Content-Disposition": f'attachment; filename="{row.ref}.ics"'}
    data = calendar_of([event_of(row)])
    return HttpResponse(data, "text/calendar; charset=utf-8", headers=headers)


@require_POST
@login_required
def bring(request: HttpRequest, ref: str) -> HttpResponse:
    agents = agents_for(find_talk(request, ref))
    form = AgentForm(request.POST, agents=agents, auto_id="bring-%s")

    def order(introduction: Introduction, said: dict[str, Any]) -> str:
        accompanying.bring(introduction, said["agent"], by=actor_on(request))
        return "已提议，等对方同意"

    return _carry_out(request, ref, ("bring", form), order)


_SEATS = {
    "agree": (accompanying.agree, "你已同意"),
    "refuse": (accompanying.refuse, "已告诉对方"),
}


@require_POST
@login_required
def answer_seat(request: HttpRequest, ref: str, seat: str, verb: str) -> HttpResponse:
    introduction = find_talk(request, ref)
    row: Seat = get_object_or_404(introduction.seats, ref=seat.upper())
    order, told = _SEATS[verb]
    return _move(request, introduction, partial(order, row), told)


@require_safe
@login_required
def export(request: HttpRequest, ref: str) -> FileResponse:
    introduction = find_talk(request, ref)
    spool = export_talk(introduction, by=actor_on(request))
    return FileResponse(spool, as_attachment=True, filename=f"对接-{introduction.ref}.zip")


def _time(introduction: Introduction, ref: str) -> Appointment:
    found: Appointment = get_object_or_404(introduction.appointments, ref=ref.upper())
    found.introduction = introduction
    return found


def _open(request: HttpRequest, introduction: Introduction, name: str, size: int) -> Upload:
    by = actor_on(request)
    conversing.refuse_unsayable(introduction, by=by)
    to = Destination(conversing.TARGET, introduction.ref)
    return begin_upload(name, size, purpose=Purpose.DOCUMENT, to=to, by=by)


def _carry_out(
    request: HttpRequest, ref: str, sent: tuple[str, DeskForm], order: Order
) -> HttpResponse:
    introduction, (verb, form) = find_talk(request, ref), sent

    def show(refused: DeskForm, status: HTTPStatus) -> HttpResponse:
        return show_talk(request, introduction, sent=Sent(verb, refused), status=status)

    return carry_out(
        request,
        form,
        lambda: (order(introduction, form.cleaned_data), address_of(introduction)),
        show,
    )


def _move(
    request: HttpRequest, introduction: Introduction, order: Callable[..., Any], told: str
) -> HttpResponse:
    try:
        order(by=actor_on(request))
    except Refused as refusal:
        if refusal.status == HTTPStatus.FORBIDDEN:
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect(address_of(introduction))
