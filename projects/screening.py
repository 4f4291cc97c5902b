"""初审: the unit's lead accepts, returns or declines what was submitted; the centre may return
what a unit has accepted."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from projects.library import list_all, list_project
from projects.models import Project
from projects.remarking import drop_remarks, said_in_columns, send_remarks
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
    drop_remarks([accepted], by=by)
    return list_project(accepted, by=PORTAL) if current_cycle().lists_at_once else accepted


@transaction.atomic
def accept_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    def write(rows: Sequence[Project]) -> None:
        for row in rows:
            row.accepted_by_id = by.user_id

    moved = move_all(projects, "accept", by=by, note=note, write=write)
    drop_remarks(moved.rows, by=by)
    if current_cycle().lists_at_once:
        list_all(Project.objects.filter(pk__in=[row.pk for row in moved.rows]), by=PORTAL)
    return moved


@transaction.atomic
def send_back(project: Project, *, by: Actor, remarks: str, due_on: date) -> Project:
    """Until a date, with remarks on the whole, on single columns as they are noted, or both.
    Raises Refused (422): not a word of either, a date that has passed."""
    sent = send_remarks([project], by=by)
    refuse_if(_returning_problems(remarks, due_on, sent.get(project.pk, 0)))

    def write(row: Project) -> None:
        _send_back_rows([row], due_on, sent)

    note = remarks or said_in_columns(sent.get(project.pk, 0))
    return move(project, "return", by=by, note=note, write=write)


@transaction.atomic
def send_back_all(projects: QuerySet[Project], *, by: Actor, remarks: str, due_on: date) -> Moved:
    """The same remarks and the same date for all, each with what is noted on its columns. Raises
    Refused as `send_back` does."""
    refuse_if(_returning_problems(remarks, due_on))
    sent: dict[int, int] = {}

    def write(rows: Sequence[Project]) -> None:
        sent.update(send_remarks(rows, by=by))
        _send_back_rows(rows, due_on, sent)

    return move_all(projects, "return", by=by, note=remarks, write=write)


@transaction.atomic
def decline(project: Project, *, by: Actor, reason: str) -> Project:
    """For good. Raises Refused (422): no reason."""
    refuse_if(_problems(reason, "不予通过的理由", "reason"))
    declined = move(project, "decline", by=by, note=reason)
    drop_remarks([declined], by=by)
    return declined


@transaction.atomic
def decline_all(projects: QuerySet[Project], *, by: Actor, reason: str) -> Moved:
    """Raises Refused as `decline` does."""
    refuse_if(_problems(reason, "不予通过的理由", "reason"))
    moved = move_all(projects, "decline", by=by, note=reason)
    drop_remarks(moved.rows, by=by)
    return moved


def _send_back_rows(rows: Sequence[Project], due_on: date, sent: Mapping[int, int]) -> None:
    """`sent` says how many remarks on columns go with each."""
    for row in rows:
        row.due_on, row.accepted_by_id = due_on, None
        row.remarks_sent = sent.get(row.pk, 0)


def _returning_problems(remarks: str, due_on: date, sent: int = 0) -> list[Problem]:
    problems = [] if sent else _problems(remarks, "修改意见", "remarks")
    if due_on <= clock.today():
        problems.append(Problem(ScreeningProblem.PAST, "due_on"))
    return problems


def _problems(text: str, name: str, field: str) -> list[Problem]:
    return [] if text else [Problem(ScreeningProblem.NO_REASON, field, expected=name)]
