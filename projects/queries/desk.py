"""What a desk's list is narrowed to by the query of its address."""

from urllib.parse import parse_qs

from django.db.models import QuerySet

from projects.models import Project
from projects.queries.projects import visible_to
from projects.states import ProjectStatus
from records.actors import Actor

_FIRST = {"unit": ProjectStatus.SUBMITTED, "center": ProjectStatus.ACCEPTED}


def narrowed(by: Actor, query: str, desk: str) -> QuerySet[Project]:
    """What `by` sees of it at the desk; `query` as in the list's address, without the "?"."""
    visible = visible_to(by, Project.objects.all())
    asked = (parse_qs(query).get("state") or [""])[0]
    if asked == "all":
        return visible
    known = asked if asked in ProjectStatus.values else _FIRST[desk]
    return visible.filter(status=known)
