"""Doors of the desks: who is not logged in goes to log in, who has another role gets a 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.states import Role
from records.actors import Actor


def actor_on(request: HttpRequest) -> Actor:
    """In whose name the request comes."""
    return request.actor  # type: ignore[attr-defined]  # -- put there by ActorMiddleware


View = Callable[..., HttpResponse]


def desk_of(*roles: str) -> Callable[[View], View]:
    """For function views: only persons who act in one of these roles come in."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if actor_on(request).role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def unit_desk(view: View) -> View:
    """A unit's own people, and an agency's as long as the unit's delegation to it runs."""

    @desk_of(*Role.of_unit, Role.AGENCY)
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_on(request).unit:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
