"""提醒, of this room: what came back and is to be mended by a day, claims nobody answers, opinions
nobody files."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from foundation.clock import SHANGHAI, Now
from projects.models import Claim, Correction, Opinion, Project
from projects.queries import answerers_of, answerers_of_correction, leads_of
from projects.states import ClaimStatus, CorrectionStatus, OpinionStatus, ProjectStatus
from records.reminding import FARTHEST, Reminding

CLAIM_WAITS = timedelta(days=7)
OPINION_WAITS = timedelta(days=10)
_TWICE = (0, 7)


def _returned(today: date) -> QuerySet[Project]:
    rows = Project.objects.filter(status=ProjectStatus.RETURNED).select_related("unit", "holder")
    return rows.filter(due_on__range=(today - FARTHEST, today + FARTHEST))


def _returned_corrections(today: date) -> QuerySet[Correction]:
    rows = Correction.objects.filter(status=CorrectionStatus.RETURNED)
    near = rows.filter(due_on__range=(today - FARTHEST, today + FARTHEST))
    return near.select_related("project__unit", "project__holder")


def _claims(status: ClaimStatus) -> QuerySet[Claim]:
    since = Now() - CLAIM_WAITS
    rows = Claim.objects.filter(status=status, opened_at__range=(since - 2 * FARTHEST, since))
    return rows.select_related("project__unit", "claimant")


def _opinions(today: date) -> QuerySet[Opinion]:  # noqa: ARG001 -- the form of all of them
    since = Now() - OPINION_WAITS
    rows = Opinion.objects.filter(
        status=OpinionStatus.TAKEN, taken_at__range=(since - 2 * FARTHEST, since)
    )
    return rows.select_related("evaluation__project")


def _day_after(moment: datetime, wait: timedelta) -> date:
    return (moment + wait).astimezone(SHANGHAI).date()


REMINDINGS = (
    Reminding(
        "projects.project.due",
        rows=_returned,
        day_of=lambda project: project.due_on,
        people_of=answerers_of,
    ),
    Reminding(
        "projects.correction.due",
        rows=_returned_corrections,
        day_of=lambda correction: correction.due_on,
        people_of=answerers_of_correction,
        facts_of=lambda correction: {
            "desk": "my" if correction.project.holder_id else "unit",
            "project_ref": correction.project.ref,
        },
    ),
    Reminding(
        "projects.claim.answer",
        rows=lambda today: _claims(ClaimStatus.INVITED),  # noqa: ARG005 -- the form of all of them
        day_of=lambda claim: _day_after(claim.opened_at, CLAIM_WAITS),
        people_of=lambda claim: [claim.claimant_id],
        offsets=_TWICE,
    ),
    Reminding(
        "projects.claim.check",
        rows=lambda today: _claims(ClaimStatus.REQUESTED),  # noqa: ARG005 -- as above
        day_of=lambda claim: _day_after(claim.opened_at, CLAIM_WAITS),
        people_of=lambda claim: leads_of(claim.project),
        offsets=_TWICE,
    ),
    Reminding(
        "projects.opinion.wait",
        rows=_opinions,
        day_of=lambda opinion: _day_after(opinion.taken_at, OPINION_WAITS),
        people_of=lambda opinion: [opinion.evaluator_id],
        offsets=_TWICE,
    ),
)
