"""Interests and introductions laid down by set, past the door, where only reading them is
measured: every fourth is in one project of one holder, every fifth led to an introduction, and four
people sent them all."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from foundation import clock
from foundation.sql import insert_rows, take_ids
from introductions.models import Introduction, Line, Seat
from introductions.states import IntroductionStatus, LineStatus, SeatRole, SeatStatus
from matching.models import Interest
from matching.states import InterestKind, InterestReason, InterestStatus, Side
from projects.models import Project
from projects.queries import shown

SIZE = 20_000
_PIECE, _LINES = 2_000, 3
_SENDERS = ("enterprise", "investor", "partner", "holder_other")
_ENDS = (
    InterestStatus.INTRODUCED,
    *(InterestStatus.DECLINED, InterestStatus.EXPIRED),
    *(InterestStatus.DECLINED, InterestStatus.EXPIRED),
)


def fill(cast: Any, count: int) -> None:
    made = _interests(cast, count)
    while piece := list(islice(made, _PIECE)):
        _insert(piece)
        _introduce([one for one in piece if one.introduced_at is not None])


def _interests(cast: Any, count: int) -> Iterator[Interest]:
    others = cycle(_others_than(cast.listed, count))
    people, kinds, now = cycle(_SENDERS), cycle(InterestKind), clock.now()
    for number, end in zip(range(count), cycle(_ENDS), strict=False):
        is_held = number % 4 == 0
        yield _interest(
            project_id=cast.listed.pk if is_held else next(others),
            person_id=cast.actors[next(people)].user_id,
            answered_by_id=cast.actors["holder" if is_held else "clerk"].user_id,
            kind=next(kinds),
            status=end,
            sent_at=now - timedelta(minutes=30 + count - number),
        )


def _others_than(project: Project, most: int) -> list[int]:
    found = shown().exclude(project=project.pk).values_list("project", flat=True)
    return list(found[:most])


def _interest(*, status: str, sent_at: datetime, answered_by_id: int, **facts: Any) -> Interest:
    is_introduced, is_answered = status == InterestStatus.INTRODUCED, status != "expired"
    answered_at = sent_at + timedelta(minutes=15)
    return Interest(
        side=Side.PROJECT,
        message="想谈许可，年产量大约 3 万件。",
        status=status,
        sent_at=sent_at,
        reason=InterestReason.OTHER if status == InterestStatus.DECLINED else "",
        answered_by_id=answered_by_id if is_answered else None,
        answered_at=answered_at if is_answered else None,
        agreed_at=answered_at if is_introduced else None,
        introduced_at=answered_at + timedelta(minutes=11) if is_introduced else None,
        **facts,
    )


def _introduce(interests: Sequence[Interest]) -> None:
    talks = [
        Introduction(interest=one, status=IntroductionStatus.OPEN, introduced_at=one.introduced_at)
        for one in interests
    ]
    _insert(talks)
    seats = [
        Seat(
            introduction=talk,
            person_id=person,
            role=role,
            status=SeatStatus.JOINED,
            asker_agreed=True,
            answerer_agreed=True,
            proposed_by_id=person,
        )
        for talk in talks
        for role, person in (
            (SeatRole.ASKER, talk.interest.person_id),
            (SeatRole.ANSWERER, talk.interest.answered_by_id),
        )
    ]
    _insert(seats)
    _insert(
        [
            Line(
                introduction=seat.introduction,
                author_id=seat.person_id,
                text="您好，想约下周三开个视频会。",
                status=LineStatus.SAID,
            )
            for seat in seats
            for _ in range(_LINES)
        ]
    )


def _insert(rows: Sequence[Any]) -> None:
    for row, pk in zip(rows, take_ids(type(rows[0]), len(rows)), strict=True):
        row.pk = pk
    insert_rows(rows)
