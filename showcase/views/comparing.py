"""对比: up to four projects side by side; the address is all of its state."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from foundation.caching import public_page
from foundation.text import clean_line
from matching.queries.favourites import favourite_projects
from projects.models import Listing
from projects.queries import services_of_each, standing_recommendations
from records.actors import Actor
from showcase.columns import lines_of
from showcase.queries import MOST_COMPARED, compared

_OFFERED = 50  # of what somebody keeps


@require_safe
@public_page
def compare(request: HttpRequest) -> HttpResponse:
    asked = (clean_line(name).upper() for name in request.GET.getlist("p"))
    comparison = compared(list(dict.fromkeys(filter(None, asked))))
    listings = comparison.listings
    keys = [listing.pk for listing in listings]
    has_room = len(listings) < MOST_COMPARED
    context = {
        "comparison": comparison,
        "most": MOST_COMPARED,
        "heads": [(one, _without(one, listings)) for one in listings],
        "lines": lines_of(listings, services_of_each(keys), standing_recommendations(keys)),
        "has_room": has_room,
        "offered": _offered(actor_on(request), listings) if has_room else [],
    }
    return render(request, "showcase/compare.html", context)


def _without(listing: Listing, listings: Sequence[Listing]) -> str:
    left = [one.project.name_in_address for one in listings if one != listing]
    return urlencode({"p": left}, doseq=True)


def _offered(by: Actor, listings: Sequence[Listing]) -> list[tuple[str, str]]:
    """Of what they keep, what may be compared, too."""
    there = {listing.project.code for listing in listings}
    kept = favourite_projects(by, _OFFERED) if by.is_person else []
    return [(code, title) for code, title in kept if code not in there]
