"""Where messages lead: one address for whoever reads it, at whichever desk they act."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from accounts.states import Role
from roadshows.forms.coaching import KindForm
from roadshows.models import Session
from roadshows.queries.coaching import coached_by
from roadshows.rules import is_coach_of_unit
from roadshows.views.coached import coaching_desk, find_coached, page_of, reading_desk


@require_safe
@coaching_desk
def home(request: HttpRequest) -> HttpResponse:
    by = actor_on(request)
    if by.role == Role.HOLDER:
        return redirect("my_coaching")
    if not by.unit:
        raise PermissionDenied
    return redirect("unit_coaching" if is_coach_of_unit(by, by.unit) else "unit_projects")


@require_safe
@reading_desk
def project(request: HttpRequest, ref: str) -> HttpResponse:
    found, kind = find_coached(request, ref), KindForm(request.GET).chosen
    return redirect(page_of(actor_on(request), found, kind))


@require_safe
@coaching_desk
def session(request: HttpRequest, ref: str) -> HttpResponse:
    """The session itself for who plans it; what they have in it for all others."""
    by = actor_on(request)
    own = coached_by(by)
    theirs = Q(projects__in=own) | Q(coaches__user=by.user_id) | Q(unit=by.unit)
    sessions = Session.objects.filter(theirs, ref=ref.upper()).distinct()
    found: Session = get_object_or_404(sessions)
    if by.role == Role.HOLDER:
        return redirect("my_coaching")
    if is_coach_of_unit(by, found.unit_id):
        return redirect("unit_session", ref=found.ref)
    return redirect(page_of(by, get_object_or_404(own.filter(sessions=found)[:1])))
