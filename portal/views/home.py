"""The front door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.terms import taxonomies
from portal.queries import fields_shown, way_so_far
from showcase.forms import SearchForm
from showcase.queries import newest


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    way = way_so_far()
    stations = [
        ("提交", way["filed"]),
        ("初审通过", way["accepted"]),
        ("入库", way["listed"]),
        ("公开展示", way["shown"]),
    ]
    context = {
        "form": SearchForm(),
        "units": len(taxonomies()["units"]),
        "count": way["shown"],
        "stations": stations,
        "fields": fields_shown(),
        "listings": newest(6),
    }
    return render(request, "portal/home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What registering agrees to."""
    return render(request, "portal/privacy.html", {"contact_email": settings.CONTACT_EMAIL})
