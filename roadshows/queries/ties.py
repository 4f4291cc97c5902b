"""Whose house coached which project: it does not evaluate it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership, Organisation
from accounts.states import MembershipStatus, Role
from projects.models import Project
from records.models import Entry
from roadshows.models import Remark, Session
from roadshows.states import SessionStatus


def coached_by(houses: Collection[int]) -> QuerySet[Project, Any]:
    """By their people, or in sessions they arranged; by what they said of decks. Cancelled
    sessions tie nobody."""
    held = (MembershipStatus.GRANTED, MembershipStatus.ENDED)
    people = Membership.objects.filter(organisation__in=houses, status__in=held).values("user")
    names = Organisation.objects.filter(pk__in=houses).values("name")
    arranged = Entry.objects.filter(
        table=Session._meta.label_lower,
        object_id=OuterRef("pk"),
        actor_role=Role.AGENCY,
        actor_organisation__in=houses,
    )
    theirs = (
        Q(coaches__user__in=people)
        | Q(coaches__user__organisation__in=houses)
        | Q(coaches__employer__in=names)
        | Exists(arranged)
    )
    sessions = Session.objects.exclude(status=SessionStatus.CANCELLED).filter(theirs)
    said = Remark.objects.filter(
        Q(said_by__in=people) | Q(said_by__organisation__in=houses)
    ).values("deck__project")
    return Project.objects.filter(Q(sessions__in=sessions) | Q(pk__in=said)).values("pk")
