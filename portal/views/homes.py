"""The first page of each desk: what waits for whoever acts there, what they wait for, what is
new."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import actor_on, desk_of, unit_desk
from accounts.states import Role
from portal.waiting import home_of


@require_safe
@desk_of(Role.HOLDER)
def my(request: HttpRequest) -> HttpResponse:
    return _home(request)


@require_safe
@unit_desk
def unit(request: HttpRequest) -> HttpResponse:
    return _home(request)


@require_safe
@desk_of(*Role.of_centre)
def center(request: HttpRequest) -> HttpResponse:
    return _home(request)


@require_safe
@desk_of(Role.EXCHANGE)
def exchange(request: HttpRequest) -> HttpResponse:
    return _home(request)


@require_safe
@desk_of(Role.PARTNER, Role.INVESTOR, Role.ENTERPRISE)
def desk(request: HttpRequest) -> HttpResponse:
    return _home(request)


def _home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/desk_home.html", {"home": home_of(actor_on(request))})
