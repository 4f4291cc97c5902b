"""意向: somebody tells the holder of a shown achievement what they would do with it."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import TextChoices

from foundation.errors import Problem, refuse_if
from matching.models import Interest
from matching.queries.waiting import INTEREST_SENT
from matching.states import InterestKind, InterestStatus
from projects.models import Project
from projects.queries import shown
from records.actors import Actor
from records.messages import mark_read_about
from records.retracting import lateness
from records.workflow import begin, move, move_all


class InterestProblem(TextChoices):
    NOT_SHOWN = "not_shown", "这项成果现在没有公开展示，不能提交意向"
    TWICE = "twice", "你已经对这项成果提交过意向，对方会在站内看到"
    TOO_LATE = "too_late", "提交已超过 {expected} 分钟，不能撤回"


@transaction.atomic
def send_interest(project: Project, kind: InterestKind, *, message: str, by: Actor) -> Interest:
    """Its holder or custodian gets a Message. Raises Refused: one's own (403); not shown, sent
    already (422)."""
    # One after the other, so that a double click is one interest.
    locked = Project.objects.select_for_update().get(pk=project.pk)
    refuse_if(_hindrances(locked, by))
    interest = Interest(project=locked, person_id=by.person_id, kind=kind, message=message)
    return begin(interest, "send", by=by)


def mark_seen(interests: Iterable[Interest], *, by: Actor) -> None:
    """By whoever answers them: they have read them where they are listed."""
    mark_read_about(by.person_id, INTEREST_SENT, [interest.ref for interest in interests])


def take_back(interest: Interest, *, by: Actor) -> Interest:
    """Within ten minutes. Raises Refused (422)."""
    return move(interest, "take_back", by=by)


def forget_messages(*, by: Actor) -> None:
    """What the person wrote to holders, when they leave."""

    def write(rows: Sequence[Interest]) -> None:
        for row in rows:
            row.message = ""

    own = Interest.objects.filter(person=by.user_id)
    move_all(own.exclude(message=""), "forget", by=by, write=write)


def taking_back_problems(interest: Interest) -> list[Problem]:
    return lateness(interest.sent_at, InterestProblem.TOO_LATE)


def _hindrances(project: Project, by: Actor) -> list[Problem]:
    if not shown().filter(pk=project.pk).exists():
        return [Problem(InterestProblem.NOT_SHOWN)]
    own = project.interests.filter(person=by.user_id, status=InterestStatus.SENT)
    return [Problem(InterestProblem.TWICE)] if own.exists() else []
