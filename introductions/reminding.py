"""提醒, of this room: the day two people set themselves for their next step."""

from datetime import date
from typing import cast

from django.db.models import QuerySet

from introductions.models import Introduction
from introductions.queries.talks import parties_of
from introductions.states import IntroductionStatus
from records.reminding import FARTHEST, Reminding


def _with_a_day(today: date) -> QuerySet[Introduction]:
    rows = Introduction.objects.filter(status=IntroductionStatus.OPEN)
    near = rows.filter(next_on__range=(today - FARTHEST, today + FARTHEST))
    return near.select_related("interest__project", "interest__posting")


def _day(introduction: Introduction) -> date:
    return cast("date", introduction.next_on)  # by the query


REMINDINGS = (
    Reminding(
        "introductions.introduction.next",
        rows=_with_a_day,
        day_of=_day,
        people_of=parties_of,
        offsets=(-1, 0, 3),
    ),
)
