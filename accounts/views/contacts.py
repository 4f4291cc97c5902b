"""How somebody is reached, shown to who may know it, on the record."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.guards import actor_on
from accounts.people import reveal_contact
from accounts.queries import users_visible_to
from foundation.answers import is_htmx


@require_POST
@login_required
def reveal(request: HttpRequest, ref: str) -> HttpResponse:
    person = get_object_or_404(users_visible_to(actor_on(request)), ref=ref)
    shown = reveal_contact(person, by=actor_on(request))
    template = "accounts/contact.html#contact" if is_htmx(request) else "accounts/contact.html"
    return render(request, template, {"person": shown})
