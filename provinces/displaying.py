"""公示: what was decided is shown for workdays; objections are answered; then it is final, each
unit gets its letter, and the page becomes the announcement."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet, TextChoices

from accounts.models import Cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.workdays import end_after_workdays
from provinces.cutting import cut_results
from provinces.hosting import with_facts
from provinces.issuing import issue_letters
from provinces.models import Display, HostDecision, Objection, WorkPlan
from provinces.states import HostDecisionStatus, ObjectionStatus
from records.actors import Actor
from records.workflow import begin, move, move_all


class DisplayProblem(TextChoices):
    NOTHING = "display_nothing", "没有要公示的决定。请同事拟定承办，你同意以后再公示"
    STILL_OPEN = "display_still_open", "公示到 {expected} 才结束"
    UNANSWERED = "display_unanswered", "还有 {found} 条异议没有答复"
    UPHELD = "display_upheld", "对{expected}{found}的异议成立，请先更正这一场的决定"
    UPHELD_ON_ALL = "display_upheld_on_all", "有一条对整体的异议成立，请先更正有关的决定"


@transaction.atomic
def open_display(cycle: Cycle, *, by: Actor) -> Display:
    """All decisions of the year that were not shown yet. Raises Refused: not the centre's lead
    (403); 422 nothing to show."""
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    # By key, as every set of decisions is locked; shown in the order of the notice's addresses.
    waiting = undisplayed(locked).select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = sorted(waiting, key=lambda row: (row.plan.unit.code, row.event.number or 0))
    refuse_if([] if rows else [Problem(DisplayProblem.NOTHING)])
    last = locked.displays.aggregate(last=Max("number"))["last"] or 0
    shown = Display(
        cycle=locked,
        number=last + 1,
        workdays=locked.display_days,
        content=[_line(row) for row in rows],
        closes_at=end_after_workdays(clock.now(), locked.display_days),
    )
    begin(shown, "open", by=by)
    cut_results(locked)

    def write(decisions: Sequence[HostDecision]) -> None:
        for decision in decisions:
            decision.display = shown

    chosen = HostDecision.objects.filter(pk__in=[row.pk for row in rows])
    move_all(with_facts(chosen), "show", by=by, write=write)
    return shown


def undisplayed(cycle: Cycle) -> QuerySet[HostDecision]:
    decided = HostDecision.objects.filter(
        plan__cycle=cycle, status=HostDecisionStatus.DECIDED, display=None
    )
    named = decided.select_related("plan__unit", "event", "approval__submission__version")
    return named.order_by("plan__unit__code", "event__number")


@transaction.atomic
def settle(display: Display, *, by: Actor) -> Display:
    """What was corrected meanwhile is left out, and its unit gets no letter. Raises Refused: not
    the centre's lead (403); 409 final already; 422 too early, an objection not answered or not
    followed."""

    def write(row: Display) -> None:
        now = clock.now()
        refuse_if(settling_problems(row, now))
        row.final_at = now
        shown = row.decisions.filter(status=HostDecisionStatus.DECIDED)
        move_all(with_facts(shown), "settle", by=by)

    settled = move(display, "settle", by=by, write=write)
    final = settled.decisions.filter(status=HostDecisionStatus.FINAL)
    plans = WorkPlan.objects.filter(pk__in=final.values("plan"))
    issue_letters(plans, settled, by=by)
    return settled


def _line(decision: HostDecision) -> dict[str, Any]:
    """As it is read by all, whatever becomes of it."""
    events = decision.approval.submission.version.content["events"]
    title = next((one["title"] for one in events if one["ref"] == decision.event.ref), "")
    return {
        "decision": decision.ref,
        "unit": decision.plan.unit.name,
        "event": str(decision.event),
        "title": title,
        "verdict": decision.get_verdict_display(),
        "reason": decision.reason,
    }


def settling_problems(row: Display, now: datetime) -> list[Problem]:
    """What keeps it from being final, all at once."""
    problems = []
    if now < row.closes_at:
        ends = clock.end_in_words(row.closes_at)
        problems.append(Problem(DisplayProblem.STILL_OPEN, expected=ends))
    objections = row.objections.all()
    waiting = sum(one.status == ObjectionStatus.FILED for one in objections)
    if waiting:
        problems.append(Problem(DisplayProblem.UNANSWERED, found=str(waiting)))
    upheld = [one for one in objections if one.status == ObjectionStatus.UPHELD]
    for decision in (one.decision for one in upheld):
        if decision is not None and decision.status == HostDecisionStatus.DECIDED:
            told = {"expected": decision.plan.unit.name, "found": str(decision.event)}
            problems.append(Problem(DisplayProblem.UPHELD, **told))
    on_all = [one for one in upheld if one.decision_id is None]
    if on_all and not all(_is_followed(one, row.decisions.all()) for one in on_all):
        problems.append(Problem(DisplayProblem.UPHELD_ON_ALL))
    return problems


def _is_followed(objection: Objection, decisions: Iterable[HostDecision]) -> bool:
    """Which decision an objection to the whole is about, the lead alone knows: some are corrected
    after the answer, or none is left to correct."""
    answered = objection.answered_at or clock.now()
    is_corrected = any(one.reversed_at and one.reversed_at > answered for one in decisions)
    standing = any(one.status == HostDecisionStatus.DECIDED for one in decisions)
    return is_corrected or not standing
