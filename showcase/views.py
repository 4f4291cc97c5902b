"""The public face: search, and one project's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from foundation import clock
from foundation.answers import is_htmx
from foundation.caching import public_page
from foundation.facets import facets_of
from projects.queries import (
    attachments_named,
    count_shareable,
    listings_of,
    readable_beyond_desks,
    services_of,
    shown_by_name,
    standing_recommendation,
)
from roadshows.queries.roadshows import coming_of
from showcase import queries
from showcase.forms import SearchForm

PAGE_SIZE = 20


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    wanted = form.wanted
    found = queries.found_by(wanted)
    page = Paginator(found.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = listings_of(page.object_list)
    context = {
        "form": form,
        "facets": facets_of(form, found.counts),
        "page": page,
        "q": wanted["q"],
        "found": found,
    }
    template = "showcase/search.html#found" if is_htmx(request) else "showcase/search.html"
    return render(request, template, context)


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
