"""Reads of what the portal suggests, from either side."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from foundation import clock
from matching.models import Feedback, TakeUp
from matching.queries.interests import answerers_of_project
from matching.queries.postings import owners_of
from matching.states import Side, Verdict
from records.models import Message

_QUIET = timedelta(hours=24)  # in which a pair is told of once to each side
_ACCEPTED = ("matching.feedback.give", "matching.feedback.change")


def other_side_of(feedback: Feedback) -> Iterable[int]:
    """Who wants to go on is told to the other side; who does not, or not yet, to nobody."""
    if feedback.verdict != Verdict.ACCEPT:
        return []
    is_of_project = feedback.side == Side.PROJECT
    people = (
        owners_of(feedback.posting) if is_of_project else answerers_of_project(feedback.project)
    )
    asked = set(people)
    same = {"kind__in": _ACCEPTED, "context__matches_path": feedback.facts["matches_path"]}
    return asked - set(_lately(asked).filter(**same).values_list("to", flat=True))


def posting_side_of(take_up: TakeUp) -> Iterable[int]:
    """Taken back and asked for anew, it waits on their page without another word."""
    since = clock.now() - _QUIET
    same = TakeUp.objects.filter(posting=take_up.posting_id, project=take_up.project_id)
    if same.filter(asked_at__gt=since).exclude(pk=take_up.pk).exists():
        return []
    return owners_of(take_up.posting)


def _lately(people: Iterable[int]) -> QuerySet[Message]:
    return Message.objects.filter(to__in=people, created_at__gt=clock.now() - _QUIET)


def project_side_of(take_up: TakeUp) -> Iterable[int]:
    return answerers_of_project(take_up.project)
