"""初审: the unit's lead accepts what was submitted."""

from django.db.models import QuerySet

from projects.models import Project
from records.actors import Actor
from records.workflow import Moved, move, move_all


def accept(project: Project, *, by: Actor, note: str = "") -> Project:
    """Raises Refused: not the lead of its unit, the same person who filed it, not submitted."""
    return move(project, "accept", by=by, note=note)


def accept_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    return move_all(projects, "accept", by=by, note=note)
