"""审核: what was handed in beside what it replaces, oldest first; and taking down what is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, decision
from foundation import clock
from foundation.difference import Line, line_of
from foundation.errors import Refused
from matching import moderating
from matching.columns.words import owner_in, said_by
from matching.content import preview_of, tellings_of
from matching.forms.postings import ReasonForm, RemarkForm, TickForm
from matching.models import Posting, PostingVersion
from matching.queries.desks import (
    decidable_by,
    history_of,
    named,
    newest_of,
    of_own_house,
    published_at_desk,
    waiting_for,
)
from matching.queries.postings import moderated_by
from matching.rules import may_decide, may_restore
from matching.states import PostingStatus, VersionStatus
from matching.views.desks import moderating_desk
from matching.views.faces import Face
from records.actors import Actor

PAGE_SIZE = 20
MOST_TOLD = 20  # of those that were not accepted
TABS = (("", "待审核"), ("published", "已发布"), ("removed", "已下架"))


@dataclass(frozen=True)
class Said:
    """One line of what was handed in, beside what it replaces where that differs."""

    label: str
    text: str
    changed: Line | None = None


@require_safe
@moderating_desk
def listed(request: HttpRequest, place: str) -> HttpResponse:
    by, state = actor_on(request), request.GET.get("state", "")
    state = state if state in dict(TABS) else ""
    found: Any = published_at_desk(by, removed=state == "removed") if state else waiting_for(by)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "place": place,
        "tabs": TABS,
        "state": state,
        "page": page,
        "may_tick": not state and any(not version.is_own for version in page),
        "newest": newest_of(found) if not state and page.has_other_pages() else None,
        "accept_url": reverse("posting_accept_ticked", args=[place]),
    }
    return render(request, "matching/moderation.html", context)


@require_POST
@moderating_desk
@decision
def accept_ticked(request: HttpRequest, place: str) -> HttpResponse:
    """Those ticked on the page, or all that waited when it was read; what was not accepted is
    named."""
    by, form = actor_on(request), TickForm(request.POST)
    newest = form.newest
    chosen = decidable_by(by).filter(pk__lte=newest) if newest else named(by, form.ticked)
    moved = moderating.accept_all(chosen, by=by)
    if moved.rows:
        messages.success(request, f"已发布 {len(moved.rows)} 条")
    if not (moved.rows or moved.refused):
        messages.error(request, "请先勾选要通过的")
    for version, problems in moved.refused[:MOST_TOLD]:
        reasons = "；".join(problem.sentence for problem in problems)
        messages.error(request, f"“{version.content['title']}”没有通过：{reasons}")
    if len(moved.refused) > MOST_TOLD:
        messages.error(request, f"另有 {len(moved.refused) - MOST_TOLD} 条没有通过")
    return redirect(f"{place}_postings")


@require_safe
@moderating_desk
def page(request: HttpRequest, place: str, ref: str) -> HttpResponse:
    return _show(request, place, _find(request, ref))


@require_POST
@moderating_desk
@decision
def accept(request: HttpRequest, place: str, ref: str) -> HttpResponse:
    posting, number = _find(request, ref), _number(request)
    try:
        published = moderating.accept(posting, number, by=actor_on(request))
    except Refused as refusal:
        return _show(request, place, posting, refusal=refusal)
    messages.success(request, f"已发布“{published}”，编号 {published.code}")
    return _next(request, place)


@require_POST
@moderating_desk
@decision
def send_back(request: HttpRequest, place: str, ref: str) -> HttpResponse:
    posting, form = _find(request, ref), RemarkForm(request.POST)
    if not form.is_valid():
        return _show(request, place, posting, remark_form=form)
    remark, by = form.cleaned_data["remark"], actor_on(request)
    try:
        version = moderating.send_back(posting, _number(request), remark=remark, by=by)
    except Refused as refusal:
        return _show(request, place, posting, refusal=refusal, remark_form=form)
    messages.success(request, f"已退回“{version.content['title']}”，意见已发给填报人")
    return _next(request, place)


@require_POST
@moderating_desk
@decision
def remove(request: HttpRequest, place: str, ref: str) -> HttpResponse:
    return _reasoned(request, place, ref, moderating.remove, "已下架")


@require_POST
@moderating_desk
@decision
def restore(request: HttpRequest, place: str, ref: str) -> HttpResponse:
    return _reasoned(request, place, ref, moderating.restore, "已恢复上架")


def _reasoned(
    request: HttpRequest, place: str, ref: str, order: Callable[..., Posting], told: str
) -> HttpResponse:
    posting, form = _find(request, ref), ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, place, posting, reason_form=form)
    try:
        order(posting, reason=form.cleaned_data["reason"], by=actor_on(request))
    except Refused as refusal:
        return _show(request, place, posting, refusal=refusal, reason_form=form)
    messages.success(request, f"{told}“{posting}”")
    return redirect("posting_look", place, posting.ref)


def _find(request: HttpRequest, ref: str) -> Posting:
    """Of a draft, only what was handed in: what is being typed is nobody else's."""
    rows = moderated_by(actor_on(request)).select_related("organisation", "unit", "custodian")
    handed_in = rows.filter(versions__isnull=False).distinct()
    return get_object_or_404(handed_in, ref=ref.upper())


