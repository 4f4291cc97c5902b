"""Reads of 会商: what all scores of a year say, with what was decided on them, in a fixed number of
queries. Of each plan the newest round counts in which anybody has scored it: the first score of a
复议 takes the place of what was before. What stands 不予审定 takes no place above the line.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from django.core.cache import cache
from django.db.models import Exists, F, FilteredRelation, Func, JSONField, OuterRef, Q, QuerySet

from accounts.terms import taxonomies
from provinces import ranking
from provinces.models import Assignment, Expert, PlanEvent, ReviewRound, RoundPlan, Score, WorkPlan
from provinces.queries.review import grounds_for_abstaining
from provinces.ranking import CutLine, Figures, Given, cut, figures_of
from provinces.states import (
    ApprovalStatus,
    ApprovalVerdict,
    AssignmentStatus,
    EventStatus,
    HostDecisionStatus,
    HostVerdict,
    RoundPlanStatus,
    RoundStatus,
    ScoreStatus,
    SubmissionStatus,
)

_KEPT = 86_400  # seconds
# Figures that were kept by another way of working them out are others.
_WAY = Path(ranking.__file__).read_bytes()


class _Topics(Func):
    """Of each roadshow in a frozen plan its ref, title and theme; the rest of it is long."""

    template = (
        "(select jsonb_agg(jsonb_build_object("
        "'ref', e -> 'ref', 'title', e -> 'title', 'theme', e -> 'theme'))"
        " from jsonb_array_elements(%(expressions)s -> 'events') as e)"
    )
    output_field = JSONField()


@dataclass(frozen=True, slots=True)
class Task:
    """One expert's part in one plan; what they gave is None until they file."""

    ref: str
    expert: int
    total: Any = None
    points: Mapping[str, int] | None = None
    reasons: Mapping[str, str] | None = None
    familiarity: int | None = None
    comment: str | None = None
    filed_at: Any = None

    @property
    def is_filed(self) -> bool:
        return self.total is not None


@dataclass(frozen=True, slots=True)
class Roadshow:
    """As the plan that was reviewed says it, with the decision that is current."""

    ref: str
    name: str
    title: str
    theme: str
    verdict: str
    status: str

    @property
    def is_hosted(self) -> bool:
        return self.verdict == HostVerdict.HOST

    @property
    def verdict_in_words(self) -> str:
        """Whoever proposed it waits for somebody else's word."""
        word = str(HostVerdict(self.verdict).label) if self.verdict else ""
        return f"拟{word}" if self.status == HostDecisionStatus.PROPOSED else word


@dataclass(frozen=True)
class Line:
    """One plan on the board. `abstaining` are who of this year's experts does not review it, each
    with why."""

    round_plan: Any
    tasks: Sequence[Task]
    roadshows: Sequence[Roadshow]
    abstaining: Sequence[tuple[str, str]]
    figures: Figures | None
    is_above: bool

    @property
    def plan(self) -> WorkPlan:
        return self.round_plan.plan

    @property
    def filed(self) -> int:
        return sum(task.is_filed for task in self.tasks)

    @property
    def lacking(self) -> int:
        """How many scores there are to come, of those asked and those yet to be asked; or, once the
        round is over, how many it is short of."""
        asked = len(self.tasks) if self.is_running else 0
        return max(asked, self.round_plan.round.per_plan, self.filed) - self.filed

    @property
    def is_outdated(self) -> bool:
        """Something else was handed in since it was reviewed."""
        return self.round_plan.handed_in != SubmissionStatus.STANDING

    @property
    def is_under_second(self) -> bool:
        """复议 runs, and nobody has scored in it yet: the figures are those of the round before."""
        return bool(self.round_plan.is_again)

    @property
    def is_running(self) -> bool:
        return self.round_plan.round.status == RoundStatus.OPEN

    @property
    def is_approved(self) -> bool:
        return self.round_plan.verdict == ApprovalVerdict.APPROVED


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of their part an expert has filed."""

    name: str
    filed: int
    asked: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of some roadshows: how many by theme, and how many plans by region, in the order of the call
    and of the taxonomy; what has none is named."""

    plans: int
    roadshows: int
    themes: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]

    @property
    def lacking(self) -> list[str]:
        """Themes, by number, and regions that have none."""
        themes = [f"主题 {at}" for at, (_, count) in enumerate(self.themes, 1) if not count]
        return themes + [region for region, count in self.regions if not count]


