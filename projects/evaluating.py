"""专业评价: persons of agencies take up a listed project, and each says by themselves what it is
worth by the rubric of the year; what the opinions come to follows in the same transaction.

Locks are taken in one order: the project, its evaluation, an opinion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from accounts.models import Organisation
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.marking import (
    COMMENT,
    LONGEST_COMMENT,
    POINTS,
    REASON,
    Criteria,
    mark_labels,
    mark_problems,
    points_typed,
    reasons_typed,
    too_long,
    total_of,
    typed_names,
)
from foundation.sql import lock_rows
from foundation.typed import Meeting, Names, Page, Typed
from projects.evaluation import MOST_OPINIONS, lie_apart, needed_for, outcome_of
from projects.models import Evaluation, Opinion, OpinionDraft, Project, Recommendation
from projects.reports import forget_reports, order_reports
from projects.rules import is_evaluating_agency, is_evaluator, may_evaluate
from projects.states import (
    EvaluationStatus,
    OpinionStatus,
    ProjectStatus,
    RecommendationStatus,
)
from records.actors import PORTAL, Actor
from records.states import MoveProblem
from records.workflow import begin, move, move_all


class EvaluatingProblem(TextChoices):
    ENOUGH = "evaluation_enough", "这项成果已有 {expected} 人承接评价，请评价别的成果"
    TWICE = "evaluation_twice", "你已承接这项成果的评价，请在“我的评价”里打开"
    VOIDED = "evaluation_voided", "这次评价已作废，不能退回重评。要重评，请评价人重新承接"
    NO_COMMENT = "evaluation_no_comment", "请写总体意见"
    NO_REASON = "evaluation_no_reason", "请写明理由，{expected}会看到"
    RESTS = "evaluation_rests", "{expected}的推荐以这次评价为依据，先撤回推荐，再退回或作废评价"


@dataclass(frozen=True)
class Marks:
    """What an evaluator gives: by key of the criterion."""

    points: Mapping[str, int]
    reasons: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def marks_problems(rubric: Criteria, marks: Marks) -> list[Problem]:
    """All that keeps an opinion from being filed."""
    problems = mark_problems(rubric, marks.points, marks.reasons)
    if not marks.comment.strip():
        problems.append(Problem(EvaluatingProblem.NO_COMMENT, COMMENT))
    return problems + too_long(COMMENT, marks.comment, LONGEST_COMMENT, "总体意见")


def names_of(rubric: Criteria) -> Names:
    return typed_names(labels_of(rubric))


def labels_of(rubric: Criteria) -> dict[str, str]:
    """By the name it is typed under, in the order of the form."""
    return mark_labels(rubric) | {COMMENT: "总体意见"}


def marks_of(rubric: Criteria, typed: Mapping[str, Typed]) -> Marks:
    comment = str(typed.get(COMMENT, "")).strip()
    return Marks(points_typed(rubric, typed), reasons_typed(rubric, typed), comment)


@transaction.atomic
def take_up(project: Project, *, by: Actor) -> Opinion:
    """Opens the evaluation of the current cycle where none is current, by the version in force.
    Raises Refused: not an evaluator of its unit, tied to it, not listed (403); theirs already,
    taken by as many as it needs (422)."""
    row = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    evaluation = _current_of(row)
    if evaluation is None:
        evaluation = _open(row, by)
    else:
        _require_evaluator(row, by)  # so that a stranger learns nothing of who took it up
        refuse_if(_taking_problems(evaluation, by))
    house = Organisation.objects.get(pk=by.organisation_id or 0)
    opinion = Opinion(evaluation=evaluation, evaluator_id=by.person_id, organisation=house)
    return begin(opinion, "take", by=by)


def _require_evaluator(project: Project, by: Actor) -> None:
    if not may_evaluate(by, project):
        problem = Problem(MoveProblem.NOT_YOURS, expected="承接评价")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)


def _current_of(project: Project) -> Evaluation | None:
    current = project.evaluations.filter(status__in=EvaluationStatus.current)
    return current.filter(cycle=current_cycle()).select_for_update(no_key=True).first()


def _open(project: Project, by: Actor) -> Evaluation:
    if project.status != ProjectStatus.LISTED:
        _require_evaluator(project, by)
    cycle, version = current_cycle(), project.listing.version
    evaluation = Evaluation(
        project=project,
        cycle=cycle,
        version=version,
        rubric=cycle.rubric,
        needed=needed_for(version.content, cycle.second_opinion_from),
    )
    return begin(evaluation, "open", by=by)


def _taking_problems(evaluation: Evaluation, by: Actor) -> list[Problem]:
    standing = evaluation.opinions.filter(status__in=OpinionStatus.standing)
    if standing.filter(evaluator=by.user_id).exists():
        return [Problem(EvaluatingProblem.TWICE)]
    is_enough = standing.count() >= evaluation.needed
    told = str(evaluation.needed)
    return [Problem(EvaluatingProblem.ENOUGH, expected=told)] if is_enough else []


@transaction.atomic
def save_opinion(
    opinion: Opinion, typed: Mapping[str, Typed], *, page: Page, by: Actor
) -> tuple[OpinionDraft, Meeting]:
    """What is typed, each name by itself. Raises Refused: not theirs (403); 409 filed, given up."""
    row = _lock_opinion(opinion)
    if not (is_evaluator(by, row) and is_evaluating_agency(by, row.evaluation.project)):
        problem = Problem(MoveProblem.NOT_YOURS, expected="评价")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    if row.status != OpinionStatus.TAKEN:
        found = row.get_status_display()
        raise Refused([Problem(MoveProblem.NOT_FROM_HERE, expected="保存", found=found)])
    draft = OpinionDraft.objects.filter(opinion=row).first() or OpinionDraft(opinion=row)
    there = {name: draft.typed.get(name, "") for name in typed}
    meeting = draft.meet(typed, there, page)
    if meeting.changes:
        _put(draft, meeting.changes, page)
    return draft, meeting


def _lock_opinion(opinion: Opinion) -> Opinion:
    rows = Opinion.objects.filter(pk=opinion.pk).select_related("evaluation__project")
    return lock_rows(rows).get()


def _put(draft: OpinionDraft, changes: Any, page: Page) -> None:
    draft.put(changes, page, draft.opinion.evaluator_id)
    draft.saved_at = clock.now()
    draft.save()


@transaction.atomic
def file_opinion(opinion: Opinion, marks: Marks, *, by: Actor) -> Opinion:
    """The last of those needed decides: done, or disputed. Raises Refused: not theirs, tied by now
    (403); filed already (409); 422 with all that lacks."""
    evaluation = _lock(opinion.evaluation_id)

    def write(row: Opinion) -> None:
        refuse_if(marks_problems(evaluation.rubric, marks))
        keys = [one["key"] for one in evaluation.rubric]
        row.scores = {
            key: {"points": marks.points[key], "reason": marks.reasons.get(key, "").strip()}
            for key in keys
        }
        row.comment, row.filed_at = marks.comment.strip(), clock.now()
        row.total = total_of(evaluation.rubric, marks.points)

    filed = move(opinion, "file", by=by, write=write)
    _follow(evaluation)
    return filed


def _lock(evaluation: int) -> Evaluation:
    rows = Evaluation.objects.filter(pk=evaluation).select_related("project", "cycle")
    return lock_rows(rows).get()


def _follow(evaluation: Evaluation) -> None:
    """By the portal: what the opinions come to, as soon as all are there."""
    filed = evaluation.opinions.filter(status=OpinionStatus.FILED)
    totals = [total for total in filed.values_list("total", flat=True) if total is not None]
    if len(totals) < evaluation.needed:
        return
    found = outcome_of(totals)
    is_settled = len(totals) >= MOST_OPINIONS or not lie_apart(totals, evaluation.cycle.most_spread)

    def conclude(row: Evaluation) -> None:
        row.total, row.spread, row.done_at = found.total, found.spread, clock.now()

    def dispute(row: Evaluation) -> None:
        row.spread, row.needed = found.spread, MOST_OPINIONS

    if is_settled:
        order_reports(move(evaluation, "conclude", by=PORTAL, write=conclude))
    else:
        move(evaluation, "dispute", by=PORTAL, write=dispute)


def give_up_opinion(opinion: Opinion, *, by: Actor) -> Opinion:
    """Somebody else may take it up. Raises Refused: not theirs (403); filed (409)."""
    return move(opinion, "give_up", by=by)


def release_opinion(opinion: Opinion, *, by: Actor, reason: str) -> Opinion:
    """The lead takes back what was not filed, such as when the delegation has ended. Raises
    Refused: not the unit's lead (403); filed (409); no reason (422)."""

    def check(_: Opinion) -> None:
        refuse_if(_without_reason(reason, "评价人"))

    return move(opinion, "release", by=by, note=reason, write=check)


