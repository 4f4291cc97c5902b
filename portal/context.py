"""What every page's frame needs: the name of the house, the desk of whoever is reading, what they
may act as, and how much there is to read. Nothing is asked of the database before a template
mentions it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.acting import chosen_of
from accounts.guards import actor_on, choices_on
from accounts.middleware import SESSION_KEY
from portal.desks import desk_of
from records.queries import unread_count


@dataclass(frozen=True, slots=True)
class ActingChoice:
    """One entry of the chooser in the header; `value` goes to `account_acting` as `as`."""

    value: str
    label: str
    is_current: bool


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "desk": SimpleLazyObject(lambda: desk_of(actor_on(request))),
        "acting_choices": SimpleLazyObject(lambda: _choices(request)),
        "unread_messages": SimpleLazyObject(lambda: _unread(request)),
    }


def _choices(request: HttpRequest) -> list[ActingChoice]:
    choices = choices_on(request)
    if not choices:
        return []
    current = chosen_of(choices, request.session.get(SESSION_KEY, ""))
    return [ActingChoice(one.value, one.label, one is current) for one in choices]


def _unread(request: HttpRequest) -> int:
    return unread_count(request.user.pk) if request.user.is_authenticated else 0
