"""One interest, for whoever sent it and for those who answer it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.people import DeskForm
from accounts.guards import actor_on
from foundation.errors import Refused
from matching import agreeing, guarding, interests
from matching.forms.interests import (
    AgreeForm,
    BlockForm,
    QuestionForm,
    RefusalForm,
    ReplyForm,
    ReportForm,
)
from matching.models import Interest, Report
from matching.queries.interests import (
    as_told,
    blocks_of,
    is_shown,
    may_be_blocked,
    may_be_reported,
    readable_by,
)
from matching.queries.responses import response_of
from matching.rules import is_own, is_party
from matching.views.interest_faces import InterestFace
from provinces.views.sending import Sent, carry_out
from records.workflow import available_moves


@dataclass(frozen=True, slots=True)
class _Answer:
    """`order` takes what its form asks for, by name; `told` is said once it is done."""

    form: type[DeskForm]
    order: Callable[..., Interest | Report]
    told: str


_ANSWERS = {
    "ask_back": _Answer(QuestionForm, agreeing.ask_back, "疑问已发给对方"),
    "reply": _Answer(ReplyForm, agreeing.reply, "回答已发给对方"),
    "agree": _Answer(
        AgreeForm,
        agreeing.agree,
        "已同意。10 分钟后双方看到彼此的联系方式，在这之前可以撤回",
    ),
    "decline": _Answer(RefusalForm, agreeing.decline, "已答复对方"),
    "report": _Answer(ReportForm, guarding.report, "已举报，处理结果会在消息里告诉你"),
}
_FORMS: dict[str, type[DeskForm]] = {
    **{verb: one.form for verb, one in _ANSWERS.items()},
    "block": BlockForm,
}


@require_safe
@login_required
def page(request: HttpRequest, ref: str) -> HttpResponse:
    interest = _find(request, ref)
    by = actor_on(request)
    if not is_own(by, interest):
        interests.mark_seen([interest], by=by)
    return _show(request, interest)


@require_POST
@login_required
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    return _move(request, ref, interests.take_back, "意向已撤回")


@require_POST
@login_required
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    return _move(request, ref, agreeing.withdraw, "同意已撤回，对方没有收到过通知")


@require_POST
@login_required
def answer(request: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """From either side, what takes some words; what is refused is told beside them."""
    interest, how = _find(request, ref), _ANSWERS[verb]
    form = how.form(request.POST, auto_id=f"{verb}-%s")

    def order() -> tuple[str, str]:
        how.order(interest, **form.cleaned_data, by=actor_on(request))
        return how.told, _url(interest)

    def show(sent: DeskForm, status: HTTPStatus) -> HttpResponse:
        return _show(request, interest, sent=Sent(verb, sent), status=status)

    return carry_out(request, form, order, show)


@require_POST
@login_required
def block(request: HttpRequest, ref: str) -> HttpResponse:
    """Of one's own interest, and of what was taken back, there is nobody to block."""
    interest, form, by = _find(request, ref), BlockForm(request.POST), actor_on(request)
    if not may_be_blocked(interest, by):
        raise Http404
    if form.is_valid():
        guarding.block(interest, by=by, **form.cleaned_data)
        messages.success(request, "已屏蔽。对方再提意向，你不会收到")
    return redirect("blocks")


@require_safe
@login_required
def blocks(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    rows = [(one, InterestFace(one.interest, is_own=False)) for one in blocks_of(by)]
    return render(request, "matching/blocks.html", {"rows": rows})


@require_POST
@login_required
def unblock(request: HttpRequest, ref: str) -> HttpResponse:
    one = get_object_or_404(blocks_of(actor_on(request)), interest__ref=ref.upper())
    guarding.unblock(one)
    messages.success(request, "已取消屏蔽")
    return redirect("blocks")


def _find(request: HttpRequest, ref: str) -> Interest:
    return get_object_or_404(as_told(readable_by(actor_on(request))), ref=ref.upper())


def _url(interest: Interest) -> str:
    return reverse("interest", args=[interest.ref])


def _move(
    request: HttpRequest, ref: str, order: Callable[..., Interest], told: str
) -> HttpResponse:
    interest = _find(request, ref)
    try:
        order(interest, by=actor_on(request))
    except Refused as refusal:
        if refusal.status == HTTPStatus.FORBIDDEN:
            raise
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect(_url(interest))


def _show(
    request: HttpRequest,
    interest: Interest,
    *,
    sent: Sent | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    by = actor_on(request)
    own = is_own(by, interest)
    verbs = {move.verb for move in available_moves(interest, by)}
    verbs |= {"report"} if may_be_reported(interest, by) else set()
    verbs |= {"block"} if may_be_blocked(interest, by) else set()
    context: dict[str, Any] = {
        "face": InterestFace(interest, is_own=own),
        "interest": interest,
        "forms": _forms(verbs, sent or Sent()),
        "late": sent.form if sent and sent.verb not in verbs else None,
        "verbs": verbs,
        "is_party": is_party(by, interest),
        "is_shown": is_shown(interest.target),
        "is_named_shown": interest.named is not None and is_shown(interest.named),
        "response": response_of(interest.target) if own else None,
    }
    return render(request, "matching/interest.html", context, status=status)


def _forms(verbs: set[str], sent: Sent) -> dict[str, DeskForm]:
    """By verb: those that may be ordered now."""
    return {
        verb: sent.form_of(verb, "", partial(form, auto_id=f"{verb}-%s"))
        for verb, form in _FORMS.items()
        if verb in verbs
    }
