"""立项: a roadshow begins with the host decision that is final, and falls with it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, TextChoices

from accounts.models import Cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.models import HostDecision
from provinces.states import EventMode, HostDecisionStatus, HostVerdict
from records.actors import PORTAL, Actor
from records.workflow import begin_all, move
from roadshows.models import Booking, Duty, Placement, Programme, Roadshow
from roadshows.seasons import season_of
from roadshows.states import RoadshowStatus


class OpeningProblem(TextChoices):
    NO_REASON = "roadshow_no_reason", "请写明为什么取消，页面上会公开"


def follow_decisions() -> int:
    """Open what was decided, cancel what was reversed since. Returns how many were opened."""
    _cancel_reversed()
    cycles = Cycle.objects.filter(pk__in=undertaken().values("plan__cycle"))
    return sum(open_decided(cycle) for cycle in cycles)


@transaction.atomic
def open_decided(cycle: Cycle) -> int:
    """Every final decision to host of a year that has no roadshow yet, each with its tasks."""
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    chosen = undertaken().filter(plan__cycle=locked)
    decisions = list(
        chosen.select_related("plan__unit", "event", "approval__submission__version").order_by(
            "plan__unit__code", "event__number"
        )
    )
    if not decisions:
        return 0
    season, last = season_of(locked), _last_numbers(locked)
    rows = []
    for decision in decisions:
        last[decision.plan.unit_id] += 1
        rows.append(_roadshow(decision, locked, last[decision.plan.unit_id]))
    begin_all(rows, "open", by=PORTAL)
    Placement.objects.bulk_create([Placement(roadshow=row) for row in rows])
    Programme.objects.bulk_create([Programme(roadshow=row) for row in rows])
    begin_all(_duties(rows, season.duties), "add", by=PORTAL)
    return len(rows)


def undertaken() -> QuerySet[HostDecision]:
    """Final decisions to host without a roadshow. An event that has one already, by an earlier
    decision, gets no second."""
    living = Roadshow.objects.filter(plan_event=OuterRef("event"))
    return HostDecision.objects.filter(
        ~Exists(living.exclude(status=RoadshowStatus.CANCELLED)),
        status=HostDecisionStatus.FINAL,
        verdict=HostVerdict.HOST,
        roadshow=None,
    )


def _cancel_reversed() -> None:
    fallen = Roadshow.objects.filter(
        status__in=RoadshowStatus.ahead, decision__status=HostDecisionStatus.REVERSED
    )
    for roadshow in fallen.select_related("decision"):
        cancel_roadshow(roadshow, by=PORTAL, reason=f"承办决定已更正：{roadshow.decision.reversal}")


@transaction.atomic
def cancel_roadshow(roadshow: Roadshow, *, by: Actor, reason: str) -> Roadshow:
    """What it held is free again; who knew of it is told. Raises Refused: not the centre's lead
    (403); held or cancelled already (409); 422 no reason."""

    def write(row: Roadshow) -> None:
        refuse_if([] if reason.strip() else [Problem(OpeningProblem.NO_REASON, "reason")])
        row.reason = reason
        row.team = row.unit_span = row.region_span = row.theme_span = None
        if row.sequence is not None:
            row.sequence, row.changed_at = row.sequence + 1, clock.now()
        Placement.objects.filter(roadshow=row).delete()
        Booking.objects.filter(roadshow=row).delete()

    # Before the roadshow, as publishing locks them.
    Placement.objects.select_for_update(no_key=True).filter(pk=roadshow.pk).first()
    return move(roadshow, "cancel", by=by, note=reason, write=write)


def _last_numbers(cycle: Cycle) -> dict[str, int]:
    rows = Roadshow.objects.filter(cycle=cycle).values_list("unit").annotate(last=Max("number"))
    return defaultdict(int, dict(rows))


def _roadshow(decision: HostDecision, cycle: Cycle, number: int) -> Roadshow:
    """As the plan that was approved says."""
    content = decision.approval.submission.version.content
    said = next(one for one in content["events"] if one["ref"] == decision.event.ref)
    unit = decision.plan.unit
    return Roadshow(
        code=f"R{cycle.year}-{unit.abbr}-{number}",
        cycle=cycle,
        unit=unit,
        region=unit.region,
        plan_event=decision.event,
        decision=decision,
        number=number,
        **_facts(said),
        host=said.get("host") or unit.department,
    )


def _facts(said: dict[str, Any]) -> dict[str, Any]:
    wishes = [date.fromisoformat(text) for text in said["dates"]]
    modes = {str(mode.label): mode.value for mode in EventMode}
    return {
        "title": said["title"],
        "theme": said["theme"],
        "fields": said["fields"],
        "mode": modes[said["mode"]],
        "place": said["place"],
        "first_wish": wishes[0] if wishes else None,
        "second_wish": wishes[1] if len(wishes) > 1 else None,
    }


def _duties(rows: Sequence[Roadshow], template: list[dict[str, Any]]) -> list[Duty]:
    return [Duty(roadshow=row, **duty) for row in rows for duty in template]
