"""The front door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from showcase.forms import SearchForm
from showcase.queries import capped_count, newest, shown


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"form": SearchForm(), "count": capped_count(shown()), "listings": newest(6)}
    return render(request, "portal/home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What registering agrees to."""
    return render(request, "portal/privacy.html", {"contact_email": settings.CONTACT_EMAIL})
