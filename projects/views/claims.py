"""认领 at the holder's desk: invitations to answer, and what one's organisation holds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.guards import actor_on, desk_of, person_on
from accounts.states import Role
from projects.claiming import confirm, decline, give_up, request_claim
from projects.models import Claim
from projects.queries import by_name, claimable_by, claims_of
from projects.states import ClaimStatus
from projects.views.reading import page_of


@require_safe
@desk_of(Role.HOLDER)
def claim_list(request: HttpRequest) -> HttpResponse:
    person = person_on(request)
    claims = list(claims_of(person.pk))
    context = {
        "invited": [claim for claim in claims if claim.status == ClaimStatus.INVITED],
        "requested": [claim for claim in claims if claim.status == ClaimStatus.REQUESTED],
        "page": page_of(request, claimable_by(person)),
        "has_organisation": person.organisation_id is not None,
    }
    return render(request, "projects/my_claims.html", context)


@require_POST
@desk_of(Role.HOLDER)
def request_project(request: HttpRequest, ref: str) -> HttpResponse:
    """What cannot be claimed does not exist for them."""
    project = get_object_or_404(by_name(ref, claimable_by(person_on(request))))
    request_claim(project, by=actor_on(request))
    messages.success(request, f"已申请认领“{project.title}”，等待{project.unit.name}确认")
    return redirect("my_claims")


@require_POST
@desk_of(Role.HOLDER)
def confirm_claim(request: HttpRequest, ref: str) -> HttpResponse:
    claim = confirm(_find(request, ref), by=actor_on(request))
    messages.success(request, f"“{claim.project.title}”已经归到你的名下")
    return redirect("my_project", claim.project.ref)


@require_POST
@desk_of(Role.HOLDER)
def decline_claim(request: HttpRequest, ref: str) -> HttpResponse:
    claim = decline(_find(request, ref), by=actor_on(request))
    messages.success(request, f"已告诉对方“{claim.project.title}”不是你的成果")
    return redirect("my_claims")


@require_POST
@desk_of(Role.HOLDER)
def give_up_claim(request: HttpRequest, ref: str) -> HttpResponse:
    claim = give_up(_find(request, ref), by=actor_on(request))
    messages.success(request, f"已撤回对“{claim.project.title}”的认领申请")
    return redirect("my_claims")


def _find(request: HttpRequest, ref: str) -> Claim:
    return get_object_or_404(claims_of(actor_on(request).user_id), ref=ref.upper())
