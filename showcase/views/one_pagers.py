"""一页简介: one project on one sheet, once it is made."""

from http import HTTPStatus

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.guards import LoginProblem, is_within_rate, too_many
from foundation.answers import is_htmx
from foundation.caching import PUBLIC
from projects.models import Listing, OnePager
from projects.one_pagers import one_pager_of, order_one_pager
from projects.queries import shown_by_name
from records.states import WorkState

_SOON = 5  # seconds


@require_safe
def one_pager(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Ordered by whoever asks first; until it is there a page says so and asks again."""
    listing = get_object_or_404(shown_by_name(ref))
    row = one_pager_of(listing)
    if not row.file:
        if row.pk is None and not is_within_rate(request, "one_pager"):
            return too_many(request, LoginProblem.TOO_OFTEN)
        row = order_one_pager(row)
    answer = _sent(request, listing, row) if row.file else _without(request, listing, row)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _sent(request: HttpRequest, listing: Listing, row: OnePager) -> HttpResponseBase:
    if is_htmx(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    etag = f'"{row.sha256}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        name = f"{listing.title} 一页简介.pdf"
        answer = FileResponse(row.file.open("rb"), filename=name, content_type="application/pdf")
        answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = etag
    answer["Cache-Control"] = PUBLIC
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
    return answer
