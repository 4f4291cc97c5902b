"""A posting's matches, at the desk of its own people: read, accept, decline, put off."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation import clock
from foundation.answers import is_htmx
from matching.feedback import Pair
from matching.models import Posting
from matching.queries.desks import with_standing
from matching.queries.index import is_being_matched
from matching.queries.matches import (
    matches_of_posting,
    own_posting_named,
    postings_matched_by,
)
from matching.rules import may_post
from matching.states import DeclineReason, PostingKind, Side
from matching.views import answering
from matching.views.addresses import OfPosting, desk_of_postings, own_address, query_of
from matching.views.answering import Answer
from matching.views.desks import Desk
from matching.views.faces import Line
from matching.views.narrowing import PAGE_SIZE, narrowed, remember_order
from matching.views.pairing import apart, facts_of, of_posting, why_nothing
from projects.models import Project
from projects.queries import by_name, shown

View = Callable[..., HttpResponse]
at_desk = desk_of(Role.ENTERPRISE, Role.INVESTOR, Role.PARTNER)
at_unit = desk_of(*Role.of_unit)
_DROPPED = ("category",)


@require_safe
@at_desk
def overview(request: HttpRequest) -> HttpResponse:
    return _overview(request)


@require_safe
@at_unit
def unit_overview(request: HttpRequest) -> HttpResponse:
    return _overview(request)


@require_safe
@at_desk
def page(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, _find(request, ref))


@require_safe
@at_unit
def unit_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, _find(request, ref))


@require_safe
@at_desk
def state(request: HttpRequest, ref: str) -> HttpResponse:
    return _state(request, _find(request, ref))


@require_safe
@at_unit
def unit_state(request: HttpRequest, ref: str) -> HttpResponse:
    return _state(request, _find(request, ref))


@require_POST
@at_desk
def say(request: HttpRequest, ref: str, project: str) -> HttpResponse:
    pair = _pair(request, ref, project)
    return _answer(request, pair, answering.say(request, pair))


@require_POST
@at_unit
def unit_say(request: HttpRequest, ref: str, project: str) -> HttpResponse:
    pair = _pair(request, ref, project)
    return _answer(request, pair, answering.say(request, pair))


@require_POST
@at_desk
def take_back(request: HttpRequest, ref: str, project: str) -> HttpResponse:
    pair = _pair(request, ref, project)
    return _answer(request, pair, answering.take_back(request, pair))


@require_POST
@at_unit
def unit_take_back(request: HttpRequest, ref: str, project: str) -> HttpResponse:
    pair = _pair(request, ref, project)
    return _answer(request, pair, answering.take_back(request, pair))


def _overview(request: HttpRequest) -> HttpResponse:
    found = with_standing(postings_matched_by(actor_on(request)))
    listed = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    desk, today = desk_of_postings(request), clock.today()
    rows = [(Line(posting, today), OfPosting(desk, posting).page) for posting in listed]
    context = {"page": listed, "rows": rows, "desk": desk, "first": _first(request, desk)}
    return render(request, "matching/overview.html", context)


def _first(request: HttpRequest, place: str) -> dict[str, str]:
    """Where who has posted nothing yet begins; {} for who may not."""
    may = (kind for kind in PostingKind if may_post(actor_on(request), kind))
    kind = next(may, None)
    if kind is None:
        return {}
    return {"url": Desk(place, kind).list_url, "action": f"去新建{kind.label}"}


def _page(request: HttpRequest, posting: Posting) -> HttpResponse:
    matches = matches_of_posting(posting)
    shown_now = narrowed(request, matches, drop=_DROPPED, is_personal=True)
    frame = _frame(request, posting)
    rows, weak = apart(of_posting(frame["at"], shown_now.page, is_plain=shown_now.is_plain))
    context = frame | {
        "shown": shown_now,
        "rows": rows,
        "weak": weak,
        "facts": facts_of(posting),
        "line": Line(posting, clock.today()),
        "is_first": not matches,
        "why": "" if matches else why_nothing(posting),
    }
    return remember_order(request, render(request, "matching/posting.html", context))


def _frame(request: HttpRequest, posting: Posting) -> dict[str, Any]:
    """What the page and its parts share."""
    desk = desk_of_postings(request)
    kind = Desk(desk, PostingKind(posting.kind))
    return {
        "posting": posting,
        "at": OfPosting(desk, posting),
        "desk": desk,
        "own_url": own_address(posting),
        "list_url": kind.list_url,
        "edit_url": kind.url("posting_edit", posting),
        "is_being_matched": posting.is_running and is_being_matched(posting),  # type: ignore[attr-defined]  # -- annotated
        "decline_reasons": DeclineReason.choices,
        "query": query_of(request),
    }


def _state(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Asked again and again while it is matched anew."""
    context = _frame(request, posting) | {"is_polled": True, "is_first": "first" in request.GET}
    return render(request, "matching/_state.html", context)


def _answer(request: HttpRequest, pair: Pair, answer: Answer) -> HttpResponse:
    """In place, with the counts above it; without a script, the page at the same match."""
    posting = pair.posting
    if not is_htmx(request):
        page = OfPosting(desk_of_postings(request), posting).page
        return answer.sent_back(request, page, pair.project.ref)
    matches = matches_of_posting(posting)
    shown_now = narrowed(request, matches, drop=_DROPPED, is_personal=True)
    one = [match for match in matches if match.other == pair.project.pk]
    frame = _frame(request, posting)
    context = frame | {
        "shown": shown_now,
        "rows": of_posting(frame["at"], one, is_plain=shown_now.is_plain),
        "fault": answer.fault,
        "is_beside": True,
    }
    return render(request, "matching/_answer.html", context)


def _find(request: HttpRequest, ref: str) -> Posting:
    return get_object_or_404(with_standing(own_posting_named(ref, actor_on(request))))


def _pair(request: HttpRequest, ref: str, project: str) -> Pair:
    """What is not shown any more does not exist here."""
    posting = _find(request, ref)
    visible: QuerySet[Project] = Project.objects.filter(pk__in=shown().values("project"))
    return Pair(posting, get_object_or_404(by_name(project, visible)), Side.POSTING)
