"""推荐: the unit's lead puts a listed project forward for the roadshows of a year, on the strength
of its 专业评价."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.cycles import current_cycle
from foundation.errors import Problem, refuse_if
from projects.models import Evaluation, Project, Recommendation
from projects.queries import below_floor, done_for
from projects.rules import has_opinion
from projects.states import EvaluationStatus, ProjectStatus, RecommendationStatus
from records.actors import Actor
from records.workflow import begin, move

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
    cycle = current_cycle()
    # Nor may what it rests on be reopened.
    list(locked.evaluations.select_for_update(no_key=True).filter(cycle=cycle))
    evaluation = done_for(locked, cycle)
    recommendation = Recommendation(
        project=locked,
        cycle=cycle,
        unit_id=locked.unit_id,
        evaluation=evaluation,
        reasons=reasons,
    )
    refuse_if([*_problems(recommendation), *_unjudged(recommendation, by)])
    return begin(recommendation, "recommend", by=by)


def withdraw_recommendation(
    recommendation: Recommendation, *, by: Actor, reason: str
) -> Recommendation:
    """Its holder reads why. Raises Refused: not the unit's lead (403); withdrawn (409); no reason
    (422)."""

    def check(_: Recommendation) -> None:
        refuse_if([] if reason.strip() else [Problem(RecommendationProblem.NO_REASON, "reason")])

    return move(recommendation, "withdraw", by=by, note=reason, write=check)


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
