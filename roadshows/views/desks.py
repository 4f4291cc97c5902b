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
from roadshows.states import Party


@dataclass(frozen=True, slots=True)
class Desk:
    """`list_name` is that of its list's address."""

    party: Party
    roles: tuple[str, ...]
    list_name: str

    @property
    def path(self) -> str:
        return self.party.desk

    @property
    def list_url(self) -> str:
        return reverse(self.list_name)

    def url(self, name: str, roadshow: Roadshow, **rest: Any) -> str:
        """Of a page of this desk, by the name of its address."""
        return reverse(name, kwargs={"desk": self, "ref": roadshow.ref, **rest})


DESKS = {
    desk.path: desk
    for desk in (
        Desk(Party.HOST, Role.of_unit, "unit_roadshows"),
        Desk(Party.CENTRE, Role.of_centre, "center_roadshows"),
        Desk(Party.EXCHANGE, (Role.EXCHANGE,), "exchange_events"),
    )
}


class DeskConverter:
    """The path of any of them."""

    regex = "|".join(DESKS)

    def to_python(self, value: str) -> Desk:
        return DESKS[value]

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
