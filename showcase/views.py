"""The public face: search, one project's page, and its code for posters."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from foundation import clock
from foundation.answers import is_htmx
from foundation.articles import Article
from foundation.documents import qr_path, qr_svg_file
from foundation.facets import facets_of
from projects.models import Listing
from projects.queries import (
    attachments_named,
    count_shareable,
    listings_alike,
    listings_of,
    readable_beyond_desks,
    services_of,
    shown_by_name,
    standing_recommendation,
)
from roadshows.queries.roadshows import coming_of
from showcase import queries
from showcase.articles import article_of
from showcase.forms import SearchForm

PAGE_SIZE = 20
MOST_RELATED = 4


@require_safe
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
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    """From the version in force alone; what hangs on it is read beside it."""
    listing = get_object_or_404(shown_by_name(ref))
    content, article = listing.version.content, _article(listing)
    side, path = qr_path(article.url)
    attached = attachments_named(listing.project, content)
    attachments = readable_beyond_desks(actor_on(request), attached)
    context = {
        "listing": listing,
        "content": content,
        "attachments": attachments,
        "hidden_count": count_shareable(content) - len(attachments),
        "points": content.get("innovation", "").splitlines(),
        "recommendation": standing_recommendation(listing.project),
        "services": services_of(listing.project),
        "roadshows": coming_of(listing.project, clock.today()),
        "related": listings_alike(listing, MOST_RELATED),
        "article": article,
        "qr": {"side": side, "path": path},
    }
    return render(request, "showcase/project.html", context)


@require_safe
@cache_control(public=True, no_cache=True)
def project_code(request: HttpRequest, ref: str) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """An SVG as large as a poster wants it; gone as soon as the project is not shown."""
    article = _article(get_object_or_404(shown_by_name(ref)))
    return HttpResponse(qr_svg_file(article.url, title=article.title), content_type="image/svg+xml")


def _article(listing: Listing) -> Article:
    return article_of(listing, reverse("showcase_project", args=[listing.project.name_in_address]))
