"""形式审查: once a plan is no longer the unit's to change, the centre looks whether it is whole and
in form. What is not goes back, section by section, until a date of its own.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from provinces.columns.sections import mending_choices
from provinces.mending import reset
from provinces.models import FormalCheck, ReviewRound, Submission, WorkPlan
from provinces.queries import deadline_of, standing_return, standing_submission
from provinces.states import (
    ApprovalStatus,
    CheckStatus,
    CheckVerdict,
    RoundPlanStatus,
    RoundStatus,
)
from records.actors import Actor
from records.workflow import begin, move


class CheckProblem(TextChoices):
    STILL_OPEN = "check_still_open", "{expected} 前单位还可以撤回重报，截止以后再审查"
    UNMET = "check_unmet", "还有 {found} 项不符合。请退回补正，或核对后改勾选"
    NO_REASON = "check_no_reason", "请写明要补正什么，单位会看到"
    NO_SECTION = "check_no_section", "请勾选要补正的部分"
    NOT_LATER = "check_not_later", "补正截止要晚于现在"
    APPROVED = "check_approved", "已经审定，不能重新审查。请先更正审定"
    IN_REVIEW = "check_in_review", "已列入{found}，不能重新审查。{expected}"
    WHY = "check_why", "请写明理由，单位会看到"
    NOT_WAITING = "check_not_waiting", "这份退回已经了结，不用再改期限"


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the checklist as a person saw it."""

    key: str
    label: str
    is_met: bool
    note: str = ""


@dataclass(frozen=True)
class Mending:
    """What goes back: names of sections, why, until when (half-open)."""

    sections: Sequence[str]
    reason: str
    until: datetime | None


@transaction.atomic
def accept(plan: WorkPlan, items: Sequence[Found], *, by: Actor) -> FormalCheck:
    """Raises Refused: not the centre's, or one's own (403); 409 not handed in; 422 still the
    unit's, or something is not met."""
    unmet = sum(not one.is_met for one in items)
    refuse_if([Problem(CheckProblem.UNMET, found=str(unmet))] if unmet else [])
    return _check(plan, items, FormalCheck(verdict=CheckVerdict.ACCEPTED), "accept", by)


@transaction.atomic
def return_plan(
    plan: WorkPlan, items: Sequence[Found], mending: Mending, *, by: Actor
) -> FormalCheck:
    """What was typed beyond what was handed in, in sections that stay shut, is put back. Raises
    Refused as `accept` does; 422 with all that is wrong."""
    check = FormalCheck(
        verdict=CheckVerdict.RETURNED,
        sections=list(mending.sections),
        reason=mending.reason,
        until=mending.until,
    )
    returned = _check(plan, items, check, "return", by, mending)
    version = returned.submission.version
    if version.typed:  # older ones do not say
        reset(returned.plan, version, keep=returned.sections, by=by)
    return returned


@transaction.atomic
def extend_mending(check: FormalCheck, until: datetime, *, by: Actor, reason: str) -> FormalCheck:
    """After the old date too, until it is handed in. Raises Refused: 403; 409 no more in force;
    422."""
    # As whoever hands in what was mended does.
    plan = WorkPlan.objects.select_for_update(no_key=True).get(pk=check.plan_id)

    def write(row: FormalCheck) -> None:
        if standing_return(plan) != row:
            raise Refused([Problem(CheckProblem.NOT_WAITING)])
        problems = [] if until > clock.now() else [Problem(CheckProblem.NOT_LATER, "until")]
        if not reason.strip():
            problems.append(Problem(CheckProblem.WHY, "reason"))
        refuse_if(problems)
        row.until = until

    return move(check, "extend", by=by, note=reason, write=write)


@transaction.atomic
def recheck(plan: WorkPlan, *, by: Actor, reason: str) -> WorkPlan:
    """The verdict is taken back. Raises Refused: 403; 409; 422 in review or approved already, no
    reason."""

    def write(row: WorkPlan) -> None:
        entered = row.round_plans.filter(status=RoundPlanStatus.ENTERED)
        problems = [_in_review(one.round) for one in entered.select_related("round__cycle")]
        if row.approvals.filter(status=ApprovalStatus.STANDING).exists():
            problems.append(Problem(CheckProblem.APPROVED))
        if not reason.strip():
            problems.append(Problem(CheckProblem.WHY, "reason"))
        refuse_if(problems)
        for standing in row.checks.filter(
            status=CheckStatus.STANDING, submission=standing_submission(row)
        ):
            move(standing, "reverse", by=by, note=reason)

    return move(plan, "recheck", by=by, note=reason, write=write)


def _check(
    plan: WorkPlan,
    items: Sequence[Found],
    check: FormalCheck,
    verb: str,
    by: Actor,
    mending: Mending | None = None,
) -> FormalCheck:
    def write(row: WorkPlan) -> None:
        ends = deadline_of(row)
        if ends is not None and clock.now() < ends:
            refuse_if([Problem(CheckProblem.STILL_OPEN, expected=clock.end_in_words(ends))])
        check.plan, check.submission = row, _submission_of(row)
        refuse_if(_mending_problems(check.submission, mending) if mending else [])
        check.items, check.checked_by_id = [asdict(one) for one in items], by.person_id
        begin(check, verb, by=by, note=check.reason)

    move(plan, verb, by=by, note=check.reason, write=write)
    return check


def _in_review(round_: ReviewRound) -> Problem:
    is_open = round_.status == RoundStatus.OPEN
    how = "请先撤出评审" if is_open else "请负责人先重新开放这一轮，再撤出"
    return Problem(CheckProblem.IN_REVIEW, found=str(round_), expected=how)


def _submission_of(row: WorkPlan) -> Submission:
    """A plan that is handed in has one that stands (`invariants`)."""
    submission = standing_submission(row)
    assert submission is not None  # noqa: S101 -- else the invariant is broken
    return submission


def _mending_problems(submission: Submission, mending: Mending) -> list[Problem]:
    problems = []
    known = dict(mending_choices(submission.version.content))
    if not mending.sections or any(name not in known for name in mending.sections):
        problems.append(Problem(CheckProblem.NO_SECTION, "sections"))
    if not mending.reason.strip():
        problems.append(Problem(CheckProblem.NO_REASON, "reason"))
    if mending.until is None or mending.until <= clock.now():
        problems.append(Problem(CheckProblem.NOT_LATER, "until"))
    return problems
