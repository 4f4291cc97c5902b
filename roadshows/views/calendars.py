"""Roadshows for people's own calendars: a file to take along, a feed to subscribe to."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from roadshows.ics import calendar_of
from roadshows.queries.roadshows import roadshow_named
from roadshows.queries.shown import events_of, in_calendars, running_year, state_of

_TYPE = "text/calendar; charset=utf-8"
_NAME = f"{settings.SITE_NAME}路演"


State = tuple[str | None, datetime | None]


def _state(request: HttpRequest, ref: str = "") -> State:
    """Asked once a request, for its ETag and for when it last changed."""
    known: State | None = getattr(request, "calendar_state", None)
    if known is None:
        one = roadshow_named(ref, in_calendars()) if ref else in_calendars(running_year())
        known = state_of(one)
        request.calendar_state = known  # type: ignore[attr-defined]  # -- for this request
    return known


def _etag(request: HttpRequest, ref: str = "") -> str | None:
    return _state(request, ref)[0]


def _last_modified(request: HttpRequest, ref: str = "") -> datetime | None:
    return _state(request, ref)[1]


@require_safe
@cache_control(public=True, no_cache=True)
@condition(_etag, _last_modified)
def calendar(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's own
    """Every roadshow that has a day, of this year and the next."""
    source = settings.SITE_URL + reverse("roadshows_ics")
    events = events_of(in_calendars(running_year()))
    answer = HttpResponse(calendar_of(events, name=_NAME, source=source), content_type=_TYPE)
    answer["Content-Disposition"] = 'inline; filename="roadshows.ics"'
    return answer


@require_safe
@cache_control(public=True, no_cache=True)
@condition(_etag, _last_modified)
def event(request: HttpRequest, ref: str) -> HttpResponse:  # noqa: ARG001 -- Django's own
    """One of them, to be taken along."""
    events = events_of(roadshow_named(ref, in_calendars()))
    if not events:
        raise Http404
    code = events[0].uid.partition("@")[0]
    answer = HttpResponse(calendar_of(events), content_type=_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{code}.ics"'
    return answer
