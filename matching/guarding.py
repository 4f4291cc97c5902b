"""屏蔽与举报: what those who answer can do against interests that are none."""

from collections.abc import Sequence
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from matching.models import Block, Interest, Report
from matching.queries.interests import is_answer_told
from matching.states import InterestStatus, ReportReason
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import begin, move, move_all


class GuardingProblem(TextChoices):
    REPORTED = "interest_reported", "你已经举报过，火炬中心正在处理"
    NOBODY = "interest_nobody", "对方还没有答复，没有可以举报的人"


@transaction.atomic
def block(interest: Interest, *, whole_house: bool, by: Actor) -> Block:
    """From now on nothing of theirs reaches `by`; whoever sends it is not told. Raises Refused:
    taken back (410)."""
    _refuse_gone(interest)
    veil = interest.veil
    said = {"whole_house": whole_house and veil is None, "posting": veil}
    kept, _ = Block.objects.update_or_create(
        person_id=by.person_id, interest=interest, defaults=said
    )
    return kept


def unblock(one: Block) -> None:
    one.delete()


def forget_blocks(user_id: int) -> None:
    """A person leaves; what others blocked of theirs stays with those others."""
    Block.objects.filter(person=user_id).delete()


@transaction.atomic
def report(
    interest: Interest, reason: ReportReason, *, text: str, with_words: bool, by: Actor
) -> Report:
    """The centre hears of it. Raises Refused (422): reported already; nobody there to report."""
    locked = Interest.objects.select_for_update(no_key=True).get(pk=interest.pk)
    is_own = by.user_id == locked.person_id
    if not is_own:
        _refuse_gone(locked)
    if is_own and not is_answer_told(locked):
        refuse_if([Problem(GuardingProblem.NOBODY)])
    if locked.reports.filter(by=by.user_id).exists():
        refuse_if([Problem(GuardingProblem.REPORTED)])
    row = Report(
        interest=locked,
        by_id=by.person_id,
        about=(locked.answered_by or locked.questioned_by) if is_own else locked.person,
        reason=reason,
        text=text,
        with_words=with_words,
    )
    return begin(row, "report", by=by)


def uphold(one: Report, *, by: Actor) -> Report:
    """Whoever is reported, and their house, sends nothing for 30 days. Raises Refused: not of the
    centre, or about oneself (403); decided meanwhile (409)."""
    return _decide(one, "uphold", by)


def dismiss(one: Report, *, by: Actor) -> Report:
    """Raises Refused as `uphold` does."""
    return _decide(one, "dismiss", by)


def forget_reports(*, by: Actor) -> None:
    """What the person wrote in reporting, when they leave."""

    def write(rows: Sequence[Report]) -> None:
        for row in rows:
            row.text = ""

    own = Report.objects.filter(by=by.user_id).exclude(text="")
    move_all(own, "forget", by=by, write=write)


def _refuse_gone(interest: Interest) -> None:
    """Nothing is left of what was taken back, for the other side."""
    if interest.status == InterestStatus.TAKEN_BACK:
        raise Refused([Problem(MoveProblem.GONE)], status=HTTPStatus.GONE)


def _decide(one: Report, verb: str, by: Actor) -> Report:
    def write(row: Report) -> None:
        row.decided_by_id, row.decided_at = by.person_id, clock.now()

    return move(one, verb, by=by, write=write)
