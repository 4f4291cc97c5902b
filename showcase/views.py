"""The public face: search, and one project's page."""

from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from foundation import clock
from foundation.answers import is_htmx
from projects.models import Listing
from projects.queries import (
    attachments_named,
    count_shareable,
    for_page,
    readable_beyond_desks,
    services_of,
    shown,
    shown_by_name,
    standing_recommendation,
)
from roadshows.queries.roadshows import coming_of
from showcase import queries
from showcase.facets import facets_of
from showcase.forms import SearchForm

PAGE_SIZE = 20


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # -- not generic at run time
    """Counts not beyond the cap: pages past it are reached by a narrower search."""

    @cached_property
    def count(self) -> int:
        return queries.capped_count(cast("QuerySet[Listing]", self.object_list))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    wanted = form.wanted
    found = queries.searched(shown(), wanted["q"])
    listings = for_page(queries.in_order(queries.narrowed(found, wanted), wanted["sort"]))
    page = CappedPaginator(listings, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "facets": facets_of(form, found, wanted),
        "page": page,
        "q": wanted["q"],
        "count": min(page.paginator.count, queries.COUNT_CAP),
        "is_capped": page.paginator.count > queries.COUNT_CAP,
    }
    template = "showcase/search.html#found" if is_htmx(request) else "showcase/search.html"
    return render(request, template, context)


@require_safe
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
