"""Doors of the desks: who is not logged in goes to log in, who has another role gets a 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.acting import Choice
from accounts.models import User
from records.actors import Actor


def actor_on(request: HttpRequest) -> Actor:
    """In whose name the request comes."""
    return request.actor  # type: ignore[attr-defined]  # -- put there by ActorMiddleware


def person_on(request: HttpRequest) -> User:
    """The row of the person logged in, for orders about it: `request.user` is a stand-in."""
    return User.objects.get(pk=actor_on(request).person_id)


def choices_on(request: HttpRequest) -> list[Choice]:
    """All that the person at the other end may act as; [] for visitors."""
    return request.acting_choices  # type: ignore[attr-defined]  # -- as above


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
