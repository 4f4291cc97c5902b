"""辅导意见: said of a version, answered by what was done or why it stays; open ones go with the
project from version to version."""

from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from records.actors import Actor
from records.workflow import begin, move
from roadshows.models import Deck, Remark


class RemarkProblem(TextChoices):
    NO_TEXT = "remark_no_text", "请写明要改什么"
    NO_MENDING = "remark_no_mending", "请写改了什么、在哪一页"
    NO_GROUND = "remark_no_ground", "请写为什么不改"


def say_remark(deck: Deck, text: str, *, by: Actor) -> Remark:
    """Raises Refused: not a coach of its project (403); no text (422)."""
    refuse_if(_empty(text, RemarkProblem.NO_TEXT, "text"))
    remark = Remark(deck=deck, text=text, said_by_id=by.person_id)
    return begin(remark, "say", by=by)


def withdraw_remark(remark: Remark, *, by: Actor) -> Remark:
    """Raises Refused: somebody else's (403); answered already (409)."""
    return move(remark, "withdraw", by=by)


def mend(remark: Remark, answer: str, *, by: Actor) -> Remark:
    """Raises Refused: not theirs to answer (403); not open (409); no words (422)."""
    return _answer(remark, "mend", answer, RemarkProblem.NO_MENDING, by)


def keep(remark: Remark, answer: str, *, by: Actor) -> Remark:
    """As it is, and why. Raises Refused as `mend`."""
    return _answer(remark, "keep", answer, RemarkProblem.NO_GROUND, by)


def reopen_remark(remark: Remark, *, by: Actor) -> Remark:
    """What was answered is not enough; the words stay to be read. Raises Refused: not a coach of
    its project (403); not answered (409)."""

    def write(row: Remark) -> None:
        row.answered_at = None

    return move(remark, "reopen", by=by, write=write)


def _answer(remark: Remark, verb: str, answer: str, code: RemarkProblem, by: Actor) -> Remark:
    def write(row: Remark) -> None:
        refuse_if(_empty(answer, code, "answer"))
        row.answer, row.answered_at = answer, clock.now()

    return move(remark, verb, by=by, write=write)


def _empty(text: str, code: RemarkProblem, field: str) -> list[Problem]:
    return [] if text.strip() else [Problem(code, field)]
