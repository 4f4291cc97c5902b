"""One's own demands and offers: the list, one on its page, and what is ordered there."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on
from foundation import clock
from foundation.errors import Refused
from matching import filing, renewing
from matching.content import preview_of, rough_preview
from matching.forms.postings import CloseForm, RenewForm
from matching.models import Posting
from matching.queries.desks import history_of, listed_at_desk
from matching.views.addresses import OfPosting, public_address
from matching.views.desks import Desk, find_own, posting_desk
from matching.views.faces import Face, Line
from records.workflow import available_moves

PAGE_SIZE = 20
TABS = (("", "在办的"), ("dropped", "已放弃"))


@require_safe
@posting_desk
def listed(request: HttpRequest, desk: Desk) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in dict(TABS) else ""
    found = listed_at_desk(actor_on(request), desk.kind, dropped=bool(state))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    today = clock.today()
    rows = [(Line(posting, today), desk.url("own_posting", posting)) for posting in page]
    context = {
        "desk": desk,
        "tabs": TABS,
        "state": state,
        "page": page,
        "rows": rows,
        "new_url": desk.url("posting_new"),
    }
    return render(request, "matching/own_postings.html", context)


@require_POST
@posting_desk
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Opened at once; an untouched one is taken up again."""
    posting = filing.open_posting(desk.kind, by=actor_on(request))
    return redirect(desk.url("posting_edit", posting))


@require_safe
@posting_desk
def page(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _show(request, desk, find_own(request, desk, ref))


@require_POST
@posting_desk
def submit(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    """What is missing is told on the page of the last step."""
    posting = find_own(request, desk, ref)
    try:
        filing.submit(posting, by=actor_on(request), is_sure="is_sure" in request.POST)
    except Refused as refusal:
        messages.error(request, str(refusal.problems[0].sentence))
        return redirect(f"{desk.url('posting_edit', posting)}?step=check")
    messages.success(request, "已提交，审核结果会在消息里告诉你")
    return redirect(desk.url("own_posting", posting))


@require_POST
@posting_desk
def take_back(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _order(request, desk, ref, filing.take_back, "已撤回，改好再提交")


@require_POST
@posting_desk
def drop(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    posting = find_own(request, desk, ref)
    try:
        filing.drop(posting, by=actor_on(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(desk.url("own_posting", posting))
    messages.success(request, "已放弃这份草稿，在“已放弃”里可以恢复")
    return redirect(desk.list_url)


@require_POST
@posting_desk
def resume(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _order(request, desk, ref, filing.resume, "已恢复为草稿，可以接着填")


@require_POST
@posting_desk
def renew(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _until(request, desk, ref, renewing.renew)


@require_POST
@posting_desk
def reopen(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    return _until(request, desk, ref, renewing.reopen)


@require_POST
@posting_desk
def close(request: HttpRequest, desk: Desk, ref: str) -> HttpResponse:
    posting, form = find_own(request, desk, ref), CloseForm(request.POST)
    if not form.is_valid():
        return _show(request, desk, posting, close_form=form)
    outcome = form.cleaned_data["outcome"]

    def order(row: Posting, *, by: Any) -> None:
        renewing.close(row, outcome=outcome, by=by)

    return _order(request, desk, ref, order, "已结束，不再公开，也不再匹配")


def _until(
    request: HttpRequest, desk: Desk, ref: str, order: Callable[..., Posting]
) -> HttpResponse:
    posting, form = find_own(request, desk, ref), RenewForm(request.POST)
    if form.is_valid():
        try:
            order(posting, form.cleaned_data["until"], by=actor_on(request))
        except Refused as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, f"有效期到 {form.cleaned_data['until']}")
            return redirect(desk.url("own_posting", posting))
    return _show(request, desk, posting, renew_form=form)


def _order(
    request: HttpRequest, desk: Desk, ref: str, order: Callable[..., Any], told: str
) -> HttpResponse:
    posting = find_own(request, desk, ref)
    try:
        order(posting, by=actor_on(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect(desk.url("own_posting", posting))


def _show(
    request: HttpRequest,
    desk: Desk,
    posting: Posting,
    *,
    renew_form: forms.Form | None = None,
    close_form: forms.Form | None = None,
) -> HttpResponse:
    today, line = clock.today(), Line(posting, clock.today())
    tried = renew_form or close_form
    context = {
        "desk": desk,
        "posting": posting,
        "line": line,
        "face": Face(_shown_of(posting, line), today),
        "moves": {move.verb for move in available_moves(posting, actor_on(request))},
        "renew_form": renew_form or RenewForm(),
        "close_form": close_form or CloseForm(),
        "tried": tried,
        "history": history_of(posting),
        "public_url": public_address(posting),
        "match_url": OfPosting(desk.place, posting).page,
        **{name: desk.url(url, posting) for name, url in _URLS.items()},
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if tried else HTTPStatus.OK
    return render(request, "matching/own_posting.html", context, status=status)


def _shown_of(posting: Posting, line: Line) -> Posting:
    """What others read now; of what they cannot read yet, what was handed in or typed."""
    if posting.code:
        return posting
    if line.is_waiting:
        return preview_of(posting, filing.waiting_of(posting).content)
    return rough_preview(filing.standing_of(posting))


_URLS = {
    "edit_url": "posting_edit",
    "submit_url": "posting_submit",
    "take_back_url": "posting_take_back",
    "drop_url": "posting_drop",
    "resume_url": "posting_resume",
    "renew_url": "posting_renew",
    "close_url": "posting_close",
    "reopen_url": "posting_reopen",
}
