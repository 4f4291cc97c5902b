"""对接: ten minutes after both agreed, the two are introduced and may reach each other."""

from collections.abc import Sequence
from typing import cast

from introductions.models import Introduction, Seat
from introductions.states import SeatRole
from matching import agreeing
from matching.models import Interest
from records.actors import PORTAL
from records.workflow import begin_all


def introduce_due() -> int:
    """Both hear of it. Returns how many."""
    return agreeing.introduce_due(_begin)


def _begin(interests: Sequence[Interest]) -> None:
    introductions = [Introduction(interest=interest) for interest in interests]
    begin_all(introductions, "begin", by=PORTAL)
    seats = [
        Seat(
            introduction=introduction,
            person_id=person,
            role=role,
            asker_agreed=True,
            answerer_agreed=True,
            proposed_by_id=person,
        )
        for introduction in introductions
        for role, person in (
            (SeatRole.ASKER, introduction.interest.person_id),
            (SeatRole.ANSWERER, cast("int", introduction.interest.answered_by_id)),
        )
    ]
    begin_all(seats, "sit", by=PORTAL)
