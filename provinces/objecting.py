"""异议: anyone who has verified an e-mail objects to what is shown, in their own name, and is
answered."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from provinces.models import Display, HostDecision, Objection
from provinces.states import DisplayStatus, HostDecisionStatus, ObjectionStatus
from records.actors import Actor
from records.workflow import Moved, begin, move, move_all

MOST = 3  # of one person and display that wait for an answer
MOST_A_DAY = 10  # of one person and display in 24 hours, those taken back too: each is told
_DAY = timedelta(days=1)


class ObjectionProblem(TextChoices):
    OVER = "objection_over", "公示已于 {expected} 结束，不再接收异议"
    NO_TEXT = "objection_no_text", "请写明异议的内容和依据"
    NOT_SHOWN = "objection_not_shown", "这一场不在这次公示里，或已更正"
    TOO_MANY = "objection_too_many", "你已有 {found} 条异议等待答复，请等答复后再提"
    TOO_OFTEN = "objection_too_often", "24 小时内已提 {found} 条异议，请过一天再提"
    NO_ANSWER = "objection_no_answer", "请写明答复，提出人会看到"


@dataclass(frozen=True)
class Reply:
    is_upheld: bool
    text: str


@transaction.atomic
def file_objection(
    display: Display, text: str, *, by: Actor, decision: HostDecision | None = None
) -> Objection:
    """Raises Refused: a visitor (403); 422 over, empty, too many at once."""
    # Nobody makes it final meanwhile.
    locked = Display.objects.select_for_update(of=("self",), no_key=True)
    row = locked.select_related("cycle").get(pk=display.pk)
    objection = Objection(display=row, decision=decision, text=text, filed_by_id=by.person_id)
    refuse_if(_problems(objection))
    return begin(objection, "file", by=by)


def withdraw_objection(objection: Objection, *, by: Actor) -> Objection:
    """Raises Refused: not theirs (403); 409 answered."""
    return move(objection, "withdraw", by=by)


def withdraw_own_objections(*, by: Actor) -> Moved:
    """Whoever leaves cannot be answered any more; what was filed stays, without a name."""
    waiting = Objection.objects.filter(filed_by=by.person_id, status=ObjectionStatus.FILED)
    return move_all(waiting, "withdraw", by=by)


def answer_objection(objection: Objection, reply: Reply, *, by: Actor) -> Objection:
    """What follows from one that is upheld, the lead decides by reopening. Raises Refused: not the
    centre's, or one's own (403); 409 answered; 422 no text."""

    def write(row: Objection) -> None:
        refuse_if([] if reply.text.strip() else [Problem(ObjectionProblem.NO_ANSWER, "answer")])
        row.answer, row.answered_at = reply.text, clock.now()
        row.answered_by_id = by.person_id

    return move(objection, "uphold" if reply.is_upheld else "reject", by=by, write=write)


def _problems(objection: Objection) -> list[Problem]:
    display, problems = objection.display, []
    if display.status != DisplayStatus.OPEN or clock.now() >= display.closes_at:
        ends = clock.end_in_words(display.closes_at)
        return [Problem(ObjectionProblem.OVER, expected=ends)]
    if not objection.text.strip():
        problems.append(Problem(ObjectionProblem.NO_TEXT, "text"))
    shown = display.decisions.filter(status=HostDecisionStatus.DECIDED)
    if objection.decision is not None and not shown.contains(objection.decision):
        problems.append(Problem(ObjectionProblem.NOT_SHOWN, "decision"))
    own = display.objections.filter(filed_by=objection.filed_by_id)
    waiting = own.filter(status=ObjectionStatus.FILED).count()
    lately = own.filter(filed_at__gt=clock.now() - _DAY).count()
    if waiting >= MOST:
        problems.append(Problem(ObjectionProblem.TOO_MANY, found=str(waiting)))
    elif lately >= MOST_A_DAY:
        problems.append(Problem(ObjectionProblem.TOO_OFTEN, found=str(lately)))
    return problems
