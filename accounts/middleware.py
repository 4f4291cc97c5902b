"""Puts the actor beside the user on every request, asked for only when needed."""

from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from accounts.acting import Choice, choices_of, chosen_of
from records.actors import VISITOR, Actor

SESSION_KEY = "acting_as"


class ActorMiddleware(MiddlewareMixin):
    """`actor` is in whose name the request comes; `acting_choices` all they may act as, asked of
    the database once a request."""

    def process_request(self, request: HttpRequest) -> None:
        request.acting_choices = SimpleLazyObject(lambda: _choices_on(request))  # type: ignore[attr-defined]  # -- this is where it is put
        request.actor = SimpleLazyObject(lambda: _actor_on(request))  # type: ignore[attr-defined]  # -- as above


def _choices_on(request: HttpRequest) -> list[Choice]:
    return choices_of(request.user) if request.user.is_authenticated else []


def _actor_on(request: HttpRequest) -> Actor:
    choices = request.acting_choices  # type: ignore[attr-defined]  # -- put there above
    if not choices:
        return VISITOR
    return chosen_of(choices, request.session.get(SESSION_KEY, "")).actor
