"""What every page's frame needs: the name of the house, who is reading, and how."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.guards import actor_on
from portal.desks import desk_of, navigation
from portal.states import DISPLAY_COOKIE, Display


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "desk": SimpleLazyObject(lambda: desk_of(actor_on(request))),
        "navigation": SimpleLazyObject(lambda: navigation(actor_on(request), request.path)),
        "display": _display(request),
    }


def _display(request: HttpRequest) -> dict[str, Any]:
    """The way chosen, "" for the standard one, and all there are to choose from."""
    chosen = request.COOKIES.get(DISPLAY_COOKIE, "")
    chosen = chosen if chosen in Display.values else ""
    return {"chosen": chosen, "choices": Display.choices}
