"""推荐: the unit's lead puts a listed project forward for the roadshows of a year."""

from collections.abc import Container, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.cycles import current_cycle
from accounts.models import Cycle
from foundation.errors import Problem, refuse_if
from projects.models import Project, Recommendation
from projects.states import ProjectStatus, RecommendationStatus
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import Moved, begin, begin_all, move
from records.workflows import workflow_of

REASONS_LENGTH = 500


class RecommendationProblem(TextChoices):
    NOT_LISTED = "not_listed", "只有已入库的成果可以推荐，现在的状态是“{found}”"
    TWICE = "twice", "{expected}已经推荐过这项成果"
    NO_REASONS = "no_reasons", "请写明推荐理由"


@transaction.atomic
def recommend(project: Project, *, by: Actor, reasons: str) -> Recommendation:
    """For the current cycle. Raises Refused: not the unit's lead (403); not listed, recommended
    already, no reasons (422)."""
    # Locked until commit, so that it cannot leave the library meanwhile.
    locked = Project.objects.select_for_update().get(pk=project.pk)
    recommendation = _new(locked, current_cycle(), reasons)
    given = _recommended_among([locked], recommendation.cycle)
    refuse_if([*_problems(recommendation, given), *_wording_problems(reasons)])
    return begin(recommendation, "recommend", by=by)


@transaction.atomic
def recommend_all(projects: QuerySet[Project], *, by: Actor, reasons: str) -> Moved:
    """For the same reasons; the rows that come back are projects. Raises Refused (422): no
    reasons."""
    refuse_if(_wording_problems(reasons))
    rows = projects.select_related("unit").order_by("pk")
    locked = list(rows.select_for_update(of=("self",)))
    moved, made = Moved(), []
    for recommendation, problems in _looked_at(locked, by, reasons):
        if problems:
            moved.refused.append((recommendation.project, problems))
        else:
            made.append(recommendation)
    begin_all(made, "recommend", by=by)
    moved.rows = [recommendation.project for recommendation in made]
    return moved


def recommendable(
    projects: Iterable[Project], *, by: Actor
) -> Iterator[tuple[Project, tuple[Problem, ...]]]:
    """Each, read with its unit, and what keeps it from being recommended now; () where nothing
    does."""
    for recommendation, problems in _looked_at(list(projects), by, ""):
        yield recommendation.project, problems


def withdraw_recommendation(
    recommendation: Recommendation, *, by: Actor, reason: str
) -> Recommendation:
    return move(recommendation, "withdraw", by=by, note=reason)


def _looked_at(
    projects: Sequence[Project], by: Actor, reasons: str
) -> Iterator[tuple[Recommendation, tuple[Problem, ...]]]:
    """The right first, as at the door."""
    cycle, workflow = current_cycle(), workflow_of(Recommendation)
    given = _recommended_among(projects, cycle)
    not_yours = Problem(MoveProblem.NOT_YOURS, expected=workflow.label_of("recommend"))
    for project in projects:
        recommendation = _new(project, cycle, reasons)
        is_theirs = workflow.allows("recommend", by, recommendation)
        yield recommendation, tuple(_problems(recommendation, given) if is_theirs else [not_yours])


def _new(project: Project, cycle: Cycle, reasons: str) -> Recommendation:
    return Recommendation(project=project, cycle=cycle, unit=project.unit, reasons=reasons)


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
