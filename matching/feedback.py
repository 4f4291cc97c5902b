"""反馈: what either side says to a pair that the portal suggests; a project may also be offered to
a posting that it was not suggested to. What the posting's side says
moves its next ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from matching.models import Feedback, Posting
from matching.queries.matches import is_matched
from matching.queries.postings import running_postings
from matching.states import DeclineReason, FeedbackStatus, Side, Verdict
from matching.telling import ring_index
from projects.models import Project
from projects.queries import shown
from records.actors import Actor
from records.workflow import begin, move, move_all


class FeedbackProblem(TextChoices):
    NO_REASON = "feedback_no_reason", "请至少选一个原因，后面的匹配会照着改"
    OVER = "feedback_over", "这条信息已经结束，不再匹配"
    NOT_SHOWN = "feedback_not_shown", "这项成果现在没有公开展示，不能反馈"
    NOT_MATCHED = "feedback_not_matched", "这一对不在匹配结果里。请回到匹配页刷新"
    NOTHING = "feedback_nothing", "没有可以撤回的反馈。请刷新页面"


@dataclass(frozen=True, slots=True)
class Pair:
    """A posting and a project, and from which of the two sides somebody speaks."""

    posting: Posting
    project: Project
    side: Side


@dataclass(frozen=True, slots=True)
class Said:
    """Reasons belong to declining, and declining to the side of the posting needs one."""

    verdict: Verdict
    reasons: tuple[DeclineReason, ...] = ()
    note: str = ""


@transaction.atomic
def give(pair: Pair, said: Said, *, by: Actor) -> Feedback:
    """What was said before by the same side is changed; said again, it stays as it was. Who accepts
    is told to the other side. Raises Refused: not one's own (403); over, not shown, not matched
    (but for a project that accepts), no reason (422)."""
    # One after the other, so that a double click is one feedback.
    posting = Posting.objects.select_for_update(of=("self",), no_key=True).get(pk=pair.posting.pk)
    refuse_if(_hindrances(pair, said))
    standing = _standing(pair)
    if standing is None:
        new = Feedback(
            posting=posting, project=pair.project, side=pair.side, given_by_id=by.person_id
        )
        _put(new, said)
        return _heard(begin(new, "give", by=by))
    return standing if _says(standing, said) else _change(standing, said, by=by)


def take_back(pair: Pair, *, by: Actor) -> Feedback:
    """As if nothing had been said. Raises Refused: not one's own (403); nothing said (409)."""
    standing = _standing(pair)
    if standing is None:
        raise Refused([Problem(FeedbackProblem.NOTHING)], status=HTTPStatus.CONFLICT)

    def write(row: Feedback) -> None:
        row.given_at = clock.now()

    return _heard(move(standing, "take_back", by=by, write=write))


def forget_notes(*, by: Actor) -> None:
    """What the person wrote of matches in their own words, when they leave."""

    def write(rows: Sequence[Feedback]) -> None:
        for row in rows:
            row.note = ""

    own = Feedback.objects.filter(given_by=by.user_id)
    move_all(own.exclude(note=""), "forget", by=by, write=write)


def _change(standing: Feedback, said: Said, *, by: Actor) -> Feedback:
    def write(row: Feedback) -> None:
        _put(row, said)
        row.given_by_id, row.given_at = by.person_id, clock.now()

    return _heard(move(standing, "change", by=by, write=write))


def _heard(feedback: Feedback) -> Feedback:
    """A trigger notes that its posting is to be matched anew; the ring has it done at once."""
    ring_index()
    return feedback


def _hindrances(pair: Pair, said: Said) -> list[Problem]:
    problems = []
    if not running_postings().filter(pk=pair.posting.pk).exists():
        problems.append(Problem(FeedbackProblem.OVER))
    if not shown().filter(pk=pair.project.pk).exists():
        problems.append(Problem(FeedbackProblem.NOT_SHOWN))
    if not problems and not _may_begin(pair, said) and not is_matched(pair.posting, pair.project):
        problems.append(Problem(FeedbackProblem.NOT_MATCHED))
    if said.verdict == Verdict.DECLINE and not said.reasons:
        problems.append(Problem(FeedbackProblem.NO_REASON, "reasons"))
    return problems


def _may_begin(pair: Pair, said: Said) -> bool:
    """Whose project it is may offer it to any posting: the portal need not have thought of it."""
    return pair.side == Side.PROJECT and said.verdict == Verdict.ACCEPT


def _standing(pair: Pair) -> Feedback | None:
    given = Feedback.objects.filter(status=FeedbackStatus.GIVEN, side=pair.side)
    return given.filter(posting=pair.posting, project=pair.project).first()


def _put(feedback: Feedback, said: Said) -> None:
    feedback.verdict, feedback.note = said.verdict, said.note
    feedback.reasons = list(said.reasons) if said.verdict == Verdict.DECLINE else []


def _says(feedback: Feedback, said: Said) -> bool:
    wanted = Feedback()
    _put(wanted, said)
    return all(getattr(feedback, n) == getattr(wanted, n) for n in ("verdict", "reasons", "note"))
