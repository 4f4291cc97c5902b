"""Decks on their way in and out, and what is said of them."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from foundation.answers import answer_problems
from foundation.downloads import private_file
from foundation.errors import GeneralProblem, Problem, Refused
from foundation.uploads import Purpose
from projects.forms.attachments import SentForm
from projects.models import Project
from projects.views.uploading import answer_opened
from provinces.views.sending import Sent, carry_out
from records.actors import Actor
from records.models import Upload
from records.receiving import Destination, begin_upload, receive_whole
from roadshows.decks import TARGET, refuse_unfileable
from roadshows.forms.coaching import AnswerForm, DeckForm, RemarkForm
from roadshows.models import Remark
from roadshows.remarking import keep, mend, reopen_remark, say_remark, withdraw_remark
from roadshows.states import DeckKind
from roadshows.views.coached import (
    coaching_desk,
    find_coached,
    find_deck,
    find_remark,
    page_of,
    reading_desk,
)
from roadshows.views.coaching import show_project


@require_POST
@coaching_desk
def begin(request: HttpRequest, ref: str, kind: DeckKind) -> HttpResponse:
    """Room for a file of a declared size; says where its pieces go."""
    project, form = find_coached(request, ref), SentForm(request.POST)
    if not form.is_valid():
        problem = Problem(GeneralProblem.BAD_REQUEST)
        return answer_problems(request, [problem], HTTPStatus.BAD_REQUEST)
    name, size = form.cleaned_data["name"], form.cleaned_data["size"]
    return answer_opened(_open(project, kind, name, size, actor_on(request)))


@require_POST
@coaching_desk
def send(request: HttpRequest, ref: str, kind: DeckKind) -> HttpResponse:
    """A file that a plain form has sent whole."""
    project, form = find_coached(request, ref), DeckForm(request.POST, request.FILES)
    by = actor_on(request)

    def order() -> tuple[str, str]:
        file = form.cleaned_data["file"]
        receive_whole(_open(project, kind, file.name, file.size, by), file.file)
        return f"“{file.name}”已传完，正在检查", page_of(by, project, kind)

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return show_project(
            request, project, kind=kind, sent=Sent("file", sent, project.ref), status=status
        )

    return carry_out(request, form, order, show)


def _open(project: Project, kind: DeckKind, name: str, size: int, by: Actor) -> Upload:
    refuse_unfileable(project, by=by)
    to = Destination(TARGET, project.ref, {"kind": kind.value})
    return begin_upload(name, size, purpose=Purpose.DOCUMENT, to=to, by=by)


@require_safe
@reading_desk
def deck_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Saved, never shown as a page of ours; held by whoever asked alone."""
    document = find_deck(request, ref).document
    return private_file(document.file, name=document.name, content_type=document.content_type)


@require_POST
@coaching_desk
def say(request: HttpRequest, ref: str) -> HttpResponse:
    deck, form, by = find_deck(request, ref), RemarkForm(request.POST), actor_on(request)
    project, kind = deck.project, DeckKind(deck.kind)

    def order() -> tuple[str, str]:
        say_remark(deck, form.cleaned_data["text"], by=by)
        return "意见已提出，相关的人会收到消息", page_of(by, project, kind)

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return show_project(
            request, project, kind=kind, sent=Sent("say", sent, project.ref), status=status
        )

    return carry_out(request, form, order, show)


@require_POST
@coaching_desk
def mend_remark(request: HttpRequest, ref: str) -> HttpResponse:
    return _answer(request, ref, mend, "已标为改进，提意见的人会收到消息")


@require_POST
@coaching_desk
def keep_remark(request: HttpRequest, ref: str) -> HttpResponse:
    return _answer(request, ref, keep, "已说明保留，提意见的人会收到消息")


def _answer(
    request: HttpRequest, ref: str, answer: Callable[..., Remark], told: str
) -> HttpResponse:
    remark, by = find_remark(request, ref), actor_on(request)
    form = AnswerForm(request.POST, auto_id=f"answer-{remark.ref}-%s")
    project, kind = remark.deck.project, DeckKind(remark.deck.kind)

    def order() -> tuple[str, str]:
        answer(remark, form.cleaned_data["answer"], by=by)
        return told, page_of(by, project, kind)

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return show_project(
            request, project, kind=kind, sent=Sent("answer", sent, remark.ref), status=status
        )

    return carry_out(request, form, order, show)


@require_POST
@coaching_desk
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    return _move(request, ref, withdraw_remark, "意见已撤回")


@require_POST
@coaching_desk
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    return _move(request, ref, reopen_remark, "已告诉对方还要改")


def _move(request: HttpRequest, ref: str, order: Callable[..., Remark], told: str) -> HttpResponse:
    remark, by = find_remark(request, ref), actor_on(request)
    try:
        order(remark, by=by)
    except Refused as refusal:
        if refusal.status == HTTPStatus.FORBIDDEN:
            raise
        for problem in refusal.problems:
            messages.error(request, problem.sentence)
    else:
        messages.success(request, told)
    return redirect(page_of(by, remark.deck.project, remark.deck.kind))
