"""评分: each expert by themselves, 0 to 5 on each criterion of the round, with reasons where it
matters; typed at every pause, filed once.

Locks are taken in one order: the round, the task, its draft and scores. Who types into a task,
files it, declines it or is kept from it holds the task.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.marking import (
    COMMENT,
    LONGEST_COMMENT,
    MOST,
    POINTS,
    REASON,
    digit,
    mark_labels,
    mark_problems,
    points_typed,
    reasons_typed,
    too_long,
    total_of,
    typed_names,
)
from foundation.typed import Meeting, Names, Page, Typed
from provinces.models import Assignment, ReviewRound, Score, ScoreDraft
from provinces.queries.review import grounds_for_abstaining
from provinces.rules import is_reviewer
from provinces.states import AssignmentStatus, RoundPlanStatus, RoundStatus, ScoreStatus
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import begin, move


class ScoringProblem(TextChoices):
    OVER = "score_over", "评分已于 {expected} 截止。有特殊情况请联系火炬中心"
    CLOSED = "score_closed", "这一轮评审已经结束"
    NO_FAMILIARITY = "score_no_familiarity", "请选择你对这个方向的熟悉程度"
    UNDECLARED = "score_undeclared", "请先确认回避申报，再提交评分"
    ABSTAINS = "score_abstains", "你要回避{expected}的方案，不能评分。请谢绝这份任务"
    NO_DECLINE = "score_no_decline", "请写明谢绝的理由，只有火炬中心看到"
    NO_REOPEN = "score_no_reopen", "请写明为什么退回重评，专家会看到"
    LEFT = "score_left", "{expected}的方案已撤出这一轮，不再评分"


@dataclass(frozen=True)
class Sheet:
    """What an expert gives: by key of the criterion. `familiarity` from 1, 0 where none was
    chosen."""

    points: Mapping[str, int]
    familiarity: int
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def sheet_problems(criteria: Sequence[Mapping[str, Any]], sheet: Sheet) -> list[Problem]:
    problems = mark_problems(criteria, sheet.points, sheet.reasons)
    if sheet.familiarity not in range(1, MOST + 1):
        problems.append(Problem(ScoringProblem.NO_FAMILIARITY, "familiarity"))
    return problems + too_long(COMMENT, sheet.comment, LONGEST_COMMENT, "总体意见")


def names_of(criteria: Sequence[Mapping[str, Any]]) -> Names:
    """What a sheet is typed under: all texts."""
    return typed_names(labels_of(criteria))


def labels_of(criteria: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By name, in the order of the sheet."""
    return mark_labels(criteria) | {"familiarity": "熟悉程度", COMMENT: "总体意见"}


def sheet_of(criteria: Sequence[Mapping[str, Any]], typed: Mapping[str, Typed]) -> Sheet:
    """What was typed, read."""
    return Sheet(
        points=points_typed(criteria, typed),
        familiarity=digit(typed.get("familiarity")) or 0,
        reasons=reasons_typed(criteria, typed),
        comment=str(typed.get(COMMENT, "")).strip(),
    )


def _typed_of(score: Score) -> dict[str, str]:
    """As it would be typed."""
    points = {POINTS + key: str(given) for key, given in score.points.items()}
    reasons = {REASON + key: score.reasons.get(key, "") for key in score.points}
    familiarity, comment = str(score.familiarity), score.comment
    return {**points, **reasons, "familiarity": familiarity, "comment": comment}


@transaction.atomic
def keep_typed(
    assignment: Assignment, typed: Mapping[str, Typed], *, page: Page, by: Actor
) -> tuple[ScoreDraft, Meeting]:
    """Each name by itself. Raises Refused: not theirs (403); 409 filed, over; 422 ties not
    confirmed for the year."""
    row = _lock(assignment)
    now = _require_open(row, by)
    refuse_if(_undeclared(row))
    draft = ScoreDraft.objects.filter(assignment=row).first() or ScoreDraft(assignment=row)
    there = {name: draft.typed.get(name, "") for name in typed}
    meeting = draft.meet(typed, there, page)
    if meeting.changes:
        _put(draft, meeting.changes, page, by.person_id, now)
    return draft, meeting


def _put(draft: ScoreDraft, changes: Any, page: Page, person: int | None, now: datetime) -> None:
    draft.put(changes, page, person or 0)
    draft.saved_at = now
    draft.save()


