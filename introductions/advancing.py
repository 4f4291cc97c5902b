"""进展: how far the two have come, what comes next and when, and what came of it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from introductions.models import Introduction
from introductions.states import TalkOutcome, TalkStage
from records.actors import Actor
from records.workflow import move


class AdvancingProblem(TextChoices):
    PAST = "next_past", "下一步的日期已经过了，请填今天或以后"


@dataclass(frozen=True, slots=True)
class Plan:
    stage: TalkStage
    next_step: str = ""
    next_on: date | None = None


def plan(introduction: Introduction, planned: Plan, *, by: Actor) -> Introduction:
    """Raises Refused: not a party (403), finished (409), a day that is over (422)."""
    if planned.next_on is not None and planned.next_on < clock.today():
        refuse_if([Problem(AdvancingProblem.PAST, field="next_on")])

    def write(row: Introduction) -> None:
        row.stage, row.next_step, row.next_on = planned.stage, planned.next_step, planned.next_on
        row.planned_by_id = by.person_id

    return move(introduction, "plan", by=by, write=write)


def finish(
    introduction: Introduction, outcome: TalkOutcome, *, note: str, by: Actor
) -> Introduction:
    """Raises Refused: not a party (403), finished already (409)."""

    def write(row: Introduction) -> None:
        row.outcome, row.outcome_note, row.finished_at = outcome, note, clock.now()
        row.next_step, row.next_on = "", None
        row.planned_by_id = by.person_id

    return move(introduction, "finish", by=by, write=write)


def reopen(introduction: Introduction, *, by: Actor) -> Introduction:
    """Raises Refused: not a party (403), open (409)."""

    def write(row: Introduction) -> None:
        row.outcome, row.outcome_note, row.finished_at = "", "", None
        row.planned_by_id = by.person_id

    return move(introduction, "reopen", by=by, write=write)
