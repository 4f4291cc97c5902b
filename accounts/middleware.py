"""Puts the actor beside the user on every request, asked for only when needed."""

from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from accounts.acting import actor_of

SESSION_KEY = "acting_as"


class ActorMiddleware(MiddlewareMixin):
    def process_request(self, request: HttpRequest) -> None:
        request.actor = SimpleLazyObject(  # type: ignore[attr-defined]  # -- this is where it is put
            lambda: actor_of(request.user, request.session.get(SESSION_KEY, ""))
        )
