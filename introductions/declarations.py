"""What this room tells the door: its audited tables, their moves, their rules."""

from collections.abc import Iterable

from introductions.conversing import TARGET, saying_problems, take_document
from introductions.models import Appointment, Introduction, Line, Seat
from introductions.queries.talks import parties_of, readers_of
from introductions.rules import (
    APPOINTMENT_RULES,
    INTRODUCTION_RULES,
    LINE_RULES,
    SEAT_RULES,
)
from introductions.scheduling import agreeing_problems
from introductions.states import (
    APPOINTMENT_TRANSITIONS,
    INTRODUCTION_TRANSITIONS,
    LINE_TRANSITIONS,
    SEAT_TRANSITIONS,
)
from records.receiving import register_target
from records.workflows import Workflow, register


def _other_of_plan(introduction: Introduction) -> Iterable[int]:
    return set(parties_of(introduction)) - {introduction.planned_by_id}


def _other_of_proposal(appointment: Appointment) -> Iterable[int]:
    return set(parties_of(appointment.introduction)) - {appointment.proposed_by_id}


def _other_of_change(appointment: Appointment) -> Iterable[int]:
    return set(parties_of(appointment.introduction)) - {appointment.changed_by_id}


def _asked_for(seat: Seat) -> Iterable[int]:
    return set(parties_of(seat.introduction)) - {seat.proposed_by_id}


def _of_companion(seat: Seat) -> Iterable[int]:
    return {seat.person_id, seat.proposed_by_id}


def _of_proposer(seat: Seat) -> Iterable[int]:
    return [seat.proposed_by_id]


def _of_author(name: str, whose: str) -> str:
    return f"case when t.{name} <> '' then 'user:' || t.{whose} end"


register(
    Workflow(
        Introduction,
        INTRODUCTION_TRANSITIONS,
        INTRODUCTION_RULES,
        tells=dict.fromkeys(("plan", "finish", "reopen"), _other_of_plan),
        personal={
            name: _of_author(name, "planned_by_id") for name in ("next_step", "outcome_note")
        },
    )
)
register(
    Workflow(
        Seat,
        SEAT_TRANSITIONS,
        SEAT_RULES,
        tells={"propose": _asked_for, "admit": _of_companion, "refuse": _of_proposer},
        outside=frozenset(("notes", "read_at")),
    )
)
register(
    Workflow(
        Line,
        LINE_TRANSITIONS,
        LINE_RULES,
        checks={"take_back": saying_problems},
        tells={"say": readers_of},
        personal={"text": _of_author("text", "author_id")},
    )
)
register(
    Workflow(
        Appointment,
        APPOINTMENT_TRANSITIONS,
        APPOINTMENT_RULES,
        checks={"agree": agreeing_problems},
        tells={
            "propose": _other_of_proposal,
            **dict.fromkeys(("agree", "decline"), lambda row: [row.proposed_by_id]),
            "cancel": _other_of_change,
        },
        personal={"place": _of_author("place", "proposed_by_id")},
    )
)
register_target(TARGET, take_document)
