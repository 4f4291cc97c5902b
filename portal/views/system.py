"""The desk of the operator: how the work stands, which vocabularies are in force. Read-only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import desk_of
from accounts.states import Role
from accounts.terms import taxonomies
from matching.meaning import is_on
from portal.waiting import failed_among
from records.models import Entry, Seal
from records.working import standing


@require_safe
@desk_of(Role.ADMIN)
def system(request: HttpRequest) -> HttpResponse:
    works = standing()
    context = {
        "works": works,
        "failed": failed_among(works),
        "last_entry": Entry.objects.order_by("-pk").values("pk", "at").first(),
        "last_seal": Seal.objects.order_by("-pk").values("last_id", "at").first(),
        "matches_by_meaning": is_on(),
        "taxonomies_version": taxonomies()["version"],
    }
    return render(request, "portal/system.html", context)