@dataclass(frozen=True)
class Board:
    round: ReviewRound
    lines: Sequence[Line]
    line: CutLine
    experts: Mapping[int, str]

    @cached_property
    def progress(self) -> list[Progress]:
        """By name."""
        asked, filed = Counter[int](), Counter[int]()
        for line in self.lines:
            asked.update(task.expert for task in line.tasks)
            filed.update(task.expert for task in line.tasks if task.is_filed)
        rows = [Progress(self.experts[pk], filed[pk], count) for pk, count in asked.items()]
        return sorted(rows, key=lambda row: row.name)

    @cached_property
    def suggested(self) -> Coverage:
        """What lies above the line."""
        chosen = [line for line in self.lines if line.is_above]
        return self.coverage_of((line, line.roadshows) for line in chosen)

    @cached_property
    def hosted(self) -> Coverage:
        """What somebody has proposed or decided to host."""
        return self.coverage_of(
            (line, [one for one in line.roadshows if one.is_hosted]) for line in self.lines
        )

    def coverage_of(self, chosen: Iterable[tuple[Line, Sequence[Roadshow]]]) -> Coverage:
        rows = [(line, roadshows) for line, roadshows in chosen if roadshows]
        themes = Counter(one.theme for _, roadshows in rows for one in roadshows)
        regions = Counter(line.plan.unit.region for line, _ in rows)
        return Coverage(
            len(rows),
            themes.total(),
            [(theme, themes[theme]) for theme in self.themes],
            [(region, regions[region]) for region in regions_in_order()],
        )

    @cached_property
    def themes(self) -> list[str]:
        """Of the call, and what plans say besides since it was changed."""
        said = [one.theme for line in self.lines for one in line.roadshows if one.theme]
        return list(dict.fromkeys([*self.round.cycle.themes, *said]))

    @property
    def lacking(self) -> int:
        """Plans that wait for scores."""
        return sum(
            line.is_under_second or (line.is_running and line.lacking > 0) for line in self.lines
        )

    @property
    def abstentions(self) -> list[tuple[str, str, str]]:
        """Of the plans on the board: unit, expert, why."""
        by_unit = sorted(self.lines, key=lambda line: line.plan.unit.code)
        return [(line.plan.unit.name, *one) for line in by_unit for one in line.abstaining]

    @cached_property
    def dispersed(self) -> list[Line]:
        """What wants a 复议 and can have one."""
        return [line for line in self.lines if wants_second(line)]


def wants_second(line: Line) -> bool:
    is_told = line.figures is not None and line.figures.is_dispersed
    is_reviewed = line.is_running or line.is_under_second
    return is_told and not is_reviewed and not line.round_plan.verdict


def regions_in_order() -> list[str]:
    return list(dict.fromkeys(str(unit["region"]) for unit in taxonomies()["units"]))


def round_numbered(rounds: QuerySet[ReviewRound], number: int | None) -> ReviewRound | None:
    """The newest without a number."""
    found = rounds if number is None else rounds.filter(number=number)
    return found.select_related("cycle").order_by("-number").first()


def board_of(round_: ReviewRound) -> Board:
    """As it stands after that round, in the order of the ranks; then what is held, and what has no
    score yet."""
    rows = _round_plans(round_)
    tasks = _tasks_by_row([row.pk for row in rows])
    figures = _figures(_given(rows, tasks))
    roadshows = _roadshows(rows)
    denied = {row.plan_id for row in rows if row.verdict == ApprovalVerdict.DENIED}
    standing = {pk: one for pk, one in figures.items() if pk not in denied}
    line = cut(standing, {pk: len(found) for pk, found in roadshows.items()}, round_.places)
    experts, abstaining = _experts_by_unit({t.expert for found in tasks.values() for t in found})
    lines = [
        Line(
            round_plan=row,
            tasks=tasks[row.pk],
            roadshows=roadshows[row.plan_id],
            abstaining=abstaining.get(row.plan.unit_id, ()),
            figures=figures.get(row.plan_id),
            is_above=row.plan_id in line.plans,
        )
        for row in rows
    ]
    return Board(round_, sorted(lines, key=_place), line, experts)


def _place(line: Line) -> tuple[bool, bool, int, str]:
    figures, code = line.figures, line.plan.unit.code
    if figures is None:
        return True, True, 0, code
    return False, figures.is_held, figures.rank or 0, code


