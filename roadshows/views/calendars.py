"""Roadshows for people's own calendars: a file to take along, a feed to subscribe to."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from roadshows.ics import calendar_of
from roadshows.queries.roadshows import roadshow_named
from roadshows.queries.shown import events_of, in_calendars, running_year

_TYPE = "text/calendar; charset=utf-8"
_NAME = f"{settings.SITE_NAME}路演"


@require_safe
@cache_control(public=True, no_cache=True)
def calendar(request: HttpRequest) -> HttpResponse:
    """Every roadshow that has a day, of this year and the next."""
    source = settings.SITE_URL + reverse("roadshows_ics")
    events = events_of(in_calendars(running_year()))
    data = calendar_of(events, name=_NAME, source=source)
    return _answer(request, data, 'inline; filename="roadshows.ics"')


@require_safe
@cache_control(public=True, no_cache=True)
def event(request: HttpRequest, ref: str) -> HttpResponse:
    """One of them, to be taken along."""
    events = events_of(roadshow_named(ref, in_calendars()))
    if not events:
        raise Http404
    code = events[0].uid.partition("@")[0]
    data = calendar_of(events)
    return _answer(request, data, f'attachment; filename="{code}.ics"')


def _answer(request: HttpRequest, data: bytes, disposition: str) -> HttpResponse:
    """Not again to whoever has it, by its bytes: a project is hidden at no roadshow's time."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(data, content_type=_TYPE)
        answer["Content-Disposition"] = disposition
    answer["ETag"] = etag
    return answer
