"""逐项意见: written down column by column while reading what waits, sent with the return; what is
not sent before a decision is dropped."""

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.sql import lock_rows
from projects.columns.told import REMARKABLE
from projects.models import FieldRemark, Project
from projects.models.remark import TEXT_LENGTH
from projects.queries import noted_elsewhere, noted_on
from projects.rules import is_waiting, may_note_remarks, reads_what_waits, with_pending
from records.actors import PORTAL, Actor
from records.workflow import begin, move, move_all


class RemarkProblem(TextChoices):
    NO_COLUMN = "remark_no_column", "信息表里没有这一栏，不能提意见"
    TOO_LONG = "remark_too_long", "最多 {expected} 字，现在 {found} 字，请写短一些"
    NOT_READING = "remark_not_reading", "这项成果不由你审，不能提意见"
    CLOSED = "remark_closed", "这项成果现在是“{found}”，不能提意见。你写的还在这里，可以复制出来"
    MEANWHILE = (
        "remark_meanwhile",
        "{found}刚写了这一栏的意见，你的还没有记下。看过对方的，合成一条再记下",
    )


@transaction.atomic
def note_remark(
    project: Project, column: str, text: str, *, seen: str = "", by: Actor
) -> FieldRemark | None:
    """Write down what is to be mended in a column; an empty text takes it back. `seen` is what
    stood there when its writer began: what somebody else wrote meanwhile is never overwritten.
    Returns what stands there now.

    Raises Refused: 403 not theirs to read, 409 nothing waits any more, or somebody wrote
    meanwhile; 422 no such column, too long.
    """
    refuse_if(_problems(column, text))
    row = _lock(project)
    _refuse_unless_reading(row, by)
    noted = noted_on([row]).filter(column=column).first()
    if noted is None:
        return _begin(row, column, text, by) if text else None
    if noted.text == text:
        return noted
    if noted.text != seen:
        problem = Problem(RemarkProblem.MEANWHILE, "text", found=noted.said_by.name or "同事")
        raise Refused([problem])
    if not text:
        move(noted, "drop", by=by)
        return None
    return _change(noted, text, by)


def send_remarks(projects: Sequence[Project], *, by: Actor) -> dict[int, int]:
    """All that is written down, with the return that `by` orders in the same transaction. Returns
    project → how many. Raises Refused (403)."""
    _lock_all(projects)

    def write(rows: Sequence[FieldRemark]) -> None:
        now = clock.now()
        for row in rows:
            row.sent_at = now

    noted = noted_on(projects).prefetch_related(with_pending("project__corrections"))
    moved = move_all(noted, "send", by=by, write=write)
    for _, problems in moved.refused:
        raise Refused(problems, status=HTTPStatus.FORBIDDEN)
    return Counter(row.project_id for row in moved.rows)


def said_in_columns(sent: int) -> str:
    """What a return says that says nothing else."""
    return f"请按 {sent} 条逐项意见修改"


def drop_remarks(projects: Sequence[Project], *, by: Actor = PORTAL) -> int:
    """What was not sent before a decision, in the transaction that has locked their rows. Returns
    how many."""
    return _drop(noted_on(projects), by)


def drop_remarks_elsewhere(projects: Sequence[Project]) -> int:
    """What another unit had written down is not for the one they are submitted to now."""
    return _drop(noted_elsewhere(projects), PORTAL)


def _drop(noted: QuerySet[FieldRemark], by: Actor) -> int:
    return len(move_all(noted, "drop", by=by).rows)


def _problems(column: str, text: str) -> list[Problem]:
    if column not in REMARKABLE:
        return [Problem(RemarkProblem.NO_COLUMN, "column")]
    if len(text) > TEXT_LENGTH:
        expected, found = str(TEXT_LENGTH), str(len(text))
        return [Problem(RemarkProblem.TOO_LONG, "text", expected=expected, found=found)]
    return []


def _lock(project: Project) -> Project:
    """As it stands; nothing is decided on it before the transaction ends."""
    [row] = _lock_all([project])
    return row


def _lock_all(projects: Sequence[Project]) -> list[Project]:
    return list(lock_rows(Project.objects.filter(pk__in=[project.pk for project in projects])))


def _refuse_unless_reading(project: Project, by: Actor) -> None:
    """Right first, so that a stranger learns nothing of its state."""
    if may_note_remarks(by, project):
        return
    if is_waiting(project) or not reads_what_waits(by, project):
        raise Refused([Problem(RemarkProblem.NOT_READING)], status=HTTPStatus.FORBIDDEN)
    found = project.get_status_display()
    raise Refused([Problem(RemarkProblem.CLOSED, "text", found=found)])


def _begin(project: Project, column: str, text: str, by: Actor) -> FieldRemark:
    version = project.versions.newest().first()
    remark = FieldRemark(
        project=project, version=version, column=column, text=text, said_by_id=by.person_id
    )
    return begin(remark, "note", by=by)


def _change(remark: FieldRemark, text: str, by: Actor) -> FieldRemark:
    """Whoever wrote last stands for it."""

    def write(row: FieldRemark) -> None:
        row.text, row.said_by_id = text, by.person_id

    return move(remark, "change", by=by, write=write)