def _round_plans(round_: ReviewRound) -> list[Any]:
    """Each plan once, in its newest round up to that one in which anybody has scored it, else in
    its newest; `is_again` tells that a later one runs, `verdict` is of its standing 审定 (None:
    there is none), `handed_in` the status of what was reviewed, `topics` its frozen roadshows."""
    standing = Q(plan__approvals__status=ApprovalStatus.STANDING)
    entered = RoundPlan.objects.filter(
        round__cycle=round_.cycle_id,
        round__number__lte=round_.number,
        status=RoundPlanStatus.ENTERED,
    )
    later = entered.filter(plan=OuterRef("plan"), round__number__gt=OuterRef("round__number"))
    scores = Score.objects.filter(
        assignment__round_plan=OuterRef("pk"),
        assignment__status__in=AssignmentStatus.standing,
        status=ScoreStatus.STANDING,
    )
    rows = list(
        entered.annotate(
            is_scored=Exists(scores),
            is_again=Exists(later.filter(round__status=RoundStatus.OPEN)),
            approved=FilteredRelation("plan__approvals", condition=standing),
            verdict=F("approved__verdict"),
            handed_in=F("submission__status"),
            topics=_Topics(F("submission__version__content")),
        )
        .select_related("plan__unit")
        .order_by("plan", "-is_scored", "-round__number")
        .distinct("plan")
    )
    # A round holds its criteria, which are as long as a plan is on the board.
    others = {row.round_id for row in rows} - {round_.pk}
    rounds = ReviewRound.objects.in_bulk(others) | {round_.pk: round_}
    for row in rows:
        row.round = rounds[row.round_id]
    return rows


def _tasks_by_row(rows: Collection[int]) -> dict[int, list[Task]]:
    standing = FilteredRelation("scores", condition=Q(scores__status=ScoreStatus.STANDING))
    found = (
        Assignment.objects.filter(round_plan__in=rows, status__in=AssignmentStatus.standing)
        .annotate(given=standing)
        .order_by("pk")
        .values_list(
            *("round_plan", "ref", "expert", "given__total", "given__points", "given__reasons"),
            *("given__familiarity", "given__comment", "given__filed_at"),
        )
    )
    tasks: dict[int, list[Task]] = defaultdict(list)
    for row, *rest in found:
        tasks[row].append(Task(*rest))
    return tasks


def _given(rows: Iterable[Any], tasks: Mapping[int, Sequence[Task]]) -> list[Given]:
    return [
        Given(
            plan=row.plan_id,
            expert=task.expert,
            total=task.total,
            points=task.points or {},
            familiarity=task.familiarity or 0,
            criteria=row.round.criteria,
        )
        for row in rows
        for task in tasks[row.pk]
        if task.is_filed
    ]


def _figures(given: Sequence[Given]) -> dict[Any, Figures]:
    """Kept by the very scores they follow from, for they take longer than all reads together; so
    none is ever out of date."""
    criteria = {id(one.criteria): one.criteria for one in given}
    places = {key: at for at, key in enumerate(criteria)}
    scores = [
        (
            one.plan,
            one.expert,
            str(one.total),
            one.familiarity,
            one.points,
            places[id(one.criteria)],
        )
        for one in given
    ]
    said = orjson.dumps([list(criteria.values()), scores], option=orjson.OPT_SORT_KEYS)
    key = hashlib.sha256(_WAY + said).hexdigest()
    figures: dict[Any, Figures] = cache.get_or_set(  # type: ignore[assignment]  # -- never None
        f"board:{key}", lambda: figures_of(given), _KEPT
    )
    return figures


def _roadshows(rows: Sequence[Any]) -> dict[int, list[Roadshow]]:
    topics = {one["ref"]: one for row in rows for one in row.topics or ()}
    current = Q(decisions__status__in=HostDecisionStatus.current)
    events = (
        PlanEvent.objects.filter(plan__in=[row.plan_id for row in rows], status=EventStatus.PLANNED)
        .annotate(current=FilteredRelation("decisions", condition=current))
        .order_by("plan", "number")
        .values_list("plan", "ref", "number", "current__verdict", "current__status")
    )
    found: dict[int, list[Roadshow]] = defaultdict(list)
    for plan, ref, number, verdict, status in events:
        said = topics.get(ref, {"title": "", "theme": ""})
        name = str(PlanEvent(number=number))
        show = Roadshow(ref, name, said["title"], said["theme"], verdict or "", status or "")
        found[plan].append(show)
    return found


def _experts_by_unit(
    experts: Collection[int],
) -> tuple[dict[int, str], dict[str, list[tuple[str, str]]]]:
    """Names by expert; and by unit, who abstains from its plan and why."""
    names = dict(Expert.objects.filter(pk__in=experts).values_list("pk", "user__name"))
    by_unit: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for expert, grounds in grounds_for_abstaining(experts).items():
        for unit, why in grounds.items():
            by_unit[unit].append((names[expert], why))
    return names, {unit: sorted(found) for unit, found in by_unit.items()}
