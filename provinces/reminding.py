"""催办: whoever has not submitted, or not mended what was returned, hears of the deadline, all at
once or one."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import Cycle
from foundation import clock
from provinces.models import WorkPlan
from provinces.queries import with_deadline
from provinces.states import PlanStatus
from records.actors import Actor
from records.workflow import Moved, move_all

PAUSE = timedelta(hours=12)  # nobody is reminded again sooner


def to_remind(cycle: Cycle) -> QuerySet[WorkPlan]:
    """The unit's to hand in, still in time, and not reminded lately."""
    lately = Q(reminded_at__gt=clock.Now() - PAUSE)
    theirs = (PlanStatus.DRAFT, PlanStatus.RETURNED)
    waiting = with_deadline(WorkPlan.objects.filter(cycle=cycle, status__in=theirs))
    open_now = waiting.filter(
        cycle__opens_at__lte=clock.Now(),
        closes_at__gt=clock.Now(),  # type: ignore[misc]  # -- annotated
    )
    return open_now.exclude(lately).select_related("unit", "cycle")


def remind(plans: QuerySet[WorkPlan], *, by: Actor) -> Moved:
    """Of those in the set that are to be reminded."""

    def write(rows: Sequence[WorkPlan]) -> None:
        now = clock.now()
        for row in rows:
            row.reminded_at = now

    return move_all(plans, "remind", by=by, write=write)
