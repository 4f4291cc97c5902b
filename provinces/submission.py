"""报送: the unit's lead signs the newest version off with its sealed scan, before the call ends.

A new submission replaces the one before; all are kept. There is none that is late: after the end
the door is shut, unless the unit was granted a later one.
"""

from http import HTTPStatus

from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from provinces.cycles import timing_problems
from provinces.models import PlanDraft, PlanVersion, Scan, Submission, WorkPlan
from provinces.printing import print_receipt
from provinces.queries import deadline_of, newest_version, scan_of, standing_submission
from provinces.queries.checks import with_mended
from provinces.receipts import facts_of
from provinces.states import PlanStatus, SubmissionStatus
from records.actors import Actor
from records.workflow import begin, move


class SubmissionProblem(TextChoices):
    NOT_FROZEN = "plan_not_frozen", "还没有定稿。请先定稿打印，盖章扫描后再报送"
    CHANGED = "plan_changed", "定稿以后又改过。请重新定稿、打印、盖章、扫描"
    NO_SCAN = "plan_no_scan", "还没有上传第 {expected} 版的盖章扫描件"
    SAME = "plan_same", "这一版已经报送过，没有新的内容"
    MENDED = "plan_mended", "补正已经交回，不能再改。确需再改，请联系火炬中心再次退回"


def submit(plan: WorkPlan, *, by: Actor) -> Submission:
    """Returns the receipt. Raises Refused: not the unit's lead (403); 422: late, not frozen,
    changed since, no scan, nothing new, mended already."""
    filed: list[Submission] = []

    def write(row: WorkPlan) -> None:
        # Read once, after the row was locked: the instant that counts is the one that is printed.
        now = clock.now()
        refuse_if(timing_problems(row.cycle, deadline_of(row), now))
        _refuse_what_was_mended(row)
        # Nobody types while it is handed in.
        PlanDraft.objects.select_for_update().filter(plan=row).first()
        version, scan = _signed_off(row)
        before = standing_submission(row)
        if before is not None:
            if (before.version_id, before.scan_id) == (version.pk, scan.pk):
                raise _refused(SubmissionProblem.SAME)
            move(before, "replace", by=by)
        receipt = Submission(
            plan=row, version=version, scan=scan, filed_at=now, filed_by_id=by.person_id
        )
        receipt.digest = facts_of(receipt).digest
        filed.append(begin(receipt, "file", by=by))
        print_receipt(receipt)

    move(plan, "submit", by=by, write=write)
    return filed[0]


def take_back(plan: WorkPlan, *, by: Actor) -> WorkPlan:
    """Before the end of the call, never after it. Raises Refused as `submit` does."""

    def write(row: WorkPlan) -> None:
        refuse_if(timing_problems(row.cycle, deadline_of(row), clock.now()))
        _refuse_what_was_mended(row)
        for standing in row.submissions.filter(status=SubmissionStatus.STANDING):
            move(standing, "take_back", by=by)

    return move(plan, "take_back", by=by, write=write)


def _refuse_what_was_mended(plan: WorkPlan) -> None:
    """Where a later end was granted since, it must not reopen more than was returned."""
    mended = with_mended(WorkPlan.objects.filter(pk=plan.pk, status=PlanStatus.SUBMITTED))
    if mended.filter(is_mended=True).exists():  # type: ignore[misc]  # -- annotated
        raise _refused(SubmissionProblem.MENDED)


def submission_problems(plan: WorkPlan) -> tuple[Problem, ...]:
    """What keeps it from being submitted but the time."""
    try:
        _signed_off(plan)
    except Refused as refusal:
        return refusal.problems
    return ()


def _signed_off(plan: WorkPlan) -> tuple[PlanVersion, Scan]:
    version, draft = newest_version(plan), PlanDraft.objects.filter(plan=plan).first()
    if version is None or draft is None:
        raise _refused(SubmissionProblem.NOT_FROZEN)
    if not draft.is_frozen:
        raise _refused(SubmissionProblem.CHANGED)
    scan = scan_of(version)
    if scan is None:
        raise _refused(SubmissionProblem.NO_SCAN, expected=str(version.number))
    return version, scan


def _refused(code: SubmissionProblem, expected: str = "") -> Refused:
    return Refused([Problem(code, expected=expected)], status=HTTPStatus.UNPROCESSABLE_ENTITY)
