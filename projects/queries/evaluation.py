"""Reads of 专业评价: what waits for whom, what was said, and who may know who said it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.models import Cycle
from accounts.states import Role
from projects.evaluation import Figure, figures_of
from projects.models import Correction, Evaluation, Opinion, Project
from projects.rules import is_evaluator_of_unit
from projects.states import CorrectionStatus, EvaluationStatus, OpinionStatus, ProjectStatus
from projects.ties import ties_of
from records.actors import Actor
from records.models import Entry


def evaluable_by(by: Actor) -> QuerySet[Project]:
    """The set form of `rules.may_evaluate`."""
    if not is_evaluator_of_unit(by) or by.organisation_id is None:
        return Project.objects.none()
    listed = Project.objects.filter(unit=by.unit, status=ProjectStatus.LISTED)
    mine = Q(submitted_by=by.user_id) | Q(holder=by.user_id) | Q(accepted_by=by.user_id)
    accepted = Correction.objects.filter(status=CorrectionStatus.ACCEPTED)
    hand_in = accepted.filter(Q(proposed_by=by.user_id) | Q(decided_by=by.user_id))
    mine |= Q(pk__in=hand_in.values("project"))
    own = Project.objects.filter(mine | ties_of(by)).values("pk")
    return listed.exclude(pk__in=own)


def to_take_up(by: Actor, cycle: Cycle) -> QuerySet[Project]:
    """What they may take up now, the longest listed first: `needed` opinions (0 where nobody has
    begun), `taken` by so many."""
    current = Evaluation.objects.filter(
        project=OuterRef("pk"), cycle=cycle, status__in=EvaluationStatus.current
    )
    standing = Opinion.objects.filter(
        evaluation__project=OuterRef("pk"),
        evaluation__cycle=cycle,
        evaluation__status__in=EvaluationStatus.current,
        status__in=OpinionStatus.standing,
    )
    taken = standing.order_by().values("evaluation").annotate(n=Count("pk")).values("n")
    rows = evaluable_by(by).annotate(needed=_number(current.values("needed")), taken=_number(taken))
    free = rows.filter(Q(needed=0) | Q(taken__lt=F("needed")))
    own = standing.filter(evaluator=by.user_id)
    return free.exclude(Exists(own)).order_by("listed_at", "pk")


def _number(values: QuerySet[Any, Any]) -> Any:
    return Coalesce(Subquery(values[:1]), Value(0), output_field=IntegerField())


def opinions_by(by: Actor) -> QuerySet[Opinion]:
    """Their own, that stand, in the unit and for the house they act for."""
    if not is_evaluator_of_unit(by):
        return Opinion.objects.none()
    own = Opinion.objects.filter(
        evaluator=by.user_id,
        organisation=by.organisation_id,
        evaluation__project__unit=by.unit,
        status__in=OpinionStatus.standing,
    )
    return own.exclude(evaluation__status=EvaluationStatus.VOID).select_related(
        "evaluation__project__field", "evaluation__cycle", "evaluation__version", "draft"
    )


def evaluations_at(by: Actor) -> QuerySet[Evaluation]:
    """Of their unit, of everybody's for the centre, of what a holder holds, of what they gave an
    opinion on; deny by default."""
    rows = Evaluation.objects.all()
    if by.role in Role.of_centre and by.is_person:
        return rows
    if by.role in Role.of_unit and by.unit:
        return rows.filter(project__unit=by.unit)
    if by.role == Role.HOLDER and by.is_person:
        return rows.filter(project__holder=by.user_id)
    return rows.filter(pk__in=opinions_by(by).values("evaluation"))


def for_telling(evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    """With all that a page or a report tells; `version_now` is the number in force."""
    opinions = Opinion.objects.exclude(status=OpinionStatus.GIVEN_UP).order_by("pk")
    return evaluations.select_related(
        "project__unit", "project__organisation", "project__listing__version", "cycle", "version"
    ).prefetch_related(Prefetch("opinions", opinions.select_related("organisation", "evaluator")))


@dataclass(frozen=True)
class Said:
    """One opinion as it is told: `person` is "" where that is nobody's business."""

    opinion: Opinion
    house: str
    person: str
    lines: Sequence[tuple[str, int, str]]  # criterion, points, reason


@dataclass(frozen=True)
class Told:
    """An evaluation as it is told: nothing of what was said (`said`, `figures`) while opinions
    are still to come, lest one sways the other."""

    evaluation: Evaluation
    figures: Sequence[Figure]
    said: Sequence[Said]
    below: Sequence[str]
    is_outdated: bool  # another version has come into force since

    @property
    def total(self) -> Decimal | None:
        return self.evaluation.total


def told_of(evaluation: Evaluation, *, by_name: bool, is_overseer: bool = False) -> Told:
    """Of one read `for_telling`. Whoever oversees it sees what was said as soon as it is
    disputed."""
    known = evaluation.status == EvaluationStatus.DONE
    known |= is_overseer and evaluation.spread is not None
    filed = [one for one in evaluation.opinions.all() if one.status == OpinionStatus.FILED]
    told = filed if known else []
    figures = figures_of(evaluation.rubric, [one.scores for one in told])
    listing = getattr(evaluation.project, "listing", None)
    return Told(
        evaluation,
        figures=figures,
        said=[_said(evaluation, one, by_name=by_name) for one in told],
        below=[figure.label for figure in figures if figure.is_below],
        is_outdated=listing is not None and listing.version_id != evaluation.version_id,
    )


def below_floor(evaluation: Evaluation) -> list[str]:
    """The labels of the criteria that keep it from being recommended."""
    opinions = evaluation.opinions.all()
    filed = [one.scores for one in opinions if one.status == OpinionStatus.FILED]
    figures = figures_of(evaluation.rubric, filed)
    return [figure.label for figure in figures if figure.is_below]


def _said(evaluation: Evaluation, opinion: Opinion, *, by_name: bool) -> Said:
    given = opinion.scores
    return Said(
        opinion,
        house=opinion.organisation.name,
        person=opinion.evaluator.name if by_name else "",
        lines=[
            (one["label"], given[one["key"]]["points"], given[one["key"]]["reason"])
            for one in evaluation.rubric
        ],
    )


def why_undone(evaluation: Evaluation) -> list[str]:
    """The reasons with which it was reopened or void, the newest first."""
    table = Evaluation._meta.label_lower
    entries = Entry.objects.filter(
        table=table, object_id=evaluation.pk, verb__in=("reopen", "void")
    )
    return list(entries.order_by("-id").values_list("note", flat=True))


def why_reopened(opinion: Opinion) -> str:
    """The reason with which it last came back; "" where it did not."""
    table = Opinion._meta.label_lower
    entries = Entry.objects.filter(table=table, object_id=opinion.pk, verb="reopen")
    return entries.order_by("-id").values_list("note", flat=True).first() or ""


def evaluations_of(projects: Iterable[int]) -> QuerySet[Evaluation]:
    """Of these projects, the current ones first, the newest first."""
    rows = Evaluation.objects.filter(project__in=list(projects))
    return rows.exclude(status=EvaluationStatus.VOID).order_by("-cycle__year", "-pk")


def grounds_of(
    projects: Sequence[Project], cycle: Cycle, *, locking: bool = False
) -> dict[int, Evaluation]:
    """Project → the one its recommendation may rest on, in whatever state it is, with its
    opinions."""
    rows = Evaluation.objects.filter(
        project__in=projects, cycle=cycle, status__in=EvaluationStatus.current
    ).order_by("pk")
    if locking:
        rows = rows.select_for_update(no_key=True)
    return {row.project_id: row for row in rows.prefetch_related("opinions")}
