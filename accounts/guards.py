"""Doors of the desks: who is not logged in goes to log in, who has another role gets a 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def desk_of(*roles: str) -> Callable[[View], View]:
    """For function views: only persons who act in one of these roles come in."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor.role not in roles:  # type: ignore[attr-defined] -- ActorMiddleware
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
