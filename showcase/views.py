"""The public face: search, and one project's page."""

from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from foundation.answers import is_htmx
from projects.models import Listing
from showcase import queries
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
    listings = queries.narrowed(queries.shown(), field=wanted["field"], unit=wanted["unit"])
    found = queries.for_page(queries.matching(listings, wanted["q"]))
    page = CappedPaginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "q": wanted["q"],
        "count": min(page.paginator.count, queries.COUNT_CAP),
        "is_capped": page.paginator.count > queries.COUNT_CAP,
    }
    template = "showcase/search.html#results" if is_htmx(request) else "showcase/search.html"
    return render(request, template, context)


@require_safe
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    listing = get_object_or_404(queries.by_name(ref))
    context = {"listing": listing, "content": listing.version.content}
    return render(request, "showcase/project.html", context)
