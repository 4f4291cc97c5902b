"""The public face: search, and one project's page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from showcase import queries
from showcase.forms import SearchForm

PAGE_SIZE = 20


class CappedPaginator(Paginator):
    """Counts once and not beyond the cap: pages past it are reached by a narrower search."""

    @property
    def count(self) -> int:  # type: ignore[override] -- Paginator's is a cached property
        if not hasattr(self, "_count"):
            self._count = min(queries.capped_count(self.object_list), queries.COUNT_CAP + 1)
        return self._count


@require_GET
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
    template = "showcase/search.html#results" if request.htmx else "showcase/search.html"
    return render(request, template, context)


@require_GET
def project_page(request: HttpRequest, ref: str) -> HttpResponse:
    listing = get_object_or_404(queries.by_name(ref))
    context = {"listing": listing, "content": listing.version.content}
    return render(request, "showcase/project.html", context)
