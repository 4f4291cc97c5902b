"""重大问题: a unit raises to the centre what it cannot settle itself; the centre answers by a date
(notice 三(一))."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.workdays import end_after_workdays
from provinces.models import Matter, PlanEvent, WorkPlan
from records.actors import Actor
from records.workflow import begin, move

WORKDAYS = 10  # within which the centre answers, unless it says otherwise


class MatterProblem(TextChoices):
    NO_TITLE = "matter_no_title", "请用一句话写明问题"
    NO_TEXT = "matter_no_text", "请写明情况"
    NO_EVENT = "matter_no_event", "没有找到这一场"
    NO_ANSWER = "matter_no_answer", "请写明答复"
    NOT_LATER = "matter_not_later", "答复期限要晚于现在"
    NO_REASON = "matter_no_reason", "请写明为什么改期，单位会看到"


@dataclass(frozen=True)
class Raised:
    title: str
    text: str
    event: PlanEvent | None = None


@transaction.atomic
def raise_matter(plan: WorkPlan, raised: Raised, *, by: Actor) -> Matter:
    """Raises Refused: not of this unit (403); 422."""
    refuse_if(_problems(plan, raised))
    matter = Matter(
        plan=plan,
        event=raised.event,
        title=raised.title,
        text=raised.text,
        raised_by_id=by.person_id,
        due_at=end_after_workdays(clock.now(), WORKDAYS),
    )
    return begin(matter, "raise", by=by)


def withdraw_matter(matter: Matter, *, by: Actor) -> Matter:
    """Raises Refused: 403; 409 answered."""
    return move(matter, "withdraw", by=by)


def defer_matter(matter: Matter, due_at: datetime, *, by: Actor, reason: str) -> Matter:
    """Raises Refused: not the centre's (403); 409 answered; 422."""

    def write(row: Matter) -> None:
        problems = [] if due_at > clock.now() else [Problem(MatterProblem.NOT_LATER, "due_at")]
        if not reason.strip():
            problems.append(Problem(MatterProblem.NO_REASON, "reason"))
        refuse_if(problems)
        row.due_at = due_at

    return move(matter, "defer", by=by, note=reason, write=write)


def answer_matter(matter: Matter, answer: str, *, by: Actor) -> Matter:
    """Raises Refused: not the centre's (403); 409 answered; 422 no text."""

    def write(row: Matter) -> None:
        refuse_if([] if answer.strip() else [Problem(MatterProblem.NO_ANSWER, "answer")])
        row.answer, row.answered_at = answer, clock.now()
        row.answered_by_id = by.person_id

    return move(matter, "answer", by=by, write=write)


def _problems(plan: WorkPlan, raised: Raised) -> list[Problem]:
    problems = []
    if not raised.title.strip():
        problems.append(Problem(MatterProblem.NO_TITLE, "title"))
    if not raised.text.strip():
        problems.append(Problem(MatterProblem.NO_TEXT, "text"))
    if raised.event is not None and raised.event.plan_id != plan.pk:
        problems.append(Problem(MatterProblem.NO_EVENT, "event"))
    return problems
