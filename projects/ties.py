"""回避: whose house has to do with a project, and does not evaluate it.

Rooms above know of ties this one does not: they register how to ask for them.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from accounts.states import Role
from projects.models import Project, Service
from projects.states import ServiceKind
from records.actors import Actor

# Organisations → the projects they are tied to, as rows of one column that names the project.
TiedProjects = Callable[[Collection[int]], "QuerySet[Any, Any]"]

_REGISTERED: list[TiedProjects] = []


def register_tie(tied_projects: TiedProjects) -> None:
    """Called from an app's `ready`."""
    _REGISTERED.append(tied_projects)


def houses_of(by: Actor) -> set[int]:
    """The one they act for, those they hold a role of now, and where they say they work: who acts
    for another house today is still of their own."""
    held = Membership.objects.valid_now().filter(user=by.user_id)
    works = User.objects.filter(pk=by.person_id)
    ids = held.values_list("organisation").union(works.values_list("organisation"))
    return {one for (one,) in ids if one} | ({by.organisation_id} if by.organisation_id else set())


def ties_of(by: Actor) -> Q:
    """Of projects: those a house of theirs collected, has in its custody, holds, or coached; and
    all of a unit they serve themselves, which screens and recommends."""
    houses = houses_of(by)
    coached = Service.objects.noted().filter(organisation__in=houses, kind=ServiceKind.COACHING)
    serves = Membership.objects.valid_now().filter(user=by.user_id, role__in=Role.of_unit)
    tied = Q(unit__in=serves.values("unit")) | Q(pk__in=coached.values("project"))
    for name in ("collected_by", "custodian", "organisation"):
        tied |= Q(**{f"{name}__in": houses})
    for tied_projects in _REGISTERED:
        tied |= Q(pk__in=tied_projects(houses))
    return tied


def is_tied(by: Actor, project: Project) -> bool:
    """Who acts for no organisation has ties to all."""
    if by.organisation_id is None:
        return True
    return Project.objects.filter(ties_of(by), pk=project.pk).exists()
