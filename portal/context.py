"""What every page's frame needs: the name of the house, the desk of whoever is reading, what they
may act as, how they read, and how much there is to read. Nothing is asked of the database before
a template mentions it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.acting import chosen_of
from accounts.guards import actor_on, choices_on
from accounts.middleware import SESSION_KEY
from portal.desks import Link, desk_of, grouped, links_of
from portal.states import DISPLAY_COOKIE, Display
from portal.waiting import waiting_for
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
        "site_id_code": settings.SITE_ID_CODE,
        "site_domain": urlsplit(settings.SITE_URL).hostname,
        "session_ends": getattr(request, "session_ends", None),
        "own_desk": SimpleLazyObject(lambda: desk_of(actor_on(request))),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "display": _display(request),
        "acting_choices": SimpleLazyObject(lambda: _choices(request)),
        "unread_messages": SimpleLazyObject(lambda: _unread(request)),
        "desk_waiting": SimpleLazyObject(lambda: waiting_for(actor_on(request))),
    }


def _display(request: HttpRequest) -> dict[str, Any]:
    """The way chosen, "" for the standard one, and all there are to choose from."""
    chosen = request.COOKIES.get(DISPLAY_COOKIE, "")
    chosen = chosen if chosen in Display.values else ""
    return {"chosen": chosen, "choices": Display.choices}


def _navigation(request: HttpRequest) -> dict[str, list[dict[str, Any]]]:
    """The links of the frame, each marked where it leads to this page or to one above it."""
    links = links_of(actor_on(request))
    marked = {place: _marked(group, request.path) for place, group in links.items()}
    at = {link["url_name"]: link for link in marked["desk"]}
    groups = [
        {"label": label, "links": [at[link.url_name] for link in group]}
        for label, group in grouped(links["desk"])
    ]
    return {**marked, "groups": groups}


def _marked(links: Sequence[Link], path: str) -> list[dict[str, Any]]:
    """`current` is what aria-current says: "page", or "true" on a page below the link's."""
    addresses = [reverse(link.url_name) for link in links]
    rooms = {
        beginning: url
        for link, url in zip(links, addresses, strict=True)
        for beginning in (url, *link.also)
    }
    above = [beginning for beginning in rooms if beginning != "/" and path.startswith(beginning)]
    nearest = rooms[max(above, key=len)] if above else ""
    return [
        {
            "url_name": link.url_name,
            "url": url,
            "label": link.label,
            "icon": link.icon,
            "current": _current(url, path, nearest),
        }
        for link, url in zip(links, addresses, strict=True)
    ]


def _current(url: str, path: str, nearest: str) -> str:
    if url == path:
        return "page"
    return "true" if url == nearest else ""


def _choices(request: HttpRequest) -> list[ActingChoice]:
    choices = choices_on(request)
    if not choices:
        return []
    current = chosen_of(choices, request.session.get(SESSION_KEY, ""))
    return [ActingChoice(one.value, one.label, one is current) for one in choices]


def _unread(request: HttpRequest) -> int:
    return unread_count(request.user.pk) if request.user.is_authenticated else 0
