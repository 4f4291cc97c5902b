"""答复意向: whoever answers agrees, does not, or asks back. An agreement may be withdrawn within
ten minutes and is not told before; then the two are introduced, which the room above does."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.clock import Now
from foundation.errors import Problem, Refused
from matching.interests import InterestProblem, lay_down, lay_down_all
from matching.models import Interest
from matching.queries.interests import answerers_of, is_shown
from matching.rules import is_own
from matching.states import InterestReason, InterestStatus
from records.actors import PORTAL, Actor
from records.retracting import WITHIN, lateness
from records.states import MoveProblem
from records.workflow import Moved, move, move_all

EXPIRES = timedelta(days=30)  # after it was sent


class AgreeingProblem(TextChoices):
    ASKED = "interest_asked", "已经问过一次。请同意对接后再谈，或不接受"
    TOO_LATE = "agreement_too_late", "同意已超过 {expected} 分钟，联系方式已交换，不能撤回"


def ask_back(interest: Interest, text: str, *, by: Actor) -> Interest:
    """Once. Raises Refused: not who answers (403); answered meanwhile (409); asked before (422)."""

    def write(row: Interest) -> None:
        row.question, row.questioned_by_id = text, by.person_id
        row.answered_at = row.answered_at or clock.now()

    return move(interest, "ask_back", by=by, write=write)


@transaction.atomic
def reply(interest: Interest, text: str, *, by: Actor) -> Interest:
    """Raises Refused: not one's own (403); nothing was asked, or it is over (409)."""
    locked = Interest.objects.select_for_update(no_key=True).get(pk=interest.pk)
    if is_own(by, locked) and locked.status == InterestStatus.AGREED:
        # The door would name the status, of which nobody hears for ten minutes.
        found = InterestStatus.SENT.label
        raise Refused([Problem(MoveProblem.NOT_FROM_HERE, expected="reply", found=found)])

    def write(row: Interest) -> None:
        row.reply = text

    return move(interest, "reply", by=by, write=write)


def agree(interest: Interest, *, answer: str = "", by: Actor) -> Interest:
    """Nobody hears of it for ten minutes. Raises Refused: not who answers (403); answered
    meanwhile (409); not shown any more (422)."""

    def write(row: Interest) -> None:
        row.answer = answer
        _sign(row, by)
        row.agreed_at = clock.now()

    return move(interest, "agree", by=by, write=write)


def withdraw(interest: Interest, *, by: Actor) -> Interest:
    """What was agreed, within ten minutes: it waits for an answer again, as if none had been given.
    Raises Refused: another's (403); they are introduced (409); too late (422)."""
    return move(interest, "withdraw", by=by, write=lay_down)


def decline(interest: Interest, reason: InterestReason, *, answer: str = "", by: Actor) -> Interest:
    """Raises Refused: not who answers (403); answered meanwhile (409)."""

    def write(row: Interest) -> None:
        row.reason, row.answer = reason, answer
        _sign(row, by)

    return move(interest, "decline", by=by, write=write)


def introduce_due(begin_talks: Callable[[Sequence[Interest]], None]) -> int:
    """Those whose ten minutes are over and whose people are still there; `begin_talks` begins, in
    the same transaction, what follows. Where whoever agreed does not answer for it any more, or it
    is not shown, the agreement is laid down, of which nobody hears. Returns how many."""
    due = Interest.objects.filter(
        status=InterestStatus.AGREED,
        agreed_at__lte=Now() - WITHIN,
        person__is_active=True,
        answered_by__is_active=True,
    )

    def write(rows: Sequence[Interest]) -> None:
        at = clock.now()
        for row in rows:
            row.introduced_at = at
        begin_talks(rows)

    over = [row.pk for row in due if not _holds(row)]
    move_all(due.filter(pk__in=over), "lay_down", by=PORTAL, write=lay_down_all)
    return len(move_all(due, "introduce", by=PORTAL, write=write).rows)


def expire_all() -> Moved:
    """Whoever asked hears of it."""
    old = Now() - EXPIRES
    waiting = Interest.objects.filter(status__in=(InterestStatus.SENT, InterestStatus.QUESTIONED))
    return move_all(waiting.filter(sent_at__lt=old), "expire", by=PORTAL)


def asking_problems(interest: Interest) -> list[Problem]:
    return [Problem(AgreeingProblem.ASKED)] if interest.question else []


def agreeing_problems(interest: Interest) -> list[Problem]:
    """Nobody is led to what is not shown any more."""
    return [] if is_shown(interest.target) else [Problem(InterestProblem.NOT_SHOWN)]


def withdrawing_problems(interest: Interest) -> list[Problem]:
    agreed_at: datetime | None = interest.agreed_at
    return lateness(agreed_at, AgreeingProblem.TOO_LATE) if agreed_at else []


def _holds(interest: Interest) -> bool:
    return interest.answered_by_id in set(answerers_of(interest)) and is_shown(interest.target)


def _sign(row: Interest, by: Actor) -> None:
    row.answered_by_id = by.person_id
    row.answered_at = row.answered_at or clock.now()
