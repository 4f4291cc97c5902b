"""专家评审, round by round: which plans are in, until when scores are taken, on which criteria."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, TextChoices

from accounts.models import Cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.models import Approval, Assignment, ReviewRound, RoundPlan, Score, WorkPlan
from provinces.queries import standing_submissions
from provinces.states import (
    ApprovalStatus,
    AssignmentStatus,
    PlanStatus,
    RoundKind,
    RoundPlanStatus,
    RoundStatus,
)
from provinces.withholding import because, withhold_tied
from records.actors import Actor
from records.workflow import begin, begin_all, move, move_all


class RoundProblem(TextChoices):
    NO_PLAN = "round_no_plan", "没有可以评审的方案。形式审查通过以后才能列入"
    NOT_LATER = "round_not_later", "评分截止要晚于现在"
    OPEN_ALREADY = "round_open_already", "{found}还在进行，结束以后才能开始下一轮"
    SCORED = "round_scored", "已有专家提交评分，评审指标不能再改"
    NO_REASON = "round_no_reason", "请写明理由"
    NOT_ACCEPTED = "round_not_accepted", "{expected}的方案还没有通过形式审查"
    ENTERED = "round_entered", "{expected}的方案已经在这一轮里"
    APPROVED = "round_approved", "{expected}的方案已经审定，不再评审。请负责人先更正审定"
    OVER = "round_over", "这一轮已经结束，不能再列入方案"
    NOT_LEFT = "round_not_left", "这一轮已经结束。请负责人先重新开放这一轮，再撤出"
    RELEASED = "round_released", "意见已经反馈过"


@dataclass(frozen=True)
class RoundTerms:
    """`per_plan` experts at the least, `places` roadshows the year has room for, scores until
    `closes_at` (half-open)."""

    closes_at: datetime
    per_plan: int = 3
    places: int = 38


@transaction.atomic
def open_round(
    cycle: Cycle, plans: Iterable[WorkPlan], terms: RoundTerms, *, by: Actor
) -> ReviewRound:
    """The first of a cycle is 初评, later ones 复议; its criteria are the cycle's, copied. Raises
    Refused: not the centre (403); 422 with all that is wrong."""
    # One at a time, so that a double click is one round.
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    chosen = list(plans)
    problems = _terms_problems(terms)
    running = locked.rounds.filter(status=RoundStatus.OPEN).first()
    if running is not None:
        problems.append(Problem(RoundProblem.OPEN_ALREADY, found=str(running)))
    if not chosen:
        problems.append(Problem(RoundProblem.NO_PLAN, "plans"))
    refuse_if(problems)
    last = locked.rounds.aggregate(last=Max("number"))["last"] or 0
    opened = ReviewRound(
        cycle=locked,
        number=last + 1,
        kind=RoundKind.SECOND if last else RoundKind.FIRST,
        criteria=locked.criteria,
        per_plan=terms.per_plan,
        places=terms.places,
        closes_at=terms.closes_at,
    )
    begin(opened, "open", by=by)
    enter_plans(opened, chosen, by=by)
    return opened


@transaction.atomic
def enter_plans(row: ReviewRound, plans: Iterable[WorkPlan], *, by: Actor) -> list[RoundPlan]:
    """With what stands handed in. Raises Refused (422): not accepted, approved already,
    in it already; over."""
    # Not while it is being closed.
    kept = ReviewRound.objects.select_for_update(no_key=True).get(pk=row.pk)
    refuse_if([] if kept.status == RoundStatus.OPEN else [Problem(RoundProblem.OVER, "plans")])
    locked = WorkPlan.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    rows = list(locked.filter(pk__in=[plan.pk for plan in plans]).order_by("pk"))
    there = set(
        row.round_plans.filter(status=RoundPlanStatus.ENTERED).values_list("plan", flat=True)
    )
    problems = [
        Problem(RoundProblem.NOT_ACCEPTED, expected=plan.unit.name)
        for plan in rows
        if plan.status != PlanStatus.ACCEPTED
    ]
    problems += [
        Problem(RoundProblem.ENTERED, expected=plan.unit.name) for plan in rows if plan.pk in there
    ]
    refuse_if(problems + _approved(rows))
    submissions = standing_submissions(rows)
    entered = [RoundPlan(round=row, plan=plan, submission=submissions[plan.pk]) for plan in rows]
    begin_all(entered, "enter", by=by)
    return entered


@transaction.atomic
def leave_round(round_plan: RoundPlan, *, by: Actor, reason: str) -> RoundPlan:
    """Whoever was to review it is told. Raises Refused: 403; 409; 422 no reason, the round is over,
    the plan is approved: what was decided rests on what the round gave."""
    # Not while it is being closed.
    kept = ReviewRound.objects.select_for_update(no_key=True).get(pk=round_plan.round_id)

    def write(row: RoundPlan) -> None:
        problems = [] if reason.strip() else [Problem(RoundProblem.NO_REASON, "reason")]
        if kept.status != RoundStatus.OPEN:
            problems.append(Problem(RoundProblem.NOT_LEFT))
        refuse_if(problems + _approved([row.plan]))

    left = move(round_plan, "leave", by=by, note=reason, write=write)
    left.pairings.all().delete()
    waiting = left.assignments.filter(status=AssignmentStatus.ASSIGNED).select_related(
        "expert", "round_plan__round__cycle", "round_plan__plan__unit"
    )
    move_all(waiting, "replace", by=by, note=reason, write=because(reason))
    return left


def change_round(
    row: ReviewRound, terms: RoundTerms, *, by: Actor, renews_criteria: bool = False
) -> ReviewRound:
    """Until scores are in, the cycle's criteria may be copied anew. Raises Refused: 403; 409 over;
    422."""

    def write(locked: ReviewRound) -> None:
        problems = _terms_problems(terms)
        if renews_criteria and scores_in(locked):
            problems.append(Problem(RoundProblem.SCORED, "renews_criteria"))
        refuse_if(problems)
        locked.per_plan, locked.places = terms.per_plan, terms.places
        locked.closes_at = terms.closes_at
        if renews_criteria:
            locked.criteria = locked.cycle.criteria

    return move(row, "change", by=by, write=write)


def close_round(row: ReviewRound, *, by: Actor) -> ReviewRound:
    """No more scores; who has not filed is left out, and what those gave who abstain by now.
    Raises Refused: 403; 409."""

    def write(locked: ReviewRound) -> None:
        withhold_tied(Assignment.objects.filter(round_plan__round=locked), by=by)

    return move(row, "close", by=by, write=write)


def reopen_round(row: ReviewRound, closes_at: datetime, *, by: Actor, reason: str) -> ReviewRound:
    """What experts have to abstain from since is withheld. Raises Refused: not the centre's lead
    (403); 422 no reason, another one runs, a plan in it is approved."""

    def write(locked: ReviewRound) -> None:
        problems = _terms_problems(RoundTerms(closes_at))
        if not reason.strip():
            problems.append(Problem(RoundProblem.NO_REASON, "reason"))
        Cycle.objects.select_for_update(no_key=True).get(pk=locked.cycle_id)
        running = locked.cycle.rounds.filter(status=RoundStatus.OPEN).first()
        if running is not None:
            problems.append(Problem(RoundProblem.OPEN_ALREADY, found=str(running)))
        refuse_if(problems + _approved(_lock_plans(locked)))
        locked.closes_at, locked.released_at = closes_at, None
        withhold_tied(Assignment.objects.filter(round_plan__round=locked), by=by)

    return move(row, "reopen", by=by, note=reason, write=write)


def release_comments(row: ReviewRound, *, by: Actor) -> ReviewRound:
    """Each unit reads what was said of its plan, without names or points. Raises Refused: not the
    centre's lead (403); 409 before the round is over; 422 released already."""

    def write(locked: ReviewRound) -> None:
        refuse_if([Problem(RoundProblem.RELEASED)] if locked.released_at else [])
        locked.released_at = clock.now()

    return move(row, "release", by=by, write=write)


def scores_in(row: ReviewRound) -> bool:
    return Score.objects.filter(assignment__round_plan__round=row).exists()


def _lock_plans(row: ReviewRound) -> list[WorkPlan]:
    """Whoever approves one meanwhile waits, and finds the round open."""
    inside = row.round_plans.filter(status=RoundPlanStatus.ENTERED).values("plan")
    locked = WorkPlan.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    return list(locked.filter(pk__in=inside).order_by("pk"))


def _approved(plans: Sequence[WorkPlan]) -> list[Problem]:
    """What stands decided is not judged once more."""
    standing = Approval.objects.filter(plan__in=plans, status=ApprovalStatus.STANDING)
    decided = set(standing.values_list("plan", flat=True))
    return [
        Problem(RoundProblem.APPROVED, expected=plan.unit.name)
        for plan in plans
        if plan.pk in decided
    ]


def _terms_problems(terms: RoundTerms) -> list[Problem]:
    is_later = terms.closes_at > clock.now()
    return [] if is_later else [Problem(RoundProblem.NOT_LATER, "closes_at")]
