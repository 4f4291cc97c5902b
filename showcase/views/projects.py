"""One project's page, and its code for posters."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from foundation import clock
from foundation.articles import Article
from foundation.caching import public_page
from foundation.documents import qr_path, qr_svg_file
from matching.queries.favourites import favouring_of
from matching.queries.follows import following_of_listing
from projects.models import Listing
from projects.queries import (
    attachments_named,
    count_shareable,
    listings_alike,
    readable_beyond_desks,
    services_of,
    shown_by_name,
    standing_recommendation,
)
from roadshows.queries.roadshows import coming_of
from showcase.articles import article_of

MOST_RELATED = 4


@require_safe
@public_page
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    """From the version in force alone; what hangs on it is read beside it."""
    shown = shown_by_name(ref).select_related("project__organisation")
    listing, by = get_object_or_404(shown), actor_on(request)
    content, article = listing.version.content, _article(listing)
    side, path = qr_path(article.url)
    attached = attachments_named(listing.project, content)
    attachments = readable_beyond_desks(by, attached)
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
        "followings": following_of_listing(listing, request.path, by),
        "article": article,
        "favouring": favouring_of(listing.project, by),
        "qr": {"side": side, "path": path},
    }
    return render(request, "showcase/project.html", context)


@require_safe
@public_page
def project_code(request: HttpRequest, ref: str) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """An SVG as large as a poster wants it; gone as soon as the project is not shown."""
    article = _article(get_object_or_404(shown_by_name(ref)))
    return HttpResponse(qr_svg_file(article.url, title=article.title), content_type="image/svg+xml")


def _article(listing: Listing) -> Article:
    return article_of(listing, reverse("showcase_project", args=[listing.project.name_in_address]))
