"""回避, carried out: what somebody was to review goes to others, what they gave does not count."""

from collections.abc import Callable, Collection, Sequence

from django.db.models import QuerySet

from provinces.models import Assignment, Expert, Score
from provinces.queries.review import abstained
from provinces.states import AssignmentStatus, ScoreStatus
from records.actors import Actor
from records.workflow import move_all

ABSTAINS = "回避"  # what an assignment says that was taken away for a tie


def withhold(assignments: QuerySet[Assignment], *, by: Actor) -> None:
    """Of those that stand in the set."""
    # Held before their scores are looked at: who files meanwhile files first, or not at all.
    standing = assignments.filter(status__in=AssignmentStatus.standing)
    held = list(standing.select_for_update(of=("self",), no_key=True).order_by("pk"))
    scores = Score.objects.filter(assignment__in=held, status=ScoreStatus.STANDING)
    move_all(scores.select_related("assignment__expert"), "abstain", by=by)
    rows = Assignment.objects.filter(pk__in=[one.pk for one in held])
    move_all(in_words(rows), "abstain", by=by, write=because(ABSTAINS))


def withhold_tied(assignments: QuerySet[Assignment], *, by: Actor) -> None:
    """Of those in the set whose expert abstains by now, on whatever ground; their experts are held
    before their tasks are."""
    standing = assignments.filter(status__in=AssignmentStatus.standing)
    hold_experts(set(standing.values_list("expert", flat=True)))
    tied = abstained(standing)
    if tied:
        withhold(Assignment.objects.filter(pk__in=tied), by=by)


def hold_experts(keys: Collection[int]) -> None:
    """So that none of them declares a tie or moves meanwhile; always in the order of their keys."""
    rows = Expert.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    list(rows.values_list("pk"))


def in_words(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With what a message says of each."""
    return assignments.select_related(
        "expert", "round_plan__round__cycle", "round_plan__plan__unit"
    )


def because(reason: str) -> Callable[[Sequence[Assignment]], None]:
    def write(rows: Sequence[Assignment]) -> None:
        for row in rows:
            row.reason = reason

    return write
