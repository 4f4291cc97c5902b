"""From one project of a list to the next, without going back to the list: its address travels
along as `in`, and is read as forgivingly as the list reads it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from accounts.guards import actor_on
from projects.models import Project
from projects.queries import Place, place_in_list
from projects.views.lists import QUEUES, Asked, asked_for, read_query


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a project stands in the list it was opened from. `query` goes on to the next page;
    addresses are "" at the ends."""

    query: str
    place: Place
    list_url: str
    before: str
    after: str


def list_of(request: HttpRequest, desk: str) -> Asked | None:
    """The list a page was opened from, None where it was not, or at a desk without lists."""
    text = request.POST.get("in", request.GET.get("in"))
    query = read_query(text) if text is not None and desk in QUEUES else None
    return None if query is None else asked_for(actor_on(request), desk, query)


def walk_of(request: HttpRequest, desk: str, project: Project) -> Walk | None:
    asked = list_of(request, desk)
    if asked is None:
        return None
    place = place_in_list(asked.visible, asked.narrowing, asked.order, project)
    query = asked.text
    page = (place.number - 1) // asked.size + 1 if place.number else 1
    return Walk(
        query,
        place,
        asked.address(**({"page": str(page)} if page > 1 else {})),
        _address(desk, place.before, query),
        _address(desk, place.after, query),
    )


def next_step(request: HttpRequest, desk: str, project: Project) -> str:
    """Where to go once this project is decided upon, asked before it moves: "" where nothing was
    said, the next of the list with `next`, the list itself after its last."""
    if "next" not in request.POST:
        return ""
    walk = walk_of(request, desk, project)
    if walk is None:
        return ""
    return walk.after or walk.list_url


def back_to(request: HttpRequest, desk: str, project: Project, list_name: str = "") -> str:
    """The page of a project after a decision, or the list `list_name` where it may be out of sight;
    either as it was."""
    asked = list_of(request, desk)
    if list_name:
        return asked.address() if asked else reverse(list_name)
    query = asked.text if asked else None
    return _address(desk, project.ref, query)


def tell_if_last(request: HttpRequest, desk: str, address: str) -> None:
    if desk in QUEUES and address.partition("?")[0] == reverse(QUEUES[desk].list_name):
        messages.info(request, "这个清单里后面没有了")


def _address(desk: str, ref: str, query: str | None) -> str:
    if not ref:
        return ""
    page = reverse(f"{desk}_project", args=[ref])
    return page if query is None else f"{page}?{urlencode({'in': query})}"
