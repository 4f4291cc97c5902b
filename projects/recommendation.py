"""推荐: the unit's lead puts a listed project forward for the roadshows of a year."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.cycles import current_cycle
from foundation.errors import Problem, refuse_if
from projects.models import Project, Recommendation
from projects.states import ProjectStatus, RecommendationStatus
from records.actors import Actor
from records.workflow import begin, move

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
    recommendation = Recommendation(
        project=locked, cycle=current_cycle(), unit_id=locked.unit_id, reasons=reasons
    )
    refuse_if(_problems(recommendation))
    return begin(recommendation, "recommend", by=by)


def withdraw_recommendation(
    recommendation: Recommendation, *, by: Actor, reason: str
) -> Recommendation:
    return move(recommendation, "withdraw", by=by, note=reason)


def _problems(recommendation: Recommendation) -> list[Problem]:
    project, problems = recommendation.project, []
    if project.status != ProjectStatus.LISTED:
        found = project.get_status_display()
        problems.append(Problem(RecommendationProblem.NOT_LISTED, found=found))
    if not recommendation.reasons:
        problems.append(Problem(RecommendationProblem.NO_REASONS, "reasons"))
    given = project.recommendations.filter(status=RecommendationStatus.GIVEN)
    if given.filter(cycle=recommendation.cycle_id).exists():
        year = str(recommendation.cycle)
        problems.append(Problem(RecommendationProblem.TWICE, expected=year))
    return problems
