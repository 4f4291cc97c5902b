"""回避: whose house has to do with a project, and does not evaluate it.

Rooms above know of ties this one does not: they register how to ask for them.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from projects.models import Project, Service
from projects.states import ServiceKind

# Organisation → the projects it is tied to, as rows of one column that names the project.
TiedProjects = Callable[[int], "QuerySet[Any, Any]"]

_REGISTERED: list[TiedProjects] = []


def register_tie(tied_projects: TiedProjects) -> None:
    """Called from an app's `ready`."""
    _REGISTERED.append(tied_projects)


def tied_to(organisation: int) -> Q:
    """Of projects: those it collected, has in its custody, holds, or coached."""
    coached = Service.objects.noted().filter(organisation=organisation, kind=ServiceKind.COACHING)
    tied = Q(collected_by=organisation) | Q(custodian=organisation) | Q(organisation=organisation)
    tied |= Q(pk__in=coached.values("project"))
    for tied_projects in _REGISTERED:
        tied |= Q(pk__in=tied_projects(organisation))
    return tied


def is_tied(project: Project, organisation: int | None) -> bool:
    """Who acts for no organisation has ties to all."""
    if organisation is None:
        return True
    return Project.objects.filter(tied_to(organisation), pk=project.pk).exists()
