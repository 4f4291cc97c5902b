"""Roadshows for people's own calendars: a file to take along, a feed to subscribe to."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.caching import public_page
from roadshows.ics import calendar_of
from roadshows.queries.roadshows import roadshow_named
from roadshows.queries.shown import events_of, in_calendars, running_year

_TYPE = "text/calendar; charset=utf-8"
_NAME = f"{settings.SITE_NAME}路演"


@require_safe
@public_page
def calendar(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """Every roadshow that has a day, of this year and the next."""
    source = settings.SITE_URL + reverse("roadshows_ics")
    events = events_of(in_calendars(running_year()))
    data = calendar_of(events, name=_NAME, source=source)
    return _answer(data, 'inline; filename="roadshows.ics"')


@require_safe
@public_page
def event(request: HttpRequest, ref: str) -> HttpResponse:  # noqa: ARG001 -- as above
    """One of them, to be taken along."""
    events = events_of(roadshow_named(ref, in_calendars()))
    if not events:
        raise Http404
    code = events[0].uid.partition("@")[0]
    data = calendar_of(events)
    return _answer(data, f'attachment; filename="{code}.ics"')


def _answer(data: bytes, disposition: str) -> HttpResponse:
    """Known again by its bytes: a project is hidden at no roadshow's time."""
    return HttpResponse(data, _TYPE, headers={"Content-Disposition": disposition})
