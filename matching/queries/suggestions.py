"""Reads of what the portal suggests, from either side."""

from collections.abc import Iterable

from matching.models import Feedback, TakeUp
from matching.queries.interests import answerers_of_project
from matching.queries.postings import owners_of
from matching.states import Side, Verdict


def other_side_of(feedback: Feedback) -> Iterable[int]:
    """Who wants to go on is told to the other side; who does not, or not yet, to nobody."""
    if feedback.verdict != Verdict.ACCEPT:
        return []
    if feedback.side == Side.PROJECT:
        return owners_of(feedback.posting)
    return answerers_of_project(feedback.project)


def posting_side_of(take_up: TakeUp) -> Iterable[int]:
    return owners_of(take_up.posting)


def project_side_of(take_up: TakeUp) -> Iterable[int]:
    return answerers_of_project(take_up.project)
