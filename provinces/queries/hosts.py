"""Reads of calls for hosts and of who applied."""

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from foundation.clock import Now
from provinces.models import HostApplication, HostCall, WorkPlan
from provinces.rules import is_host
from provinces.states import HostApplicationStatus, HostCallStatus
from records.actors import Actor


def host_calls() -> QuerySet[HostCall]:
    """All units', for anybody, those that still take applications first: `is_taking` now, by the
    database's clock, and how many were `picked`."""
    is_taking = Q(status=HostCallStatus.OPEN, closes_at__gt=Now())
    # Counted apart: the clock would part the rows of a join, for it is another at each.
    picked = HostApplication.objects.filter(
        call=OuterRef("pk"), status=HostApplicationStatus.PICKED
    )
    count = picked.order_by().values("call").annotate(count=Count("pk")).values("count")
    rows = HostCall.objects.annotate(is_taking=is_taking, picked=Coalesce(Subquery(count), 0))
    named = rows.select_related("plan__unit", "plan__cycle")
    return named.order_by("-is_taking", "-closes_at", "-pk")


def picked_in(call: HostCall) -> QuerySet[HostApplication]:
    """For anybody to read."""
    picked = call.applications.filter(status=HostApplicationStatus.PICKED)
    return picked.select_related("organisation", "event").order_by("role", "decided_at", "pk")


def host_calls_of(plan: WorkPlan) -> QuerySet[HostCall]:
    """With the applications that the unit gets to see, newest call first."""
    seen = HostApplication.objects.filter(status__in=HostApplicationStatus.for_unit)
    shown = seen.select_related("organisation", "event", "call__plan")
    return plan.host_calls.prefetch_related(Prefetch("applications", shown, to_attr="seen"))


def applications_of(by: Actor) -> QuerySet[HostApplication]:
    """Of the organisation somebody acts for; the set form of `rules.is_of_applicant`."""
    own = HostApplication.objects.filter(organisation=by.organisation_id)
    found = own if is_host(by) else own.none()
    named = found.select_related("organisation", "event", "call__plan__unit")
    return named.order_by("-applied_at", "-pk")
