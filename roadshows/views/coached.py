"""Who comes to the pages of coaching, and which projects they find there."""

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.guards import View, actor_on, desk_of, unit_desk
from accounts.states import Role
from projects.models import Project
from projects.queries import by_name
from records.actors import Actor
from roadshows.models import Deck, Remark, Session
from roadshows.queries.coaching import coached_by, with_people
from roadshows.rules import is_coach_of_unit
from roadshows.states import DeckKind

WORKING = (Role.HOLDER, *Role.of_unit, Role.AGENCY)
coaching_desk = desk_of(*WORKING)
reading_desk = desk_of(*WORKING, *Role.of_centre)


def coach_desk(view: View) -> View:
    """A unit's own people, and an agency's to whom it delegated coaching."""

    @unit_desk
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = actor_on(request)
        if not is_coach_of_unit(by, by.unit):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def find_coached(request: HttpRequest, ref: str) -> Project:
    """Somebody else's does not exist."""
    found = by_name(ref, coached_by(actor_on(request)))
    project: Project = get_object_or_404(found.select_related("unit", "display_consent"))
    return project


def find_deck(request: HttpRequest, ref: str) -> Deck:
    decks = Deck.objects.filter(ref=ref.upper(), project__in=coached_by(actor_on(request)))
    deck: Deck = get_object_or_404(
        decks.select_related("document", "project__unit", "project__display_consent")
    )
    return deck


def find_remark(request: HttpRequest, ref: str) -> Remark:
    projects = coached_by(actor_on(request))
    remarks = Remark.objects.filter(ref=ref.upper(), deck__project__in=projects)
    rows = remarks.select_related("deck__project__unit", "deck__project__display_consent")
    remark: Remark = get_object_or_404(rows)
    return remark


def find_session(request: HttpRequest, ref: str) -> Session:
    sessions = Session.objects.filter(ref=ref.upper(), unit=actor_on(request).unit)
    session: Session = get_object_or_404(with_people(sessions))
    return session


def desk_for(by: Actor) -> str:
    """As names of addresses have it."""
    if by.role in Role.of_centre:
        return "center"
    return "my" if by.role == Role.HOLDER else "unit"


def page_of(by: Actor, project: Project, kind: str = DeckKind.PLAN) -> str:
    """The project's page at the desk of `by`."""
    return f"{reverse(f'{desk_for(by)}_project_coaching', args=[project.ref])}?kind={kind}"
