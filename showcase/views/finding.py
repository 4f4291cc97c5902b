"""The search: what is found, what is suggested, what else would find something."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, searching
from foundation.answers import is_htmx
from foundation.caching import public_page
from foundation.facets import facets_of
from matching.queries.follows import following_of_search
from matching.queries.searches import subscribing_to
from matching.rules import may_post
from matching.states import PostingKind, SearchKind
from matching.views.addresses import desk_of_postings
from projects.queries import listings_of
from showcase import queries
from showcase.forms import SearchForm

PAGE_SIZE = 20


@require_safe
@searching("search")
@public_page
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    wanted, by = form.wanted, actor_on(request)
    found = queries.found_by(wanted)
    page = Paginator(found.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "facets": facets_of(form, found),
        "page": page,
        "listings": listings_of(list(page.object_list)),
        "q": wanted["q"],
        "found": found,
        **({} if found.keys else _ways_on(request, form)),
        "subscribing": subscribing_to(SearchKind.PROJECT, wanted, by),
        "followings": following_of_search(wanted, request.path, by),
    }
    template = "showcase/search.html#found" if is_htmx(request) else "showcase/search.html"
    return render(request, template, context)


@require_safe
@searching("suggest")
@public_page
def suggest(request: HttpRequest) -> HttpResponse:
    """The entries of the list below the search field, for a script."""
    suggestions, pieces = queries.suggestions_for(SearchForm(request.GET).wanted["q"])
    context = {"suggestions": suggestions, "pieces": pieces}
    return render(request, "showcase/_suggestions.html", context)


def _ways_on(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    """What else would find something, or help, where nothing was found."""
    by, wanted = actor_on(request), form.wanted
    is_visitor = not by.is_person
    may_post_demand = is_visitor or may_post(by, PostingKind.DEMAND)
    return {
        "ways": [
            (_told(form, way), way.count, _asked_anew(request, way.changed))
            for way in queries.ways_on(wanted)
        ],
        "fields": queries.fields_named(wanted["q"]),
        "is_narrowed": any(wanted[name] for name in form.conditions),
        "is_visitor": is_visitor,
        "demand_url": reverse(f"{desk_of_postings(request)}_demands") if may_post_demand else "",
    }


def _told(form: SearchForm, way: queries.WayOn) -> str:
    if "q" in way.changed:
        return f"{'不限条件，' if len(way.changed) > 1 else ''}只找“{way.changed['q']}”"
    [name, *rest] = way.changed
    return "去掉所有筛选条件" if rest else f"去掉“{form.fields[name].label}”"


def _asked_anew(request: HttpRequest, changed: Mapping[str, Any]) -> str:
    query = request.GET.copy()
    for name, value in {**changed, "page": []}.items():
        query.setlist(name, [value] if isinstance(value, str) else value)
    return f"?{query.urlencode()}"