def reopening_problems(opinion: Opinion) -> list[Problem]:
    """What is void is never given again."""
    is_void = opinion.evaluation.status == EvaluationStatus.VOID
    return [Problem(EvaluatingProblem.VOIDED)] if is_void else []


@transaction.atomic
def reopen_opinion(opinion: Opinion, *, by: Actor, reason: str) -> Opinion:
    """The only way to another one: the form begins with what was filed. What was done is open
    again. Raises Refused: not the unit's lead, their own (403); not filed (409); no reason, the
    evaluation is void, a recommendation rests on it (422)."""
    evaluation = _lock(opinion.evaluation_id)

    def write(row: Opinion) -> None:
        refuse_if(_without_reason(reason, "评价人") + resting_problems(evaluation))
        _begin_with(row)
        row.total, row.filed_at = None, None

    reopened = move(opinion, "reopen", by=by, note=reason, write=write)
    if evaluation.status == EvaluationStatus.DONE:
        move(evaluation, "reopen", by=by, note=reason, write=_undo)
    return reopened


@transaction.atomic
def reopen(evaluation: Evaluation, *, by: Actor, reason: str) -> Evaluation:
    """All of its opinions are given once more, on the same version. Raises Refused as
    `reopen_opinion`."""
    locked = _lock(evaluation.pk)

    def write(row: Evaluation) -> None:
        refuse_if(_without_reason(reason, "评价人"))
        _undo(row)

    reopened = move(locked, "reopen", by=by, note=reason, write=write)
    filed = Opinion.objects.filter(evaluation=locked, status=OpinionStatus.FILED)
    rows = filed.select_related("evaluation__project")

    def write_all(given: Sequence[Opinion]) -> None:
        for row in given:
            _begin_with(row)
            row.total, row.filed_at = None, None

    move_all(rows, "reopen", by=by, note=reason, write=write_all)
    return reopened


