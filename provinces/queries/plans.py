"""Reads of plans, each adding one fact or one limit."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import (
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Greatest

from accounts.cycles import current_cycle
from accounts.models import Cycle, Membership
from accounts.states import Role
from foundation.clock import Now
from provinces.models import (
    CallFile,
    Exemption,
    FormalCheck,
    PlanDraft,
    PlanEvent,
    PlanVersion,
    Printing,
    Scan,
    ScanReading,
    Submission,
    WorkPlan,
)
from provinces.states import (
    CallFileStatus,
    CheckStatus,
    CheckVerdict,
    EventStatus,
    ExemptionKind,
    ExemptionStatus,
    PlanStatus,
    ScanStatus,
    SubmissionStatus,
)
from records.actors import Actor
from records.models import Entry


def call_cycle() -> Cycle:
    """Whose call is at work: the newest that has opened, else that is published at all. A call
    goes on over the turn of the year. Without any, the running cycle."""
    published = Cycle.objects.filter(opens_at__isnull=False).order_by("-year")
    opened = published.filter(opens_at__lte=Now()).first()
    return opened or published.last() or current_cycle()


def visible_to(by: Actor, plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """The set form of `rules.may_see`; a test holds the two together."""
    if by.is_person and by.role in Role.of_centre:
        return plans
    if by.is_person and by.role in Role.of_unit:
        return plans.filter(unit=by.unit)
    return plans.none()


def with_deadline(plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """`closes_at`: the call's end, or the unit's own where it was granted a later one or its plan
    was returned to be mended."""
    granted = _exemptions(ExemptionKind.EXTENSION).values("until")[:1]
    returned = _returns().filter(plan=OuterRef("pk")).values("until")[:1]
    # GREATEST passes nulls by in PostgreSQL.
    ends = Greatest(Subquery(granted), Subquery(returned), F("cycle__closes_at"))
    return plans.annotate(closes_at=ends)


def with_standing(plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """How far each has come and what time it is, in one query: `revision` (None: nothing typed),
    `frozen`, `version` with the state of its printing (`printed`), `scan` of that version with the
    state of its reading (`read`); of what stands `serial`, `filed_at`, `filed_version` and
    `filed_scan`; `closes_at`, `now`."""
    drafts = PlanDraft.objects.filter(plan=OuterRef("pk"))
    versions = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number")
    scans = Scan.objects.filter(
        plan=OuterRef("pk"), status=ScanStatus.KEPT, version__number=OuterRef("version")
    )
    standing = Submission.objects.filter(plan=OuterRef("pk"), status=SubmissionStatus.STANDING)
    printings = Printing.objects.filter(version__plan=OuterRef("pk")).order_by("-version__number")
    rows = with_deadline(plans).annotate(
        now=Now(),
        printed=Subquery(printings.values("state")[:1]),
        revision=Subquery(drafts.values("revision")[:1], output_field=IntegerField()),
        frozen=Subquery(drafts.values("frozen")[:1], output_field=IntegerField()),
        version=Subquery(versions.values("number")[:1], output_field=IntegerField()),
        serial=Subquery(standing.values("ref")[:1]),
        filed_at=Subquery(standing.values("filed_at")[:1]),
        filed_version=Subquery(standing.values("version__number")[:1]),
        filed_scan=Subquery(standing.values("scan")[:1]),
    )
    rows = rows.annotate(scan=Subquery(scans.values("pk")[:1]))
    readings = ScanReading.objects.filter(scan=OuterRef("scan"))
    return rows.annotate(read=Subquery(readings.values("state")[:1])).select_related(
        "unit", "cycle"
    )


def deadline_of(plan: WorkPlan) -> datetime | None:
    """The unit's own end of the call, half-open; None where it was never published."""
    granted = Exemption.objects.filter(
        cycle=plan.cycle_id,
        unit=plan.unit_id,
        kind=ExemptionKind.EXTENSION,
        status=ExemptionStatus.GIVEN,
    )
    until = granted.values_list("until", flat=True).first()
    returned = standing_return(plan)
    moments = (until, plan.cycle.closes_at, returned.until if returned else None)
    return max((moment for moment in moments if moment), default=None)


def standing_return(plan: WorkPlan) -> FormalCheck | None:
    """What is to be mended, while it is the unit's to mend."""
    if plan.status != PlanStatus.RETURNED:
        return None
    return _returns().filter(plan=plan).select_related("submission__version").first()


def _returns() -> QuerySet[FormalCheck]:
    return FormalCheck.objects.filter(
        plan__status=PlanStatus.RETURNED,
        submission__status=SubmissionStatus.STANDING,
        status=CheckStatus.STANDING,
        verdict=CheckVerdict.RETURNED,
    )


def cap_of(plan: WorkPlan) -> int:
    return plan.slots.count()


def events_of(plan: WorkPlan) -> list[PlanEvent]:
    return list(plan.events.filter(status=EventStatus.PLANNED).order_by("number"))


def newest_version(plan: WorkPlan) -> PlanVersion | None:
    return plan.versions.select_related("printing").order_by("-number").first()


def scan_of(version: PlanVersion) -> Scan | None:
    found = version.scans.filter(status=ScanStatus.KEPT)
    return found.select_related("document", "reading").first()


def standing_submission(plan: WorkPlan) -> Submission | None:
    standing = plan.submissions.filter(status=SubmissionStatus.STANDING)
    return standing.select_related("version__printing", "scan__document", "scan__reading").first()


def standing_submissions(plans: Iterable[WorkPlan]) -> dict[int, Submission]:
    """By plan."""
    standing = Submission.objects.filter(plan__in=plans, status=SubmissionStatus.STANDING)
    return {one.plan_id: one for one in standing}


def plans_of(cycle: Cycle) -> QuerySet[WorkPlan]:
    """The 37, in the order of the notice's addresses."""
    return WorkPlan.objects.filter(cycle=cycle).order_by("unit__code")


def called_at(cycle: Cycle) -> datetime | None:
    """When its call was first published, by the trail."""
    calls = Entry.objects.filter(table=Cycle._meta.label_lower, object_id=cycle.pk, verb="call")
    return calls.order_by("id").values_list("at", flat=True).first()


def files_of_call(cycle: Cycle) -> QuerySet[CallFile]:
    """For all to read."""
    attached = CallFile.objects.filter(cycle=cycle, status=CallFileStatus.ATTACHED)
    return attached.select_related("document")


def exemptions_in(cycle: Cycle) -> QuerySet[Exemption]:
    """All that ever were, for all to see."""
    return cycle.exemptions.select_related("unit", "cycle")


def _exemptions(kind: ExemptionKind) -> QuerySet[Exemption]:
    return Exemption.objects.filter(
        cycle=OuterRef("cycle"), unit=OuterRef("unit"), kind=kind, status=ExemptionStatus.GIVEN
    )


def people_of(plan: WorkPlan) -> Iterable[int]:
    return people_of_units([plan.unit_id])


def people_of_units(units: Iterable[str]) -> Iterable[int]:
    """Their own; agencies do not plan."""
    rows = Membership.objects.filter(unit__in=units, role__in=Role.of_unit).valid_now()
    return rows.values_list("user_id", flat=True)


def people_of_centre() -> Iterable[int]:
    centre = Membership.objects.filter(role__in=Role.of_centre).valid_now()
    return centre.values_list("user_id", flat=True)


def both_sides_of(plan: WorkPlan) -> Iterable[int]:
    return {*people_of(plan), *people_of_centre()}
