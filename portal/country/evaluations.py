"""专业评价 in the demo: one house evaluates for every unit. What is to be recommended is done; of
the rest some are below, some disputed, some still being evaluated."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from accounts.acting import choices_of
from accounts.cycles import current_cycle
from accounts.delegating import delegate
from accounts.models import Delegation, Unit
from accounts.states import Role, Scope
from foundation import clock
from foundation.marking import Criteria, wants_reason
from foundation.typed import Page
from portal.country.people import EVALUATORS, People, evaluating_house
from projects.evaluating import Marks, file_opinion, save_opinion, take_up
from projects.evaluation import needed_for
from projects.models import Evaluation, Opinion, Project
from projects.states import EvaluationStatus
from records.actors import Actor

# Points by criterion, taken in turn.
_GOOD = ((4, 4, 4, 4, 4), (5, 4, 4, 3, 4), (4, 5, 3, 4, 4), (4, 4, 5, 4, 3), (5, 5, 4, 4, 4))
_LOW = ((3, 2, 3, 2, 3), (4, 4, 4, 0, 4))  # too few in all; below a floor
_SEVERE, _KIND = (2, 2, 2, 1, 2), (5, 5, 4, 5, 4)
_REASONS = {
    5: "指标优于国内同类，有第三方检测报告，已在用户现场跑满半年。",
    1: "只有实验室数据，没有用户试用，也没有说清楚卖给谁。",
    0: "材料里没有市场分析。",
}
_COMMENTS = (
    "技术路线清楚，检测报告与填报一致，中试数据完整，建议对接产线和首批用户。",
    "核心指标扎实，知识产权完整。商业计划还要补充竞品对比和定价依据。",
    "团队做过两代产品，工程化能力强；建议路演时讲清楚良率和成本。",
)
Evaluators = Sequence[dict[str, Actor]]
_TYPED = "先看了检测报告，指标和填报一致，"


def bring_evaluations(wanted: Sequence[Project], others: Sequence[Project], people: People) -> None:
    """`wanted` are to be recommended; of the `others` each stands somewhere else. Those evaluated
    already stay as they are."""
    evaluators = evaluators_for({project.unit_id for project in (*wanted, *others)}, people)
    evaluate_all(wanted, evaluators)
    known = _known()
    for number, project in enumerate(others):
        if project.pk not in known:
            _leave(project, _turned(evaluators, number), number)


def evaluators_for(units: Iterable[str], people: People) -> Evaluators:
    """Persons, each with whom they are in each unit; these units have delegated it to them."""
    _delegate(units, people)
    return [_by_unit(people, name) for name in EVALUATORS]


def evaluate_all(projects: Sequence[Project], evaluators: Evaluators) -> None:
    """For the cycle that runs, and done."""
    known = _known()
    for number, project in enumerate(projects):
        if project.pk not in known:
            _settle(project, _turned(evaluators, number), number)


def _known() -> set[int]:
    of_year = Evaluation.objects.filter(cycle=current_cycle())
    return set(of_year.values_list("project", flat=True))


def _delegate(units: Iterable[str], people: People) -> None:
    house = evaluating_house()
    running = Delegation.objects.valid_now().filter(organisation=house)
    there = set(running.values_list("unit", flat=True))
    with clock.shift(-people.settled):
        until = clock.now() + timedelta(days=2 * 365)
        for unit in sorted(set(units) - there):
            lead = people.actor(f"unit-{unit.lower()}-lead")
            delegate(Unit.objects.get(abbr=unit), house, [Scope.EVALUATE], until=until, by=lead)


def _by_unit(people: People, name: str) -> dict[str, Actor]:
    """They act once for each unit."""
    choices = choices_of(people.user(name))
    return {one.actor.unit: one.actor for one in choices if one.actor.role == Role.AGENCY}


def _turned(evaluators: Evaluators, by: int) -> list[dict[str, Actor]]:
    at = by % len(evaluators)
    return [*evaluators[at:], *evaluators[:at]]


def _settle(project: Project, evaluators: Evaluators, number: int) -> None:
    """By as many as it needs."""
    for turn, evaluator in enumerate(evaluators):
        opinion = _give(project, evaluator, _GOOD[(number + turn) % len(_GOOD)], number + turn)
        if Evaluation.objects.get(pk=opinion.evaluation_id).status == EvaluationStatus.DONE:
            return


def _leave(project: Project, evaluators: Evaluators, number: int) -> None:
    """In turn: too few points, below a floor, being written; disputed where it needs two."""
    by, kind = evaluators[0][project.unit_id], number % 3
    if needed_for(project.listing.version.content, current_cycle().second_opinion_from) > 1:
        for evaluator, points in zip(evaluators[:2], (_KIND, _SEVERE), strict=True):
            _give(project, evaluator, points, number)
    elif kind < len(_LOW):
        _give(project, evaluators[0], _LOW[kind], number)
    else:
        save_opinion(take_up(project, by=by), {"comment": _TYPED}, page=Page(), by=by)


def _give(
    project: Project, evaluator: dict[str, Actor], points: Sequence[int], number: int
) -> Opinion:
    by = evaluator[project.unit_id]
    opinion = take_up(project, by=by)
    return file_opinion(opinion, _marks(opinion.evaluation.rubric, points, number), by=by)


def _marks(rubric: Criteria, points: Sequence[int], number: int) -> Marks:
    given = {one["key"]: each for one, each in zip(rubric, points, strict=True)}
    reasons = {
        one["key"]: _REASONS[given[one["key"]]]
        for one in rubric
        if wants_reason(one, given[one["key"]])
    }
    return Marks(given, reasons, _COMMENTS[number % len(_COMMENTS)])
