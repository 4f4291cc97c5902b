"""信息更正: a project is corrected without leaving the library. What is proposed is read by nobody
else before the lead of its unit has accepted it; from that commit on everybody reads it.

The row of the project is locked before anything of its correction is, here as in `drafting`,
`attaching` and `library`: of several moves at a time one happens, the others are told.
"""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from projects.attaching import go_back
from projects.drafting import drop_waiting
from projects.intake import freeze_versions, index_standing, problems_of
from projects.listings import replace_in_force
from projects.models import Correction, Project, Reading
from projects.queries import as_edited, files_of, lay_over, sheet_of
from projects.remarking import drop_remarks, said_in_columns, send_remarks
from projects.rules import may_correct, pending_correction
from projects.states import CorrectionStatus, ProjectStatus
from records.actors import PORTAL, Actor
from records.states import MoveProblem
from records.workflow import begin, move

REASON_LENGTH = 500
LEAVING = "持有人已注销账号"


class CorrectionProblem(TextChoices):
    NOT_LISTED = "not_listed", "已经入库的成果才用“更正信息”。这一项现在是“{found}”"
    PENDING = "pending", "上一次更正还没有办结。请先办完它，或者放弃它"
    NO_REASON = "no_reason", "请写明{expected}，对方会看到"
    NOTHING = (
        "nothing",
        "还没有改动：内容、联系方式和附件都和现在的一样。改好后再提交，或者放弃更正",
    )
    PAST = "past", "修改期限要在今天以后"


@transaction.atomic
def begin_correction(project: Project, reason: str, *, by: Actor) -> Correction:
    """Its sheet and attachments are open again, beside what is in force. Raises Refused: not theirs
    (403); not in the library, one is pending, no reason (422)."""
    locked = _lock(project)
    correction = Correction(project=locked, reason=reason)
    if not may_correct(by, correction):
        problem = Problem(MoveProblem.NOT_YOURS, expected="更正信息")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    refuse_if([*_hindrances(locked), *_needs(reason, "更正原因", "reason")])
    correction.sheet, correction.before = sheet_of(locked), files_of(locked)
    _drop_unfinished(locked)
    return begin(correction, "begin", by=by)


@transaction.atomic
def propose(correction: Correction, *, by: Actor) -> Correction:
    """What was typed is frozen as a version, and waits for the lead of the unit. Raises Refused
    with all that a submission would lack."""
    edited = as_edited(_lock(correction.project))

    def write(row: Correction) -> None:
        [row.version] = freeze_versions([edited], by=by, is_correction=True)
        row.proposed_at, row.proposed_by_id, row.due_on = clock.now(), by.user_id, None

    return move(correction, "propose", by=by, write=write)


def proposing_problems(correction: Correction) -> list[Problem]:
    project = correction.project
    is_same = correction.sheet == sheet_of(project) and correction.before == files_of(project)
    nothing = [Problem(CorrectionProblem.NOTHING)] if is_same else []
    return [*nothing, *problems_of(lay_over(project, correction.sheet))]


@transaction.atomic
def take_back(correction: Correction, *, by: Actor) -> Correction:
    """As long as nobody has decided."""
    _lock(correction.project)

    def write(row: Correction) -> None:
        row.proposed_at = row.proposed_by_id = None

    return move(correction, "take_back", by=by, write=write)


@transaction.atomic
def accept(correction: Correction, *, by: Actor, note: str = "") -> Correction:
    """In force at commit, in every room. Raises Refused: not the lead of its unit, the same person
    who proposed or holds it (403), not proposed (409)."""
    project = _lock(correction.project)
    sheet: dict[str, object] = {}

    def write(row: Correction) -> None:
        sheet.update(row.sheet)
        _decide(row, by)

    def take_over(row: Project) -> None:
        lay_over(row, sheet)

    accepted = move(correction, "accept", by=by, note=note, write=write)
    drop_remarks([project])
    corrected = move(project, "correct", by=PORTAL, write=take_over)
    if accepted.version is not None:
        replace_in_force(corrected, accepted.version)
        index_standing([accepted.version])
    _drop_unfinished(project)
    return accepted


@transaction.atomic
def send_back(correction: Correction, *, by: Actor, remarks: str, due_on: date) -> Correction:
    """With remarks, until a date; the sheet is open again. Raises Refused (422): no remarks, a date
    that has passed."""
    project = _lock(correction.project)
    sent = send_remarks([project], by=by).get(project.pk, 0)
    past = [] if due_on > clock.today() else [Problem(CorrectionProblem.PAST, "due_on")]
    said = [] if sent else _needs(remarks, "修改意见", "remarks")
    refuse_if([*said, *past])

    def write(row: Correction) -> None:
        row.due_on = due_on

    note = remarks or said_in_columns(sent)
    return move(correction, "return", by=by, note=note, write=write)


@transaction.atomic
def decline(correction: Correction, *, by: Actor, reason: str) -> Correction:
    """All stays as it is in force. Raises Refused (422): no reason."""
    refuse_if(_needs(reason, "不予通过的理由", "reason"))
    return _end(correction, "decline", by=by, note=reason)


@transaction.atomic
def withdraw(correction: Correction, *, by: Actor, reason: str = "") -> Correction:
    """Given up by who answers for the project; all stays as it is in force."""
    return _end(correction, "withdraw", by=by, note=reason)


def give_up_pending(projects: Sequence[Project], *, reason: str) -> None:
    """The projects, locked by who asks, leave the library: what was to be corrected in them is
    given up first."""
    pending = Correction.objects.filter(
        project__in=projects, status__in=CorrectionStatus.pending
    ).order_by("project")
    for correction in pending.select_related("project"):
        withdraw(correction, by=PORTAL, reason=reason)


@transaction.atomic
def leave_corrections(*, by: Actor) -> None:
    """A person leaves: nobody is left to answer for what they were correcting."""
    own = Correction.objects.filter(project__holder=by.user_id, status__in=CorrectionStatus.pending)
    for correction in own.select_related("project").order_by("pk"):
        withdraw(correction, by=by, reason=LEAVING)


def _end(correction: Correction, verb: str, *, by: Actor, note: str) -> Correction:
    """Nothing of it is left but that it was, and the versions it proposed."""
    project = _lock(correction.project)
    before: list[dict[str, object]] = []

    def write(row: Correction) -> None:
        before.extend(row.before)
        _decide(row, by)

    ended = move(correction, verb, by=by, note=note, write=write)
    drop_remarks([project])
    go_back(project, before)
    _drop_unfinished(project)
    return ended


def _decide(row: Correction, by: Actor) -> None:
    row.decided_at, row.decided_by_id = clock.now(), by.user_id
    row.sheet, row.before, row.due_on = {}, [], None


def _drop_unfinished(project: Project) -> None:
    """What was typed or read from a file and not taken belongs to what has ended."""
    drop_waiting(project)
    Reading.objects.filter(project=project).delete()


def _lock(project: Project) -> Project:
    """As it stands now. As the door locks it, so that who only refers to it does not wait: the
    worker that notes its like holds the likeness that an acceptance replaces."""
    return Project.objects.select_for_update(no_key=True).get(pk=project.pk)


def _hindrances(project: Project) -> list[Problem]:
    if project.status != ProjectStatus.LISTED:
        return [Problem(CorrectionProblem.NOT_LISTED, found=project.get_status_display())]
    return [Problem(CorrectionProblem.PENDING)] if pending_correction(project) else []


def _needs(text: str, name: str, field: str) -> list[Problem]:
    return [] if text else [Problem(CorrectionProblem.NO_REASON, field, expected=name)]
