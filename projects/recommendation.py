"""推荐: the unit's lead puts a listed project forward for the roadshows of a year, on the strength
of its 专业评价."""

from collections.abc import Container, Iterable, Iterator, Sequence
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from accounts.models import Cycle
from foundation.errors import Problem, Refused, refuse_if
from foundation.sql import lock_rows
from projects.listings import tell_anew
from projects.models import Evaluation, Project, Recommendation
from projects.queries import below_floor, grounds_of
from projects.rules import has_opinion
from projects.states import EvaluationStatus, ProjectStatus, RecommendationStatus
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import Moved, begin, begin_all, move
from records.workflows import workflow_of

REASONS_LENGTH = 500


class RecommendationProblem(TextChoices):
    NOT_LISTED = "not_listed", "只有已入库的成果可以推荐，现在的状态是“{found}”"
    TWICE = "twice", "{expected}已经推荐过这项成果"
    NO_REASON = "no_reason", "请写明撤回推荐的理由，持有人会看到"
    NO_REASONS = "no_reasons", "请写明推荐理由"
    UNJUDGED = (
        "unjudged",
        "{expected}还没有专业评价。请在“委托”里委托专业机构评价，评价完成后再推荐",
    )
    UNFINISHED = "unfinished", "专业评价还没有完成，现在是“{found}”。请等评价完成后再推荐"
    LOW = (
        "low",
        "专业评价 {found} 分，不到推荐要的 {expected} 分。请持有人完善信息表，作废这次评价后重评",
    )
    BELOW = (
        "below",
        "“{found}”低于最低要求，不能推荐。请持有人补强后更新信息表，作废这次评价后重评",
    )
    OWN = "own_opinion", "你评价过这项成果，要由本单位另一位审核人推荐"


@transaction.atomic
def recommend(project: Project, *, by: Actor, reasons: str) -> Recommendation:
    """For the current cycle. Raises Refused: not the unit's lead (403); not listed, recommended
    already, no reasons, no evaluation it could rest on (422)."""
    # Locked until commit, so that it cannot leave the library meanwhile.
    locked = Project.objects.select_for_update().get(pk=project.pk)
    [(recommendation, problems)] = _looked_at([locked], by, reasons, locking=True)
    if not workflow_of(Recommendation).allows("recommend", by, recommendation):
        raise Refused(problems, status=HTTPStatus.FORBIDDEN)
    refuse_if([*_wording_problems(reasons), *problems])
    given = begin(recommendation, "recommend", by=by)
    tell_anew([locked])
    return given


@transaction.atomic
def recommend_all(projects: QuerySet[Project], *, by: Actor, reasons: str) -> Moved:
    """For the same reasons; the rows that come back are projects. Raises Refused (422): no
    reasons."""
    refuse_if(_wording_problems(reasons))
    rows = list(lock_rows(projects.select_related("unit")))
    moved, made = Moved(), []
    for recommendation, problems in _looked_at(rows, by, reasons, locking=True):
        if problems:
            moved.refused.append((recommendation.project, problems))
        else:
            made.append(recommendation)
    begin_all(made, "recommend", by=by)
    moved.rows = [recommendation.project for recommendation in made]
    tell_anew(moved.rows)
    return moved


def recommendable(
    projects: Iterable[Project], *, by: Actor
) -> Iterator[tuple[Project, tuple[Problem, ...]]]:
    """Each, read with its unit, and what keeps it from being recommended now; () where nothing
    does."""
    for recommendation, problems in _looked_at(list(projects), by, ""):
        yield recommendation.project, problems


@transaction.atomic
def withdraw_recommendation(
    recommendation: Recommendation, *, by: Actor, reason: str
) -> Recommendation:
    """Its holder reads why. Raises Refused: not the unit's lead (403); withdrawn (409); no reason
    (422)."""

    def check(_: Recommendation) -> None:
        refuse_if([] if reason.strip() else [Problem(RecommendationProblem.NO_REASON, "reason")])

    withdrawn = move(recommendation, "withdraw", by=by, note=reason, write=check)
    tell_anew([withdrawn.project])
    return withdrawn


def _looked_at(
    projects: Sequence[Project], by: Actor, reasons: str, *, locking: bool = False
) -> Iterator[tuple[Recommendation, tuple[Problem, ...]]]:
    """The right first, as at the door; in a fixed number of statements. `locking` keeps what they
    rest on from being reopened before commit."""
    cycle, workflow = current_cycle(), workflow_of(Recommendation)
    given = _recommended_among(projects, cycle)
    grounds = grounds_of(projects, cycle, locking=locking)
    not_yours = Problem(MoveProblem.NOT_YOURS, expected=workflow.label_of("recommend"))
    for project in projects:
        recommendation = Recommendation(
            project=project,
            cycle=cycle,
            unit_id=project.unit_id,
            evaluation=grounds.get(project.pk),
            reasons=reasons,
        )
        if workflow.allows("recommend", by, recommendation):
            problems = [*_problems(recommendation, given), *_unjudged(recommendation, by)]
            yield recommendation, tuple(problems)
        else:
            yield recommendation, (not_yours,)


def _recommended_among(projects: Sequence[Project], cycle: Cycle) -> set[int]:
    given = Recommendation.objects.filter(
        project__in=projects, cycle=cycle, status=RecommendationStatus.GIVEN
    )
    return set(given.values_list("project", flat=True))


def _wording_problems(reasons: str) -> list[Problem]:
    return [] if reasons else [Problem(RecommendationProblem.NO_REASONS, "reasons")]


def _problems(recommendation: Recommendation, given: Container[int]) -> list[Problem]:
    """`given` are the projects that are recommended already."""
    project, problems = recommendation.project, []
    if project.status != ProjectStatus.LISTED:
        found = project.get_status_display()
        problems.append(Problem(RecommendationProblem.NOT_LISTED, found=found))
    if project.pk in given:
        year = str(recommendation.cycle)
        problems.append(Problem(RecommendationProblem.TWICE, expected=year))
    return problems


def _unjudged(recommendation: Recommendation, by: Actor) -> list[Problem]:
    evaluation, cycle = recommendation.evaluation, recommendation.cycle
    if evaluation is None:
        return [Problem(RecommendationProblem.UNJUDGED, expected=str(cycle))]
    if evaluation.status != EvaluationStatus.DONE:
        found = evaluation.get_status_display()
        return [Problem(RecommendationProblem.UNFINISHED, found=found)]
    own = [Problem(RecommendationProblem.OWN)] if has_opinion(by, evaluation) else []
    return [*own, *_weaknesses(evaluation, cycle.recommended_from)]


def _weaknesses(evaluation: Evaluation, least: int) -> list[Problem]:
    problems = []
    if evaluation.total is not None and evaluation.total < least:
        told = {"found": f"{evaluation.total.normalize():f}", "expected": str(least)}
        problems.append(Problem(RecommendationProblem.LOW, **told))
    below = below_floor(evaluation)
    if below:
        problems.append(Problem(RecommendationProblem.BELOW, found="、".join(below)))
    return problems
