"""The desk of the exchange where investors are looked after."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.guards import desk_of
from accounts.states import Role
from accounts.views.people import show_people


@require_safe
@desk_of(Role.EXCHANGE)
def people_list(request: HttpRequest) -> HttpResponse:
    return show_people(request)
