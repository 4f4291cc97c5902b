"""Reads of 形式审查: what was checked, what waits, by when something had to be handed in."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Cycle
from foundation.clock import Now
from provinces.models import Exemption, FormalCheck, Submission, WorkPlan
from provinces.queries.plans import plans_of, with_deadline
from provinces.states import (
    CheckStatus,
    CheckVerdict,
    ExemptionKind,
    ExemptionStatus,
    PlanStatus,
    SubmissionStatus,
)


def checks_of(plan: WorkPlan) -> Sequence[FormalCheck]:
    """All that ever were, the newest first."""
    return list(plan.checks.select_related("submission__version", "checked_by"))


def filed_in_time(submission: Submission) -> datetime | None:
    """The end that a submission had to keep, half-open: the call's, the one granted to the unit, or
    that of the return it answers. None where the call was never published."""
    plan = submission.plan
    granted = Exemption.objects.filter(
        cycle=plan.cycle_id,
        unit=plan.unit_id,
        kind=ExemptionKind.EXTENSION,
        status=ExemptionStatus.GIVEN,
    )
    returned = plan.checks.filter(
        verdict=CheckVerdict.RETURNED,
        status=CheckStatus.STANDING,
        submission__filed_at__lt=submission.filed_at,
    )
    ends = (*granted.values_list("until", flat=True), *returned.values_list("until", flat=True))
    return max((one for one in (*ends, plan.cycle.closes_at) if one), default=None)


def with_mended(plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """`is_mended`: what stands answers a return."""
    answered = FormalCheck.objects.filter(
        plan=OuterRef("pk"),
        verdict=CheckVerdict.RETURNED,
        status=CheckStatus.STANDING,
        submission__status=SubmissionStatus.REPLACED,
    )
    return plans.annotate(is_mended=Exists(answered))


def unchecked(cycle: Cycle) -> QuerySet[WorkPlan]:
    """Handed in, no more the unit's to change, in the order of the notice's addresses."""
    waiting = with_deadline(plans_of(cycle)).filter(
        status=PlanStatus.SUBMITTED,
        closes_at__lte=Now(),  # type: ignore[misc]  # -- annotated
    )
    return waiting.select_related("unit", "cycle")


def next_unchecked(plan: WorkPlan) -> WorkPlan | None:
    """After this one, then from the first again."""
    others = [one for one in unchecked(plan.cycle) if one.pk != plan.pk]
    after = (one for one in others if one.unit.code > plan.unit.code)
    return next(after, others[0] if others else None)


def version_before(submission: Submission) -> Submission | None:
    """What was returned, where `submission` answers that."""
    returned = FormalCheck.objects.filter(
        plan=submission.plan_id,
        verdict=CheckVerdict.RETURNED,
        status=CheckStatus.STANDING,
        submission__filed_at__lt=submission.filed_at,
    )
    check = returned.select_related("submission__version").order_by("-checked_at", "-pk").first()
    return check.submission if check else None
