"""Reads of scoring: what an expert has before them, what the centre sees of one plan, what its unit
is told in the end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from accounts.models import Cycle
from projects.queries import shown
from provinces.models import Assignment, Expert, RoundPlan, Score, WorkPlan
from provinces.queries.review import assignments_of, grounds_for_abstaining
from provinces.states import AssignmentStatus, RoundPlanStatus, ScoreStatus
from records.actors import Actor
from records.models import Entry

FEWEST = 2  # scores of a plan, so that remarks are nobody's in particular


def expert_of(by: Actor) -> Expert | None:
    return Expert.objects.filter(user=by.user_id).first()


def tasks_of(expert: Expert | None, by: Actor) -> QuerySet[Assignment]:
    """What an expert sees: no plan they abstain from by now, whatever they were asked before. What
    ends first comes first."""
    if expert is None:
        return Assignment.objects.none()
    grounds = grounds_for_abstaining({expert.pk}).get(expert.pk, {})
    own = assignments_of(by).exclude(round_plan__plan__unit__in=list(grounds))
    return own.order_by("round_plan__round__closes_at", "pk")


def tasks_hidden(expert: Expert | None, by: Actor) -> QuerySet[Assignment]:
    """What waits for them although they abstain from it by now: to be given back, not to be
    seen."""
    waiting = assignments_of(by).filter(status=AssignmentStatus.ASSIGNED)
    return waiting.exclude(pk__in=tasks_of(expert, by).values("pk")).order_by("pk")


def with_titles(tasks: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """For lists: `events` of the plan as it was handed in, their draft, and their score that
    stands."""
    standing = Score.objects.filter(status=ScoreStatus.STANDING)
    return (
        tasks.select_related("draft")
        .annotate(events=F("round_plan__submission__version__content__events"))
        .prefetch_related(Prefetch("scores", standing, to_attr="standing"))
    )


def score_of(task: Assignment) -> Score | None:
    return task.scores.filter(status=ScoreStatus.STANDING).first()


def why_reopened(tasks: Iterable[int]) -> Mapping[int, list[str]]:
    """By task: the reasons with which its scores were sent back, the newest first."""
    reasons = defaultdict(list)
    entries = Entry.objects.filter(
        table=Assignment._meta.label_lower, object_id__in=list(tasks), verb="reopen"
    )
    for task, note in entries.order_by("-id").values_list("object_id", "note"):
        reasons[task].append(note)
    return reasons


def shown_codes(codes: Iterable[str]) -> frozenset[str]:
    """Of projects, those the public finds."""
    found = shown().filter(project__code__in=list(codes))
    return frozenset(str(code) for code in found.values_list("project__code", flat=True))


def round_plan_of(cycle: Cycle, number: int, abbr: str) -> RoundPlan | None:
    """As it is in the round; as it was, where it has left."""
    rows = RoundPlan.objects.filter(
        round__cycle=cycle, round__number=number, plan__unit=abbr.upper()
    ).select_related("round__cycle", "plan__unit", "submission__version")
    return rows.filter(status=RoundPlanStatus.ENTERED).first() or rows.order_by("-pk").first()


def tasks_on(round_plan: RoundPlan) -> QuerySet[Assignment]:
    """For the centre: everybody who was asked, with all they gave, the newest first."""
    tasks = round_plan.assignments.select_related("expert__user", "round_plan__round")
    return tasks.prefetch_related("scores").order_by("pk")


@dataclass(frozen=True)
class Remarks:
    """What a round says to a unit of its plan: texts by criterion, the overall ones last."""

    title: str
    by_criterion: Sequence[tuple[str, Sequence[str]]]


def remarks_on(plan: WorkPlan) -> list[Remarks]:
    """Nothing before the centre lets it out, nor where a single expert scored: it would be plain
    that all is of one hand. Then texts alone, without names or points. Each group stands in an
    order of its own that tells nothing of who wrote what."""
    scores = Score.objects.filter(
        status=ScoreStatus.STANDING,
        assignment__round_plan__plan=plan,
        assignment__round_plan__status=RoundPlanStatus.ENTERED,
        assignment__round_plan__round__released_at__isnull=False,
    ).select_related("assignment__round_plan__round__cycle")
    by_round = defaultdict(list)
    for score in scores.order_by("-assignment__round_plan__round__number"):
        by_round[score.assignment.round_plan.round].append(score)
    told = ((row, given) for row, given in by_round.items() if len(given) >= FEWEST)
    return [Remarks(row.title, _texts(row.ref, row.criteria, given)) for row, given in told]


def _texts(
    ref: str, criteria: Sequence[Mapping[str, Any]], scores: Sequence[Score]
) -> list[tuple[str, list[str]]]:
    groups = [
        (one["key"], one["label"], [score.reasons.get(one["key"], "") for score in scores])
        for one in criteria
    ]
    groups.append(("", "总体意见", [score.comment for score in scores]))
    return [
        (label, _shuffled(filter(None, texts), f"{ref} {key}"))
        for key, label, texts in groups
        if any(texts)
    ]


def _shuffled(texts: Iterable[str], salt: str) -> list[str]:
    """The same at every reading, whatever the order they came in."""
    return sorted(texts, key=lambda text: sha256(f"{salt} {text}".encode()).digest())