def _number(request: HttpRequest) -> int:
    """Of the version that was looked at; 0, which there is none of, where it was not sent."""
    number = request.POST.get("number", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0  # noqa: PLR2004 -- far more than a posting has


def _next(request: HttpRequest, place: str) -> HttpResponse:
    """The oldest that waits for this person, or the list."""
    version = decidable_by(actor_on(request)).first() if "next" in request.POST else None
    if version is None:
        return redirect(f"{place}_postings")
    return redirect("posting_look", place, version.posting.ref)


def _show(
    request: HttpRequest,
    place: str,
    posting: Posting,
    *,
    refusal: Refused | None = None,
    remark_form: forms.Form | None = None,
    reason_form: forms.Form | None = None,
) -> HttpResponse:
    by, today = actor_on(request), clock.today()
    version = posting.versions.filter(status=VersionStatus.SUBMITTED).first()
    if version is not None:
        version.posting = posting
    tellings = tellings_of(version, moderating.name_now(version)) if version else []
    shown = preview_of(posting, version.content) if version else posting
    context = {
        "place": place,
        "posting": posting,
        "title": shown.title,
        "version": version,
        "face": Face(shown, today),
        "lines": _lines(posting, shown) if version else [],
        "is_amendment": posting.status != PostingStatus.DRAFT,
        "owner": owner_in(version.content) if version else posting.organisation,
        "tellings": [one.found for one in tellings if not one.is_doubt],
        "doubts": [one.found for one in tellings if one.is_doubt],
        "may_decide": version is not None and _may_decide(by, version),
        "may_restore": posting.status == PostingStatus.REMOVED and may_restore(by, posting),
        "waiting": decidable_by(by).exclude(posting=posting).count(),
        "remark_form": remark_form or RemarkForm(),
        "reason_form": reason_form or ReasonForm(),
        "is_returning": remark_form is not None,
        "is_reasoning": reason_form is not None,
        "refusal": refusal,
        "history": history_of(posting),
        "back_url": reverse(f"{place}_postings"),
    }
    is_wrong = refusal or remark_form or reason_form
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    status = refusal.status if refusal else status
    return render(request, "matching/moderate.html", context, status=status)


def _may_decide(by: Actor, version: PostingVersion) -> bool:
    return may_decide(by, version) and not of_own_house([version], by)


def _lines(posting: Posting, shown: Posting) -> list[Said]:
    """All that is said anew; marked beside what it replaces once that was published."""
    before = said_by(posting) if posting.code else {}
    lines = []
    for label, text in said_by(shown).items():
        old = before.get(label, "")
        changed = line_of(label, old, text) if before and old != text else None
        if text or changed:
            lines.append(Said(label, text, changed))
    return lines
