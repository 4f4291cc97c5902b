"""初审: the unit's lead accepts, returns or declines what was submitted; the centre may return
what a unit has accepted."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.library import list_all, list_project
from projects.models import Project
from records.actors import PORTAL, Actor
from records.workflow import Moved, move, move_all

REMARKS_LENGTH = 1000


class ScreeningProblem(TextChoices):
    NO_REASON = "no_reason", "请写明{expected}，持有人会看到"
    PAST = "past", "修改期限要在今天以后"


@transaction.atomic
def accept(project: Project, *, by: Actor, note: str = "") -> Project:
    """Where the cycle says so, it is in the library at once.

    Raises Refused: not the lead of its unit, the same person who filed it, not submitted."""

    def write(row: Project) -> None:
        row.accepted_by_id = by.user_id

    accepted = move(project, "accept", by=by, note=note, write=write)
    return list_project(accepted, by=PORTAL) if current_cycle().lists_at_once else accepted


@transaction.atomic
def accept_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    def write(rows: Sequence[Project]) -> None:
        for row in rows:
            row.accepted_by_id = by.user_id

    moved = move_all(projects, "accept", by=by, note=note, write=write)
    if current_cycle().lists_at_once:
        list_all(Project.objects.filter(pk__in=[row.pk for row in moved.rows]), by=PORTAL)
    return moved


def send_back(project: Project, *, by: Actor, remarks: str, due_on: date) -> Project:
    """With remarks, until a date. Raises Refused (422): no remarks, a date that has passed."""
    refuse_if(_problems(remarks, "修改意见", "remarks"))
    if due_on <= clock.today():
        refuse_if([Problem(ScreeningProblem.PAST, "due_on")])

    def write(row: Project) -> None:
        row.due_on, row.accepted_by_id = due_on, None

    return move(project, "return", by=by, note=remarks, write=write)


def decline(project: Project, *, by: Actor, reason: str) -> Project:
    """For good. Raises Refused (422): no reason."""
    refuse_if(_problems(reason, "不予通过的理由", "reason"))
    return move(project, "decline", by=by, note=reason)


def _problems(text: str, name: str, field: str) -> list[Problem]:
    return [] if text else [Problem(ScreeningProblem.NO_REASON, field, expected=name)]