@transaction.atomic
def file_score(assignment: Assignment, sheet: Sheet, *, by: Actor) -> Score:
    """Raises Refused: not theirs (403); 409 filed already, over; 422 with all that lacks."""
    round_ = _lock_round(assignment)
    filed: list[Score] = []

    def write(row: Assignment) -> None:
        _require_time(round_)
        problems = sheet_problems(round_.criteria, sheet)
        refuse_if(problems + _hindrances(row))
        keys = [one["key"] for one in round_.criteria]
        score = Score(
            assignment=row,
            points={key: sheet.points[key] for key in keys},
            reasons={key: sheet.reasons[key] for key in keys if sheet.reasons.get(key, "").strip()},
            familiarity=sheet.familiarity,
            comment=sheet.comment,
            total=total_of(round_.criteria, sheet.points),
        )
        filed.append(begin(score, "file", by=by))

    move(assignment, "file", by=by, write=write)
    return filed[0]


def _hindrances(row: Assignment) -> list[Problem]:
    """Whatever they were asked: who abstains by now gives no points."""
    problems = _undeclared(row)
    unit = row.round_plan.plan.unit
    if unit.pk in grounds_for_abstaining({row.expert_id}).get(row.expert_id, {}):
        problems.append(Problem(ScoringProblem.ABSTAINS, expected=unit.name))
    if row.round_plan.status != RoundPlanStatus.ENTERED:
        problems.append(Problem(ScoringProblem.LEFT, expected=unit.name))
    return problems


def _undeclared(row: Assignment) -> list[Problem]:
    has_declared = row.expert.has_declared_for(row.round_plan.round.cycle)
    return [] if has_declared else [Problem(ScoringProblem.UNDECLARED)]


def decline_review(assignment: Assignment, *, by: Actor, reason: str) -> Assignment:
    """The reason is theirs: it stands on the task, not in the trail or in letters, and is forgotten
    when they leave. Raises Refused: not theirs (403); 409 filed; 422 no reason."""

    def write(row: Assignment) -> None:
        refuse_if([] if reason.strip() else [Problem(ScoringProblem.NO_DECLINE, "reason")])
        row.reason = reason

    return move(assignment, "decline", by=by, write=write)


@transaction.atomic
def reopen_score(assignment: Assignment, *, by: Actor, reason: str) -> Assignment:
    """The only way to another score: the old one is kept and does not count, and is what the sheet
    begins with. Raises Refused: not the centre's lead (403); 409 nothing filed, the round is over;
    422 no reason, the plan has left."""
    round_ = _lock_round(assignment)

    def write(row: Assignment) -> None:
        now = _require_time(round_)
        refuse_if(_reopening_problems(row, reason))
        for standing in row.scores.filter(status=ScoreStatus.STANDING):
            _begin_with(move(standing, "reopen", by=by, note=reason), row, now)

    return move(assignment, "reopen", by=by, note=reason, write=write)


def _reopening_problems(row: Assignment, reason: str) -> list[Problem]:
    problems = [] if reason.strip() else [Problem(ScoringProblem.NO_REOPEN, "reason")]
    if row.round_plan.status != RoundPlanStatus.ENTERED:
        problems.append(Problem(ScoringProblem.LEFT, expected=row.round_plan.plan.unit.name))
    return problems


def _begin_with(score: Score, row: Assignment, now: datetime) -> None:
    """An older page of the expert's notices what it did not know."""
    draft = ScoreDraft.objects.filter(assignment=row).first() or ScoreDraft(assignment=row)
    there = {name: (draft.typed.get(name, ""), text) for name, text in _typed_of(score).items()}
    changes = {name: pair for name, pair in there.items() if pair[0] != pair[1]}
    _put(draft, changes, Page(), row.expert.user_id, now)


def forget_drafts(user_id: int) -> None:
    """Of a person who leaves: what was typed and never filed. What was filed stays, without their
    name."""
    ScoreDraft.objects.filter(assignment__expert__user=user_id).delete()


def _lock(assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("expert", "round_plan__round__cycle").get(pk=assignment.pk)


def _lock_round(assignment: Assignment) -> ReviewRound:
    """Neither closed nor given other criteria while a score is filed."""
    rows = ReviewRound.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(round_plans=assignment.round_plan_id)


def _require_time(round_: ReviewRound) -> datetime:
    """Returns what time it is."""
    if round_.status != RoundStatus.OPEN:
        raise Refused([Problem(ScoringProblem.CLOSED)])
    now = clock.now()
    if now >= round_.closes_at:
        ends = clock.end_in_words(round_.closes_at)
        raise Refused([Problem(ScoringProblem.OVER, expected=ends)])
    return now


def _require_open(assignment: Assignment, by: Actor) -> datetime:
    if not is_reviewer(by, assignment):
        problem = Problem(MoveProblem.NOT_YOURS, expected="评分")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    if assignment.status != AssignmentStatus.ASSIGNED:
        found = assignment.get_status_display()
        raise Refused([Problem(MoveProblem.NOT_FROM_HERE, expected="保存", found=found)])
    return _require_time(assignment.round_plan.round)
