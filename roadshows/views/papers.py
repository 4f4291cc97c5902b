"""A released agenda as PDF, for everybody."""

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from foundation.caching import public_page
from records.states import WorkState
from roadshows.models import Poster, Roadshow
from roadshows.posters import poster_of
from roadshows.queries.roadshows import public_roadshows, roadshow_named
from roadshows.states import PaperSize, RoadshowStatus

_SOON = 5  # seconds


@require_safe
@public_page
def agenda(request: HttpRequest, ref: str, size: str) -> HttpResponseBase:
    """Of what takes place and was released; while it is being made, or was not, a page says so."""
    shown = public_roadshows().exclude(status=RoadshowStatus.CANCELLED)
    roadshow = roadshow_named(ref, shown.filter(day__isnull=False)).first()
    poster = poster_of(roadshow, size) if roadshow and size in PaperSize.values else None
    if roadshow is None or poster is None:
        raise Http404
    if poster.file:
        return _sent(request, roadshow, poster)
    return _without(request, roadshow, has_failed=poster.state == WorkState.FAILED)


def _sent(request: HttpRequest, roadshow: Roadshow, poster: Poster) -> HttpResponseBase:
    etag = f'"{poster.pk}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        what = "海报" if poster.size == PaperSize.A3 else "议程"
        name = f"{roadshow.title} {what}.pdf"
        answer = FileResponse(poster.file.open("rb"), filename=name, content_type="application/pdf")
        answer["X-Content-Type-Options"] = "nosniff"
    answer["ETag"] = etag
    return answer


def _without(request: HttpRequest, roadshow: Roadshow, *, has_failed: bool) -> HttpResponse:
    context = {"roadshow": roadshow, "has_failed": has_failed}
    status = HTTPStatus.NOT_FOUND if has_failed else HTTPStatus.SERVICE_UNAVAILABLE
    answer = render(request, "roadshows/agenda_waiting.html", context, status=status)
    if not has_failed:
        answer["Retry-After"] = str(_SOON)
    return answer
