"""The front door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.terms import taxonomies
from foundation import clock
from foundation.caching import public_page
from portal.forms import SearchForm
from portal.queries import fields_shown, way_so_far, what_came_of_it
from roadshows.queries.roadshows import next_dated
from showcase.queries import newest


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    way, sequel = way_so_far(), what_came_of_it()
    stations = [
        ("提交", way["filed"]),
        ("初审通过", way["accepted"]),
        ("入库", way["listed"]),
        ("推荐路演", sequel["recommended"]),
        ("有人对接", sequel["interested_in"]),
    ]
    context = {
        "form": SearchForm(),
        "units": len(taxonomies()["units"]),
        "count": way["shown"],
        "stations": stations,
        "way": way,
        "sequel": sequel,
        "fields": fields_shown(),
        "listings": newest(6),
        "roadshows": next_dated(3, clock.today()),
    }
    return render(request, "portal/home.html", context)


@require_safe
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What registering agrees to."""
    return render(request, "portal/privacy.html", {"contact_email": settings.CONTACT_EMAIL})
