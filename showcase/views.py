"""The public face: search, one project's page, and what is shown on one sheet."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, is_within_rate, too_many
from foundation import clock
from foundation.answers import is_htmx
from foundation.caching import public_page
from foundation.facets import facets_of
from matching.queries.searches import subscribing_to
from matching.rules import may_post
from matching.states import PostingKind, SearchKind
from matching.views.addresses import desk_of_postings
from projects.models import Listing, OnePager
from projects.one_pagers import one_pager_of, order_one_pager
from projects.queries import (
    attachments_named,
    count_shareable,
    listings_of,
    readable_beyond_desks,
    services_of,
    shown_by_name,
    standing_recommendation,
)
from records.states import WorkState
from roadshows.queries.roadshows import coming_of
from showcase import queries
from showcase.forms import SearchForm

PAGE_SIZE = 20
_SOON = 5  # seconds


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    wanted = form.wanted
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
        "subscribing": subscribing_to(SearchKind.PROJECT, wanted, actor_on(request)),
    }
    template = "showcase/search.html#found" if is_htmx(request) else "showcase/search.html"
    return render(request, template, context)


@require_safe
@public_page
def suggest(request: HttpRequest) -> HttpResponse:
    """The entries of the list below the search field, for a script."""
    suggestions, pieces = queries.suggestions_for(SearchForm(request.GET).wanted["q"])
    context = {"suggestions": suggestions, "pieces": pieces}
    return render(request, "showcase/_suggestions.html", context)


@require_safe
@public_page
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    """From the version in force alone; what hangs on it is read beside it."""
    listing = get_object_or_404(shown_by_name(ref))
    content = listing.version.content
    attached = attachments_named(listing.project, content)
    attachments = readable_beyond_desks(actor_on(request), attached)
    context = {
        "listing": listing,
        "content": content,
        "attachments": attachments,
        "hidden_count": count_shareable(content) - len(attachments),
        "points": listing.version.content.get("innovation", "").splitlines(),
        "recommendation": standing_recommendation(listing.project),
        "services": services_of(listing.project),
        "roadshows": coming_of(listing.project, clock.today()),
    }
    return render(request, "showcase/project.html", context)


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
        "is_visitor": is_visitor,
        "demand_url": reverse(f"{desk_of_postings(request)}_demands") if may_post_demand else "",
    }


def _told(form: SearchForm, way: queries.WayOn) -> str:
    if "q" in way.changed:
        return f"{'不限条件，' if len(way.changed) > 1 else ''}只找“{way.changed['q']}”"
    [name, *rest] = way.changed
    return "去掉所有条件" if rest else f"去掉“{form.fields[name].label}”"


def _asked_anew(request: HttpRequest, changed: Mapping[str, Any]) -> str:
    query = request.GET.copy()
    for name, value in {**changed, "page": []}.items():
        query.setlist(name, [value] if isinstance(value, str) else value)
    return f"?{query.urlencode()}"


@require_safe
def one_pager(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Ordered by whoever asks first; until it is there a page says so and asks again."""
    listing = get_object_or_404(shown_by_name(ref))
    row = one_pager_of(listing)
    if not row.file:
        if row.pk is None and not is_within_rate(request, "one_pager"):
            return too_many(request)
        row = order_one_pager(row)
    answer = _sent(request, listing, row) if row.file else _without(request, listing, row)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _sent(request: HttpRequest, listing: Listing, row: OnePager) -> HttpResponseBase:
    if is_htmx(request):
        return HttpResponse(headers={"HX-Refresh": "true", "Cache-Control": "no-store"})
    etag = f'"{row.sha256}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        name = f"{listing.title} 一页简介.pdf"
        answer = FileResponse(row.file.open("rb"), filename=name, content_type="application/pdf")
        answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = etag
    answer["Cache-Control"] = "public, max-age=0, must-revalidate"
    return answer


def _without(request: HttpRequest, listing: Listing, row: OnePager) -> HttpResponse:
    """A page's own question is answered with 200, so that what it shows is replaced."""
    has_failed = row.state == WorkState.FAILED
    context = {"listing": listing, "has_failed": has_failed}
    if is_htmx(request):
        answer = render(request, "showcase/one_pager_waiting.html#state", context)
    else:
        status = HTTPStatus.NOT_FOUND if has_failed else HTTPStatus.SERVICE_UNAVAILABLE
        answer = render(request, "showcase/one_pager_waiting.html", context, status=status)
    if not has_failed:
        answer["Retry-After"] = str(_SOON)
    answer["Cache-Control"] = "no-store"
    return answer
