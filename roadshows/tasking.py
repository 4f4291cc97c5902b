"""任务: what there is to do for a roadshow, by whom, and by which day."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from records.actors import PORTAL, Actor
from records.workflow import begin, move, move_all
from roadshows.models import Duty, Roadshow
from roadshows.queries.duties import to_remind
from roadshows.seeing import refuse_overwriting, seen_of_duty
from roadshows.states import Party, RoadshowStatus

MOST_DUTIES = 60


class DutyProblem(TextChoices):
    CANCELLED = "duty_cancelled", "路演已取消，任务不再办理"
    NO_REASON = "duty_no_reason", "请写明为什么不用做"
    MANY = "duty_many", "一场路演最多 {expected} 项任务。请改已有的任务，或并到一项里"


@dataclass(frozen=True)
class Terms:
    """`offset` in days from the day of the roadshow."""

    title: str
    party: Party
    offset: int


@transaction.atomic
def add_duty(roadshow: Roadshow, terms: Terms, *, by: Actor) -> Duty:
    """Raises Refused: not its people's (403); the roadshow was cancelled, or has as many as it
    may (422)."""
    locked = Roadshow.objects.select_for_update(no_key=True).get(pk=roadshow.pk)
    duty = Duty(roadshow=locked, **vars(terms))
    begun = begin(duty, "add", by=by)
    is_over = locked.duties.count() > MOST_DUTIES
    many = [Problem(DutyProblem.MANY, expected=str(MOST_DUTIES))] if is_over else []
    refuse_if([*problems_of(begun), *many])
    return begun


def change_duty(duty: Duty, terms: Terms, *, seen: str, by: Actor) -> Duty:
    """Its party hears of a new day when that comes near, a new party as if it were new. Raises
    Refused: not its people's (403); done, or changed meanwhile (409); the roadshow was cancelled
    (422)."""

    def write(row: Duty) -> None:
        before = seen_of_duty(row)
        if row.party != terms.party:
            row.reminded_at = None
        row.title, row.party, row.offset = terms.title, terms.party, terms.offset
        refuse_overwriting(before, seen_of_duty(row), seen=seen)

    return move(duty, "change", by=by, write=write)


def finish_duty(duty: Duty, *, by: Actor, remark: str = "") -> Duty:
    """Raises Refused: neither its party's nor its people's (403); ended already (409)."""
    return move(duty, "finish", by=by, note=remark, write=lambda row: _end(row, remark))


def waive_duty(duty: Duty, *, by: Actor, reason: str) -> Duty:
    """Raises Refused: not its people's (403); ended already (409); no reason (422)."""

    def write(row: Duty) -> None:
        refuse_if([] if reason.strip() else [Problem(DutyProblem.NO_REASON, "reason")])
        _end(row, reason)

    return move(duty, "waive", by=by, note=reason, write=write)


def reopen_duty(duty: Duty, *, by: Actor) -> Duty:
    """Raises Refused: neither its party's nor its people's (403); open (409)."""

    def write(row: Duty) -> None:
        row.ended_at, row.reminded_at, row.remark = None, None, ""

    return move(duty, "reopen", by=by, write=write)


def remind_duties() -> int:
    """The party of each that is near its day, or over it, once for that day. Returns how many."""

    def write(rows: Sequence[Duty]) -> None:
        now = clock.now()
        for row in rows:
            row.reminded_at = now

    return len(move_all(to_remind(clock.today()), "remind", by=PORTAL, write=write).rows)


def problems_of(duty: Duty) -> list[Problem]:
    """Of any move; the door asks."""
    is_off = duty.roadshow.status == RoadshowStatus.CANCELLED
    return [Problem(DutyProblem.CANCELLED)] if is_off else []


def _end(row: Duty, remark: str) -> None:
    row.ended_at, row.remark = clock.now(), remark