def _undo(row: Evaluation) -> None:
    row.total, row.spread, row.done_at = None, None, None


@transaction.atomic
def void(evaluation: Evaluation, *, by: Actor, reason: str) -> Evaluation:
    """It counts no more; the next who takes the project up begins another, by the version then in
    force. Raises Refused: not the unit's lead (403); void (409); no reason, a recommendation rests
    on it (422)."""
    locked = _lock(evaluation.pk)

    def check(_: Evaluation) -> None:
        refuse_if(_without_reason(reason, "评价人"))

    voided = move(locked, "void", by=by, note=reason, write=check)
    _release_all([voided], reason)
    return voided


def void_all_of(projects: QuerySet[Project], *, reason: str) -> None:
    """By the portal, where they leave the library; what recommended them was withdrawn before."""
    current = Evaluation.objects.filter(
        project__in=projects.values("pk"), status__in=EvaluationStatus.current
    )
    rows = move_all(current.select_related("project"), "void", by=PORTAL, note=reason).rows
    _release_all(rows, reason)


def _release_all(evaluations: Sequence[Evaluation], reason: str) -> None:
    taken = Opinion.objects.filter(evaluation__in=evaluations, status=OpinionStatus.TAKEN)
    rows = taken.select_related("evaluation__project")
    move_all(rows, "release", by=PORTAL, note=reason)


def _begin_with(row: Opinion) -> None:
    """An older page of the evaluator's notices what it did not know."""
    draft = OpinionDraft.objects.filter(opinion=row).first() or OpinionDraft(opinion=row)
    there = {name: (draft.typed.get(name, ""), text) for name, text in _typed_of(row).items()}
    changes = {name: pair for name, pair in there.items() if pair[0] != pair[1]}
    _put(draft, changes, Page())


def _typed_of(opinion: Opinion) -> dict[str, str]:
    """As it would be typed."""
    typed = {COMMENT: opinion.comment}
    for key, given in opinion.scores.items():
        typed |= {POINTS + key: str(given["points"]), REASON + key: given["reason"]}
    return typed


def resting_problems(evaluation: Evaluation) -> list[Problem]:
    """What keeps it from being reopened or void; the door asks."""
    given = RecommendationStatus.GIVEN
    resting = Recommendation.objects.filter(evaluation=evaluation.pk, status=given)
    first = resting.select_related("cycle").first()
    return [Problem(EvaluatingProblem.RESTS, expected=str(first.cycle))] if first else []


def _without_reason(reason: str, reader: str) -> list[Problem]:
    problem = Problem(EvaluatingProblem.NO_REASON, "reason", expected=reader)
    return [] if reason.strip() else [problem]


@transaction.atomic
def forget_opinions(*, by: Actor) -> None:
    """Of a person who leaves: what they typed is deleted, what they took up is free again. What
    was filed stays, without their name."""
    OpinionDraft.objects.filter(opinion__evaluator=by.user_id).delete()
    own = Opinion.objects.filter(evaluator=by.user_id).select_related("evaluation__project")
    move_all(own.filter(status=OpinionStatus.TAKEN), "give_up", by=by)
    forget_reports(own.values_list("evaluation", flat=True))
