"""Demands and offers for everybody: search, and one on its page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, searching
from accounts.states import Role
from foundation import clock
from foundation.answers import is_htmx
from foundation.articles import Article
from foundation.caching import public_page
from foundation.facets import facets_of
from matching.forms.postings import FindForm
from matching.queries.favourites import favouring_of
from matching.queries.finding import (
    found_by,
    members_only,
    postings_of,
    shown_by_name,
    shown_of,
)
from matching.queries.follows import following_of_posting, following_of_search
from matching.queries.searches import subscribing_to
from matching.rules import is_owner
from matching.states import PostingKind
from matching.views.addresses import own_address, public_address
from matching.views.desks import PLACES
from matching.views.faces import Face
from records.actors import Actor

PAGE_SIZE = 20


@require_safe
@searching("search")
@public_page
def search(request: HttpRequest, kind: PostingKind) -> HttpResponse:
    by, form = actor_on(request), FindForm(request.GET, kind=kind)
    wanted = form.wanted
    found = found_by(shown_of(by, kind), wanted)
    page = Paginator(found.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    postings, today = postings_of(list(page.object_list)), clock.today()
    context = {
        "kind": kind,
        "url": reverse(PLACES[kind]),
        "form": form,
        "facets": facets_of(form, found),
        "page": page,
        "faces": [(Face(row, today), public_address(row)) for row in postings],
        "q": wanted["q"],
        "found": found,
        "subscribing": subscribing_to(kind, wanted, by),
        "followings": following_of_search(wanted, request.path, by),
        "hidden": _hidden(kind, form, wanted) if not by.is_person else 0,
    }
    template = "matching/postings.html#found" if is_htmx(request) else "matching/postings.html"
    return render(request, template, context)


@require_safe
@public_page
def posting_page(request: HttpRequest, kind: PostingKind, ref: str) -> HttpResponse:
    """What is members' only, or over, is not there for who may not find it."""
    by = actor_on(request)
    posting = get_object_or_404(shown_by_name(by, kind, ref).select_related("field"))
    is_own = is_owner(by, posting)
    face = Face(posting, clock.today())
    context = {
        "kind": kind,
        "list_url": reverse(PLACES[kind]),
        "posting": posting,
        "face": face,
        "article": _article(face),
        "followings": following_of_posting(posting, request.path, by),
        "own_url": own_address(posting) if is_own else "",
        "is_visitor": not by.is_person,
        "projects_url": _projects_url(by),
        "interest_url": reverse(f"{kind}_interest", args=[posting.name_in_address]),
        "favouring": favouring_of(posting, by),
    }
    return render(request, "matching/public_posting.html", context)


def _article(face: Face) -> Article:
    """Whose it is stands in it as on the page: of an anonymous one only what it calls itself."""
    posting = face.posting
    return Article(
        title=posting.title,
        path=public_address(posting),
        text=" ".join(face.texts),
        source=face.owner or posting.unit.department,
        published_at=posting.published_at,
        keywords=posting.keywords,
    )


def _projects_url(by: Actor) -> str:
    """Where whoever reads has achievements of theirs; a visitor begins one, behind the login."""
    if not by.is_person:
        return reverse("my_project_new")
    if by.role == Role.HOLDER:
        return reverse("my_projects")
    return reverse("unit_projects") if by.unit else ""


def _hidden(kind: PostingKind, form: FindForm, wanted: dict[str, Any]) -> int:
    """How many more there are for who logs in, where nothing was asked: a count of what was asked
    would spell out what they say, letter by letter."""
    is_asked = any(wanted[name] for name in ("q", *form.conditions))
    return 0 if is_asked else members_only(kind).count()
