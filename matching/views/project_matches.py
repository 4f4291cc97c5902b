"""A project's matches, at its holder's desk and at that of who looks after it: demands and offers
apart. An anonymous one is known by its alias alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from foundation.answers import is_htmx
from matching.feedback import Pair
from matching.models import Posting
from matching.queries.index import is_being_matched
from matching.queries.matches import Match, matches_of_project, take_ups_of
from matching.queries.postings import shown_postings
from matching.states import DeclineReason, PostingKind, Side
from matching.views import answering
from matching.views.addresses import OfProject, query_of, with_query
from matching.views.answering import Answer
from matching.views.narrowing import narrowed, remember_order
from matching.views.pairing import apart, listing_of, of_project, why_nothing_for
from projects.models import Project
from projects.queries import by_name, for_list, visible_to
from projects.rules import may_edit

_DROPPED = ("trl",)


@require_safe
@desk_of(Role.HOLDER)
def page(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, _find(request, ref), "my")


@require_safe
@unit_desk
def unit_page(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, _find(request, ref), "unit")


@require_safe
@desk_of(Role.HOLDER)
def state(request: HttpRequest, ref: str) -> HttpResponse:
    return _state(request, _find(request, ref), "my")


@require_safe
@unit_desk
def unit_state(request: HttpRequest, ref: str) -> HttpResponse:
    return _state(request, _find(request, ref), "unit")


@require_POST
@desk_of(Role.HOLDER)
def say(request: HttpRequest, ref: str, posting: str) -> HttpResponse:
    pair = _pair(request, ref, posting)
    return _answer(request, pair, "my", answering.say(request, pair))


@require_POST
@unit_desk
def unit_say(request: HttpRequest, ref: str, posting: str) -> HttpResponse:
    pair = _pair(request, ref, posting)
    return _answer(request, pair, "unit", answering.say(request, pair))


@require_POST
@desk_of(Role.HOLDER)
def take_back(request: HttpRequest, ref: str, posting: str) -> HttpResponse:
    pair = _pair(request, ref, posting)
    return _answer(request, pair, "my", answering.take_back(request, pair))


@require_POST
@unit_desk
def unit_take_back(request: HttpRequest, ref: str, posting: str) -> HttpResponse:
    pair = _pair(request, ref, posting)
    return _answer(request, pair, "unit", answering.take_back(request, pair))


def _page(request: HttpRequest, project: Project, desk: str) -> HttpResponse:
    kind, by = _kind_on(request), actor_on(request)
    listing, frame = listing_of(project), _frame(request, project, desk)
    if listing is None:
        return render(request, "matching/project.html", frame)
    both = matches_of_project(project, by)
    shown_now = narrowed(request, both[kind], drop=_DROPPED, is_personal=False)
    rows, weak = apart(of_project(frame["at"], listing, shown_now.page, frame["take_ups"]))
    context = frame | {
        "shown": shown_now,
        "rows": rows,
        "weak": weak,
        "listing": listing,
        "kinds": _tabs(request, both, kind),
        "is_being_matched": is_being_matched(project),
        "is_first": not both[kind],
        "why": "" if both[kind] else why_nothing_for(listing),
    }
    return remember_order(request, render(request, "matching/project.html", context))


def _tabs(
    request: HttpRequest, both: dict[str, list[Match]], kind: PostingKind
) -> list[tuple[str, int, str, bool]]:
    """Label, how many, address, whether it is this one."""
    query = request.GET
    return [
        (
            str(one.label),
            len(both[one]),
            with_query(query, kind=one.value, show="", category=""),
            one == kind,
        )
        for one in PostingKind
    ]


def _frame(request: HttpRequest, project: Project, desk: str) -> dict[str, Any]:
    """What the page and its parts share."""
    return {
        "project": project,
        "at": OfProject(desk, project),
        "desk": desk,
        "kind": _kind_on(request),
        "may_say": may_edit(actor_on(request), project),
        "take_ups": list(take_ups_of(project)),
        "decline_reasons": DeclineReason.choices,
        "query": query_of(request),
    }


def _state(request: HttpRequest, project: Project, desk: str) -> HttpResponse:
    """Asked again and again while it is matched anew."""
    context = {
        "at": OfProject(desk, project),
        "is_being_matched": is_being_matched(project),
        "is_polled": True,
        "is_first": "first" in request.GET,
        "query": query_of(request),
    }
    return render(request, "matching/_state.html", context)


def _answer(request: HttpRequest, pair: Pair, desk: str, answer: Answer) -> HttpResponse:
    """In place, with the counts above it; without a script, the page at the same match."""
    project, by = pair.project, actor_on(request)
    if not is_htmx(request):
        page = OfProject(desk, project).page
        return answer.sent_back(request, page, pair.posting.ref)
    matches = matches_of_project(project, by)[pair.posting.kind]
    one = [match for match in matches if match.other == pair.posting.pk]
    listing, frame = listing_of(project), _frame(request, project, desk)
    rows = of_project(frame["at"], listing, one, frame["take_ups"]) if listing else []
    context = frame | {
        "shown": narrowed(request, matches, drop=_DROPPED, is_personal=False),
        "rows": rows,
        "fault": answer.fault,
        "is_beside": True,
    }
    return render(request, "matching/_project_answer.html", context)


def _kind_on(request: HttpRequest) -> PostingKind:
    asked = request.GET.get("kind")
    return PostingKind(asked) if asked in PostingKind.values else PostingKind.DEMAND


def _find(request: HttpRequest, ref: str) -> Project:
    """Its unit reads them too; who may say something is asked at the door."""
    visible = visible_to(actor_on(request), Project.objects.all())
    return get_object_or_404(for_list(by_name(ref, visible)))


def _pair(request: HttpRequest, ref: str, posting: str) -> Pair:
    """What has ended, or is not for them to find, does not exist here."""
    found = shown_postings(actor_on(request)).select_related("organisation")
    other: Posting = get_object_or_404(found, ref=posting.upper())
    return Pair(other, _find(request, ref), Side.PROJECT)
