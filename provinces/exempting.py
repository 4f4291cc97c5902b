"""例外: what the notice hedges is granted to one unit, by name and reason, for all to see."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Cycle, Unit
from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.cycles import settle_slots
from provinces.models import Exemption, WorkPlan
from provinces.states import ExemptionKind, ExemptionStatus
from records.actors import Actor
from records.workflow import begin, move


class ExemptionProblem(TextChoices):
    NO_REASON = "exemption_no_reason", "请写明理由，会公开"
    NOT_LATER = "exemption_not_later", "延长到的时间要晚于原来的截止时间和现在"
    NOT_MORE = "exemption_not_more", "场次要多于每家的上限 {expected} 场"
    TWICE = "exemption_twice", "{expected}已有同类例外。要改，请先撤销原来的"
    UNPUBLISHED = "exemption_unpublished", "申报通知发布以后才能给例外"


@dataclass(frozen=True)
class Grant:
    """`until` for an extension, `cap` for more roadshows."""

    kind: ExemptionKind
    reason: str
    until: datetime | None = None
    cap: int | None = None


@transaction.atomic
def exempt(unit: Unit, cycle: Cycle, grant: Grant, *, by: Actor) -> Exemption:
    """Raises Refused: not the centre's lead (403); 422 with all that is wrong."""
    # One grant of a cycle at a time, so that nothing is granted twice.
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    refuse_if(_problems(unit, locked, grant))
    exemption = Exemption(
        cycle=locked,
        unit=unit,
        kind=grant.kind,
        reason=grant.reason,
        until=grant.until,
        cap=grant.cap,
    )
    begin(exemption, "grant", by=by)
    settle_slots(WorkPlan.objects.filter(cycle=locked, unit=unit), locked)
    return exemption


@transaction.atomic
def revoke_exemption(exemption: Exemption, *, by: Actor, reason: str) -> Exemption:
    """Raises Refused (422): no reason given, its slot in use already."""
    refuse_if([] if reason.strip() else [Problem(ExemptionProblem.NO_REASON, "reason")])
    # As in `exempt`: whoever counts slots meanwhile would not know.
    Cycle.objects.select_for_update(no_key=True).get(pk=exemption.cycle_id)
    revoked = move(exemption, "revoke", by=by, note=reason)
    plans = WorkPlan.objects.filter(cycle=revoked.cycle_id, unit=revoked.unit_id)
    settle_slots(plans, revoked.cycle)
    return revoked


def _problems(unit: Unit, cycle: Cycle, grant: Grant) -> list[Problem]:
    if cycle.closes_at is None:
        return [Problem(ExemptionProblem.UNPUBLISHED)]
    problems = []
    if not grant.reason.strip():
        problems.append(Problem(ExemptionProblem.NO_REASON, "reason"))
    if grant.kind == ExemptionKind.EXTENSION:
        least = max(cycle.closes_at, clock.now())
        if grant.until is None or grant.until <= least:
            problems.append(Problem(ExemptionProblem.NOT_LATER, "until"))
    elif grant.cap is None or grant.cap <= cycle.cap:
        problems.append(Problem(ExemptionProblem.NOT_MORE, "cap", expected=str(cycle.cap)))
    given = cycle.exemptions.filter(unit=unit, kind=grant.kind, status=ExemptionStatus.GIVEN)
    if given.exists():
        problems.append(Problem(ExemptionProblem.TWICE, "unit", expected=unit.name))
    return problems
