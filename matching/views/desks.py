"""The four desks of postings: demands or offers, of an organisation's own people or of a unit's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from matching.models import Posting
from matching.queries.desks import with_standing
from matching.queries.postings import own_postings
from matching.rules import POSTS
from matching.states import PostingKind

PLACES = {PostingKind.DEMAND: "demands", PostingKind.OFFER: "offers"}
_KINDS = {place: kind for kind, place in PLACES.items()}


@dataclass(frozen=True, slots=True)
class Desk:
    """`place` is "desk" or "unit", as in the address."""

    place: str
    kind: PostingKind

    @property
    def path(self) -> str:
        return f"{self.place}/{PLACES[self.kind]}"

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def roles(self) -> tuple[str, ...]:
        is_unit = self.place == "unit"
        return tuple(role for role in POSTS[self.kind] if (role in Role.of_unit) == is_unit)

    @property
    def list_name(self) -> str:
        return f"{self.place}_{PLACES[self.kind]}"

    @property
    def list_url(self) -> str:
        return reverse(self.list_name)

    def url(self, name: str, posting: Posting | None = None) -> str:
        """Of a page of this desk, by the name of its address."""
        rest = {"ref": posting.ref} if posting else {}
        return reverse(name, kwargs={"desk": self, **rest})


class DeskConverter:
    """desk/demands, desk/offers, unit/demands, unit/offers."""

    regex = "(?:desk|unit)/(?:demands|offers)"

    def to_python(self, value: str) -> Desk:
        place, _, kinds = value.partition("/")
        return Desk(place, _KINDS[kinds])

    def to_url(self, desk: Desk) -> str:
        return desk.path


class ModeratorsConverter:
    """unit, center."""

    regex = "unit|center"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


View = Callable[..., HttpResponseBase]


def posting_desk(view: View) -> View:
    """Those of its people come in."""

    @wraps(view)
    def guarded(request: HttpRequest, desk: Desk, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return desk_of(*desk.roles)(view)(request, desk, *args, **kwargs)

    return guarded


def moderating_desk(view: View) -> View:
    """A unit's people at unit/, the centre's at center/."""

    @wraps(view)
    def guarded(request: HttpRequest, place: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        roles = Role.of_unit if place == "unit" else Role.of_centre
        return desk_of(*roles)(view)(request, place, *args, **kwargs)

    return guarded


def find_own(request: HttpRequest, desk: Desk, ref: str) -> Posting:
    """With its standing; somebody else's does not exist."""
    own = with_standing(own_postings(actor_on(request), desk.kind))
    found: Posting = get_object_or_404(
        own.select_related("organisation", "unit", "custodian__organisation"), ref=ref.upper()
    )
    return found
