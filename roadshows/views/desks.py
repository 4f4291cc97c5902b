"""The three desks a roadshow is run from: its host's, the centre's, the exchange's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from roadshows.models import Roadshow
from roadshows.queries.roadshows import roadshow_named, visible_to

_ROLES = {
    "unit/roadshows": Role.of_unit,
    "center/roadshows": Role.of_centre,
    "exchange/events": (Role.EXCHANGE,),
}
_LISTS = {
    "unit/roadshows": "unit_roadshows",
    "center/roadshows": "center_roadshows",
    "exchange/events": "exchange_events",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """`path` as in the address."""

    path: str

    @property
    def roles(self) -> tuple[str, ...]:
        return _ROLES[self.path]

    @property
    def list_url(self) -> str:
        return reverse(_LISTS[self.path])

    def url(self, name: str, roadshow: Roadshow, **rest: Any) -> str:
        """Of a page of this desk, by the name of its address."""
        return reverse(name, kwargs={"desk": self, "ref": roadshow.ref, **rest})


class DeskConverter:
    """unit/roadshows, center/roadshows, exchange/events."""

    regex = "unit/roadshows|center/roadshows|exchange/events"

    def to_python(self, value: str) -> Desk:
        return Desk(value)

    def to_url(self, desk: Desk) -> str:
        return desk.path


View = Callable[..., HttpResponseBase]


def roadshow_desk(view: View) -> View:
    """Those of its people come in."""

    @wraps(view)
    def guarded(request: HttpRequest, desk: Desk, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return desk_of(*desk.roles)(view)(request, desk, *args, **kwargs)

    return guarded


def find_roadshow(request: HttpRequest, ref: str) -> Roadshow:
    """Somebody else's does not exist."""
    found: Roadshow = get_object_or_404(roadshow_named(ref, visible_to(actor_on(request))))
    return found
