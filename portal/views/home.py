"""The front door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from portal.desks import desk_of
from showcase.forms import SearchForm
from showcase.queries import capped_count, newest, shown


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"form": SearchForm(), "count": capped_count(shown()), "listings": newest(6)}
    return render(request, "portal/home.html", context)


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """After login everybody lands where their work is."""
    return redirect(desk_of(actor_on(request))["url_name"])
