"""评分: each expert by themselves, 0 to 5 on each criterion of the round, with reasons where it
matters; typed at every pause, filed once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.typed import Meeting, Names, Page, Typed
from provinces.models import Assignment, ReviewRound, Score, ScoreDraft
from provinces.rules import is_reviewer
from provinces.states import AssignmentStatus, RoundStatus, ScoreStatus
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import begin, move

MOST = 5  # points on a criterion
LOW = 1  # so few, or all, want a reason
POINTS, REASON = "points-", "reason-"  # names under which they are typed


class ScoringProblem(TextChoices):
    OVER = "score_over", "评分已于 {expected} 截止。有特殊情况请联系火炬中心"
    CLOSED = "score_closed", "这一轮评审已经结束"
    NO_POINTS = "score_no_points", "请给“{expected}”打分，0 到 5 分"
    NO_REASON = "score_no_reason", "“{expected}”打了 {found} 分，请写理由"
    NO_FAMILIARITY = "score_no_familiarity", "请选择你对这个方向的熟悉程度"
    UNDECLARED = "score_undeclared", "请先确认回避申报，再提交评分"
    NO_DECLINE = "score_no_decline", "请写明谢绝的理由，只有火炬中心看到"
    NO_REOPEN = "score_no_reopen", "请写明为什么退回重评，专家会看到"


@dataclass(frozen=True)
class Sheet:
    """What an expert gives: by key of the criterion. `familiarity` from 1, 0 where none was
    chosen."""

    points: Mapping[str, int]
    familiarity: int
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def total_of(criteria: Sequence[Mapping[str, Any]], points: Mapping[str, int]) -> Decimal:
    """Of 100: the sum of points / 5 x weight, to the hundredth."""
    whole = sum(points[one["key"]] * one["weight"] for one in criteria)
    return (Decimal(whole) / MOST).quantize(Decimal("0.01"))


def wants_reason(criterion: Mapping[str, Any], points: int) -> bool:
    """Very good, very poor, or less than is enough."""
    return points == MOST or points <= LOW or points < criterion["floor"]


def sheet_problems(criteria: Sequence[Mapping[str, Any]], sheet: Sheet) -> list[Problem]:
    problems = []
    for one in criteria:
        key, label = one["key"], one["label"]
        given = sheet.points.get(key)
        if given is None or not 0 <= given <= MOST:
            problems.append(Problem(ScoringProblem.NO_POINTS, POINTS + key, expected=label))
        elif wants_reason(one, given) and not sheet.reasons.get(key, "").strip():
            told = {"expected": label, "found": str(given)}
            problems.append(Problem(ScoringProblem.NO_REASON, REASON + key, **told))
    if sheet.familiarity not in range(1, MOST + 1):
        problems.append(Problem(ScoringProblem.NO_FAMILIARITY, "familiarity"))
    return problems


def names_of(criteria: Sequence[Mapping[str, Any]]) -> Names:
    """What a sheet is typed under: all texts."""
    labels = {"familiarity": "熟悉程度", "comment": "总体意见"}
    for one in criteria:
        labels |= {POINTS + one["key"]: one["label"], REASON + one["key"]: f"{one['label']}的理由"}
    return Names(rows={}, lists=(), checks=(), label_of=lambda name: labels.get(name, name))


@transaction.atomic
def keep_typed(
    assignment: Assignment, typed: Mapping[str, Typed], *, page: Page, by: Actor
) -> tuple[ScoreDraft, Meeting]:
    """Each name by itself. Raises Refused: not theirs (403); 409 filed, over."""
    _require_open(assignment, by)
    draft, _ = ScoreDraft.objects.select_for_update().get_or_create(assignment=assignment)
    there = {name: draft.typed.get(name, "") for name in typed}
    meeting = draft.meet(typed, there, page)
    if meeting.changes:
        draft.put(meeting.changes, page, by.person_id)
        draft.saved_at = clock.now()
        draft.save()
    return draft, meeting


@transaction.atomic
def file_score(assignment: Assignment, sheet: Sheet, *, by: Actor) -> Score:
    """Raises Refused: not theirs (403); 409 filed already, over; 422 with all that lacks."""
    round_ = _lock_round(assignment)
    filed: list[Score] = []

    def write(row: Assignment) -> None:
        _require_time(round_)
        problems = sheet_problems(round_.criteria, sheet)
        if row.expert.declared_at is None:
            problems.append(Problem(ScoringProblem.UNDECLARED))
        refuse_if(problems)
        keys = [one["key"] for one in round_.criteria]
        score = Score(
            assignment=row,
            points={key: sheet.points[key] for key in keys},
            reasons={key: sheet.reasons[key] for key in keys if sheet.reasons.get(key)},
            familiarity=sheet.familiarity,
            comment=sheet.comment,
            total=total_of(round_.criteria, sheet.points),
        )
        filed.append(begin(score, "file", by=by))

    move(assignment, "file", by=by, write=write)
    return filed[0]


def decline_review(assignment: Assignment, *, by: Actor, reason: str) -> Assignment:
    """Raises Refused: not theirs (403); 409 filed; 422 no reason."""

    def write(row: Assignment) -> None:
        refuse_if([] if reason.strip() else [Problem(ScoringProblem.NO_DECLINE, "reason")])
        row.reason = reason

    return move(assignment, "decline", by=by, write=write)


@transaction.atomic
def reopen_score(assignment: Assignment, *, by: Actor, reason: str) -> Assignment:
    """The only way to another score: the old one is kept and does not count. Raises Refused: not
    the centre's lead (403); 409 nothing filed, the round is over; 422 no reason."""
    round_ = _lock_round(assignment)

    def write(row: Assignment) -> None:
        refuse_if([] if reason.strip() else [Problem(ScoringProblem.NO_REOPEN, "reason")])
        _require_time(round_)
        for standing in row.scores.filter(status=ScoreStatus.STANDING):
            move(standing, "reopen", by=by, note=reason)

    return move(assignment, "reopen", by=by, note=reason, write=write)


def _lock_round(assignment: Assignment) -> ReviewRound:
    """Neither closed nor given other criteria while a score is filed."""
    rows = ReviewRound.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(round_plans=assignment.round_plan_id)


def _require_time(round_: ReviewRound) -> None:
    if round_.status != RoundStatus.OPEN:
        raise Refused([Problem(ScoringProblem.CLOSED)])
    if clock.now() >= round_.closes_at:
        ends = clock.end_in_words(round_.closes_at)
        raise Refused([Problem(ScoringProblem.OVER, expected=ends)])


def _require_open(assignment: Assignment, by: Actor) -> None:
    if not is_reviewer(by, assignment):
        problem = Problem(MoveProblem.NOT_YOURS, expected="评分")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    _require_time(assignment.round_plan.round)
    if assignment.status != AssignmentStatus.ASSIGNED:
        found = assignment.get_status_display()
        raise Refused([Problem(MoveProblem.NOT_FROM_HERE, expected="保存", found=found)])
