"""What every page's frame needs: the name of the house and the desk of whoever is reading."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.guards import actor_on
from portal.desks import desk_of


def portal(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "session_ends": getattr(request, "session_ends", None),
        "desk": SimpleLazyObject(lambda: desk_of(actor_on(request))),
    }
