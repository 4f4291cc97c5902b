"""约见: one side proposes a time, the other agrees or has none."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from introductions.conversing import TalkProblem, refuse_unsayable
from introductions.models import Appointment, Introduction
from introductions.states import AppointmentStatus, IntroductionStatus
from records.actors import Actor
from records.workflow import begin, move

MOST_OPEN = 5  # proposals nobody has answered


class TimeProblem(TextChoices):
    PAST = "time_past", "时间已经过了，请另选"
    ORDER = "time_order", "结束要晚于开始"
    MANY = "times_many", "最多同时提议 {expected} 个时间。请等对方确认，或取消几个"


@dataclass(frozen=True, slots=True)
class Time:
    """Half-open; `place` may be a room or the number of an online meeting."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""


@transaction.atomic
def propose(introduction: Introduction, time: Time, *, by: Actor) -> Appointment:
    """The other hears of it. Raises Refused: not a party (403); finished, past, out of order, too
    many (422)."""
    locked = Introduction.objects.select_for_update(no_key=True).get(pk=introduction.pk)
    refuse_unsayable(locked, by=by)
    refuse_if(_faults(locked, time))
    appointment = Appointment(
        introduction=locked,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        place=time.place,
        proposed_by_id=by.person_id,
    )
    return begin(appointment, "propose", by=by)


def agree(appointment: Appointment, *, by: Actor) -> Appointment:
    """Raises Refused: not the other party (403), answered meanwhile (409), past (422)."""
    return _answer(appointment, "agree", by)


def decline(appointment: Appointment, *, by: Actor) -> Appointment:
    """Raises Refused: not the other party (403), answered meanwhile (409)."""
    return _answer(appointment, "decline", by)


def cancel(appointment: Appointment, *, by: Actor) -> Appointment:
    """Raises Refused: not a party (403), over already (409)."""
    return _answer(appointment, "cancel", by)


def agreeing_problems(appointment: Appointment) -> list[Problem]:
    if appointment.introduction.status != IntroductionStatus.OPEN:
        return [Problem(TalkProblem.FINISHED)]
    is_past = appointment.starts_at <= clock.now()
    return [Problem(TimeProblem.PAST)] if is_past else []


def _answer(appointment: Appointment, verb: str, by: Actor) -> Appointment:
    def write(row: Appointment) -> None:
        row.changed_by_id, row.answered_at = by.person_id, clock.now()
        row.sequence += 1

    return move(appointment, verb, by=by, write=write)


def _faults(introduction: Introduction, time: Time) -> list[Problem]:
    proposed = introduction.appointments.filter(status=AppointmentStatus.PROPOSED)
    open_ones = proposed.filter(starts_at__gt=clock.Now()).count()
    found = {
        TimeProblem.PAST: time.starts_at <= clock.now(),
        TimeProblem.ORDER: time.ends_at <= time.starts_at,
        TimeProblem.MANY: open_ones >= MOST_OPEN,
    }
    return [Problem(code, expected=str(MOST_OPEN)) for code, is_so in found.items() if is_so]
