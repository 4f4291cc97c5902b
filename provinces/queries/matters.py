"""Reads of matters raised to the centre."""

from django.db.models import Case, F, Q, QuerySet, Value, When

from foundation.clock import Now
from provinces.models import Matter, WorkPlan
from provinces.states import MatterStatus


def matters() -> QuerySet[Matter]:
    """All, those that wait first, the one due soonest on top; `is_overdue` by the database's
    clock."""
    waits = Q(status=MatterStatus.RAISED)
    rows = Matter.objects.annotate(
        is_overdue=Case(When(waits & Q(due_at__lte=Now()), then=Value(True)), default=Value(False)),
        waits=Case(When(waits, then=Value(0)), default=Value(1)),
        due_first=Case(When(waits, then=F("due_at"))),
    )
    named = rows.select_related("plan__unit", "plan__cycle", "event", "raised_by", "answered_by")
    return named.order_by("waits", "due_first", "-raised_at", "-pk")


def matters_of(plan: WorkPlan) -> QuerySet[Matter]:
    return matters().filter(plan=plan)
