"""提醒, of this room: interests that none of those who answer them has looked at."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from foundation.clock import Now
from foundation.workdays import end_after_workdays
from matching.models import Interest
from matching.queries.interests import answerers_of
from matching.queries.waiting import INTEREST_SENT
from matching.states import InterestStatus
from records.models import Message
from records.reminding import FARTHEST, Reminding
from records.waiting import last_day_of

UNSEEN_WORKDAYS = 3


def _unseen(today: date) -> QuerySet[Interest]:  # noqa: ARG001 -- the form of all of them
    told = Message.objects.filter(kind=INTEREST_SENT, about_ref=OuterRef("ref"))
    lately = Now() - 3 * FARTHEST  # the longest holidays are in it
    rows = Interest.objects.filter(status=InterestStatus.SENT, sent_at__gte=lately)
    unseen = rows.exclude(Exists(told.filter(read_at__isnull=False)))
    return unseen.select_related("project")


def _last_workday(interest: Interest) -> date:
    return last_day_of(end_after_workdays(interest.sent_at, UNSEEN_WORKDAYS))


REMINDINGS = (
    Reminding(
        "matching.interest.wait",
        rows=_unseen,
        day_of=_last_workday,
        people_of=answerers_of,
        offsets=(1, 8),
    ),
)
