"""The desk of the security officer: accounts and roles, never the business."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.security import PeopleForm, ReasonForm
from accounts.granting import end
from accounts.guards import actor_on, decision, desk_of
from accounts.models import Membership, User
from accounts.people import reopen, suspend
from accounts.queries import memberships_visible_to, people_found, with_people
from accounts.states import MembershipStatus, Role
from records.workflow import available_moves

PAGE_SIZE = 20


@require_safe
@desk_of(Role.SECURITY)
def people(request: HttpRequest) -> HttpResponse:
    form = PeopleForm(request.GET)
    found = people_found(User.objects.all(), **form.wanted)
    page = Paginator(found.prefetch_related("memberships"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    return render(request, "accounts/security/people.html", {"form": form, "page": page})


@require_safe
@desk_of(Role.SECURITY)
def person(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, get_object_or_404(User, ref=ref.upper()), ReasonForm())


def _show(request: HttpRequest, user: User, form: ReasonForm, status: int = 200) -> HttpResponse:
    by = actor_on(request)
    held = with_people(memberships_visible_to(by).filter(user=user)).order_by("-pk")
    context = {
        "person": user,
        "form": form,
        "moves": [move.verb for move in available_moves(user, by)],
        "memberships": [
            {"row": row, "may_end": row.status == MembershipStatus.GRANTED} for row in held
        ],
    }
    return render(request, "accounts/security/person.html", context, status=status)


@require_POST
@desk_of(Role.SECURITY)
@decision
def suspend_person(request: HttpRequest, ref: str) -> HttpResponse:
    user = get_object_or_404(User, ref=ref.upper())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, user, form, status=422)
    suspend(user, by=actor_on(request), reason=form.cleaned_data["reason"])
    messages.success(request, f"已停用{user.name}的账号")
    return redirect("security_person", user.ref)


@require_POST
@desk_of(Role.SECURITY)
@decision
def reopen_person(request: HttpRequest, ref: str) -> HttpResponse:
    user = reopen(get_object_or_404(User, ref=ref.upper()), by=actor_on(request))
    messages.success(request, f"已恢复{user.name}的账号")
    return redirect("security_person", user.ref)


@require_POST
@desk_of(Role.SECURITY)
@decision
def end_membership(request: HttpRequest, ref: str) -> HttpResponse:
    by = actor_on(request)
    membership: Membership = get_object_or_404(
        with_people(memberships_visible_to(by)), ref=ref.upper()
    )
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, membership.user, form, status=422)
    end(membership, by=by, reason=form.cleaned_data["reason"])
    messages.success(request, f"已终止“{membership}”")
    return redirect("security_person", membership.user.ref)
