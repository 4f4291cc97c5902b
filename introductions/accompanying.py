"""陪同: a 技术经理人 whom one party brings, or the exchange's 协调人, sits at the table once both
parties agree. They read what is said; how to reach the two is not shown to them."""

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import User
from foundation.errors import Problem, refuse_if
from introductions.models import Introduction, Seat
from introductions.queries.companions import agents_for, of_events
from introductions.rules import role_at
from introductions.states import IntroductionStatus, SeatRole, SeatStatus
from records.actors import Actor
from records.workflow import begin, move

MOST = 4  # companions of an introduction
_WORDS = ("asker_agreed", "answerer_agreed")


class CompanionProblem(TextChoices):
    MANY = "companions_many", "最多 {expected} 位陪同人"
    TWICE = "companion_twice", "已经提议过这个人，在等双方同意"
    NO_AGENT = "companion_no_agent", "这个人现在没有受托的技术转移机构身份，请另选一位"
    NO_EVENT = "companion_no_event", "只能参加路演项目的对接"
    FINISHED = "companion_finished", "对接已结束"


@transaction.atomic
def bring(introduction: Introduction, agent: User, *, by: Actor) -> Seat:
    """By a party, whose word that is; the other's is asked. Raises Refused: not a party (403); no
    agency's person, proposed already, too many (422)."""
    locked = _locked(introduction)
    if not agents_for(locked).filter(pk=agent.pk).exists():
        refuse_if([Problem(CompanionProblem.NO_AGENT)])
    role = role_at(by, locked)
    seat = Seat(
        introduction=locked,
        person=agent,
        role=SeatRole.AGENT,
        asker_agreed=role == SeatRole.ASKER,
        answerer_agreed=role == SeatRole.ANSWERER,
        proposed_by_id=by.person_id,
    )
    return _propose(seat, by=by)


@transaction.atomic
def offer(introduction: Introduction, *, by: Actor) -> Seat:
    """By somebody of the exchange, where the project stands in a roadshow; both parties are asked.
    Raises Refused: not of the exchange (403); no roadshow, proposed already, too many (422)."""
    locked = _locked(introduction)
    if not of_events(Introduction.objects.filter(pk=locked.pk)).exists():
        refuse_if([Problem(CompanionProblem.NO_EVENT)])
    seat = Seat(
        introduction=locked,
        person_id=by.person_id,
        role=SeatRole.COORDINATOR,
        proposed_by_id=by.person_id,
    )
    return _propose(seat, by=by)


@transaction.atomic
def agree(seat: Seat, *, by: Actor) -> Seat:
    """With the word of the second party they are in. Raises Refused: not a party (403), answered
    meanwhile (409)."""
    locked = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    is_asker = role_at(by, locked.introduction) == SeatRole.ASKER
    name, other = _WORDS if is_asker else reversed(_WORDS)

    def write(row: Seat) -> None:
        setattr(row, name, True)

    return move(locked, "admit" if getattr(locked, other) else "agree", by=by, write=write)


def refuse(seat: Seat, *, by: Actor) -> Seat:
    """Raises Refused: not a party (403), answered meanwhile (409)."""
    return move(seat, "refuse", by=by)


def leave(seat: Seat, *, by: Actor) -> Seat:
    """Raises Refused: another's (403), gone already (409)."""
    return move(seat, "leave", by=by)


def _locked(introduction: Introduction) -> Introduction:
    return Introduction.objects.select_for_update(no_key=True).get(pk=introduction.pk)


def _propose(seat: Seat, *, by: Actor) -> Seat:
    there = seat.introduction.seats.filter(status__in=SeatStatus.there)
    found = {
        CompanionProblem.FINISHED: seat.introduction.status != IntroductionStatus.OPEN,
        CompanionProblem.TWICE: there.filter(person=seat.person_id).exists(),
        CompanionProblem.MANY: there.exclude(role__in=SeatRole.of_parties).count() >= MOST,
    }
    refuse_if([Problem(code, expected=str(MOST)) for code, is_so in found.items() if is_so])
    return begin(seat, "propose", by=by)
