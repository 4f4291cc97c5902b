"""有效期: a posting runs until a day; its people are warned, renew it, end it, or begin it again.

The portal ends what has run out, every night; lists leave it out from midnight in any case.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.typed import Page
from matching.columns.reading import typed_in
from matching.content import LONGEST
from matching.filing import FilingProblem, fetch_back, is_waiting, lock_posting
from matching.models import Posting, PostingDraft
from matching.states import PostingStatus
from records.actors import PORTAL, Actor
from records.workflow import Moved, move, move_all

WARNED = timedelta(days=14)  # before the end
# Where a day comes from that no page typed: pages that are open then learn of it.
_BY_RENEWAL = "renewal"


class RenewalProblem(TextChoices):
    PAST = "renewal_past", "请选今天以后的日期"
    FAR = "renewal_far", "最长延到 {expected}，快到期时可以再延"
    EARLY = "renewal_early", "结束日期不能早于起始日期"
    NO_OUTCOME = "renewal_no_outcome", "请写一句结果，如“已与某大学签约”或“暂时不需要”"


@transaction.atomic
def renew(posting: Posting, until: date, *, by: Actor) -> Posting:
    """To another day, within a year; one that has expired is shown again. Raises Refused: 403; 409
    not from here, or something waits, which says its own day; 422 the day."""
    return _until(posting, "renew", until, by)


@transaction.atomic
def reopen(posting: Posting, until: date, *, by: Actor) -> Posting:
    """One that was ended is shown again until a day. Raises Refused as `renew`."""
    return _until(posting, "reopen", until, by)


@transaction.atomic
def close(posting: Posting, *, outcome: str, by: Actor) -> Posting:
    """Ended by its own people, with what came of it in a word; what waits is fetched back. Raises
    Refused: 403, 409, 422 nothing said."""
    if not outcome:
        refuse_if([Problem(RenewalProblem.NO_OUTCOME, "outcome")])
    row = lock_posting(posting)
    fetch_back(row, by=by)
    return move(row, "close", by=by, note=outcome)


def warn_all() -> Moved:
    """Those whose end is near, once."""
    soon = clock.today() + WARNED
    rows = Posting.objects.filter(status=PostingStatus.PUBLISHED, valid_until__lte=soon)
    now = clock.now()

    def write(warned: Sequence[Posting]) -> None:
        for row in warned:
            row.warned_at = now

    near = rows.filter(warned_at=None, valid_until__gte=clock.today())
    return move_all(near, "warn", by=PORTAL, write=write)


def expire_all() -> Moved:
    """Those whose last day is over."""
    over = Posting.objects.filter(status=PostingStatus.PUBLISHED, valid_until__lt=clock.today())
    return move_all(over, "expire", by=PORTAL)


def _until(posting: Posting, verb: str, until: date, by: Actor) -> Posting:
    row = lock_posting(posting)
    if verb == "renew" and is_waiting(row):
        raise Refused([Problem(FilingProblem.WAITING)])
    refuse_if(_day_problems(row, until))

    def write(renewed: Posting) -> None:
        renewed.valid_until, renewed.warned_at = until, None

    renewed = move(row, verb, by=by, write=write)
    _type_day(renewed, until, by)
    return renewed


def _day_problems(posting: Posting, until: date) -> list[Problem]:
    today = clock.today()
    if until <= today:
        return [Problem(RenewalProblem.PAST, "until")]
    if until > today + LONGEST:
        latest = (today + LONGEST).isoformat()
        return [Problem(RenewalProblem.FAR, "until", expected=latest)]
    if posting.wanted_from and until < posting.wanted_from:
        return [Problem(RenewalProblem.EARLY, "until")]
    return []


def _type_day(posting: Posting, until: date, by: Actor) -> None:
    """The working copy says the same, so that the next amendment does not take it back; a draft
    with nothing else typed anew has still been handed in."""
    draft, _ = PostingDraft.objects.select_for_update().get_or_create(posting=posting)
    there = typed_in(posting, draft, ["valid_until"])["valid_until"]
    is_handed_in = draft.submitted == draft.revision
    draft.put({"valid_until": (there, until.isoformat())}, Page(name=_BY_RENEWAL), by.person_id)
    draft.submitted = draft.revision if is_handed_in else draft.submitted
    draft.save()
