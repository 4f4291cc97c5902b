"""回避, carried out: what somebody was to review goes to others, what they gave does not count."""

from collections.abc import Callable, Sequence

from django.db.models import F, QuerySet

from provinces.models import Assignment, Score
from provinces.states import AssignmentStatus, ScoreStatus, TieStatus
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
    move_all(rows.select_related("expert"), "abstain", by=by, write=because(ABSTAINS))


def withhold_tied(assignments: QuerySet[Assignment], *, by: Actor) -> None:
    """Of those in the set whose expert moved to the area or declared a tie meanwhile."""
    unit = F("round_plan__plan__unit")
    tied = assignments.filter(
        expert__ties__unit=unit, expert__ties__status=TieStatus.STANDING
    ).values("pk")
    at_home = assignments.filter(expert__home=unit).values("pk")
    withhold(Assignment.objects.filter(pk__in=tied.union(at_home)), by=by)


def because(reason: str) -> Callable[[Sequence[Assignment]], None]:
    def write(rows: Sequence[Assignment]) -> None:
        for row in rows:
            row.reason = reason

    return write
