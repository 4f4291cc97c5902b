"""Tasks of a roadshow, with their days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
    When,
)
from django.db.models.functions import TruncDate

from accounts.states import Role
from foundation.clock import SHANGHAI
from records.models import Entry
from roadshows.models import Duty, Roadshow
from roadshows.states import DutyStatus, Party, RoadshowStatus

NEAR = 3  # days before its day a task is near


@dataclass(frozen=True, slots=True)
class Ended:
    """Who ended a task, in which role, and when."""

    name: str
    role: str
    at: datetime


def _ended(entry: Entry) -> Ended:
    name = entry.actor.name if entry.actor else ""
    return Ended(name, Role(entry.actor_role).label, entry.at)


def duties_of(roadshow: Roadshow) -> QuerySet[Duty]:
    return roadshow.duties.order_by("offset", "pk")


def ended_by(roadshow: Roadshow) -> dict[int, Ended]:
    """By task, what ended it last. One query."""
    ended = Duty.objects.filter(roadshow=roadshow, ended_at__isnull=False)
    entries = Entry.objects.filter(
        table=Duty._meta.label_lower, verb__in=("finish", "waive"), object_id__in=ended.values("pk")
    )
    return {one.object_id: _ended(one) for one in entries.select_related("actor").order_by("id")}


def to_remind(today: date) -> QuerySet[Duty]:
    """Open, near their day or over it, and not reminded for that day yet: where it moved away
    after a reminder, another comes when it is near again."""
    running = (RoadshowStatus.DATED, RoadshowStatus.HELD)
    due = ExpressionWrapper(F("roadshow__day") + F("offset"), output_field=DateField())
    near = ExpressionWrapper(F("ends") - NEAR, output_field=DateField())
    rows = Duty.objects.filter(status=DutyStatus.OPEN, roadshow__status__in=running)
    rows = rows.alias(ends=due, told=TruncDate("reminded_at", tzinfo=SHANGHAI)).alias(near=near)
    untold = Q(reminded_at=None) | Q(told__lt=F("near"))
    return rows.filter(untold, ends__lte=today + timedelta(days=NEAR)).select_related(
        "roadshow__unit"
    )


def with_next_duty(roadshows: QuerySet[Roadshow], party: Party) -> QuerySet[Roadshow]:
    """`next_duty` and `next_offset` of the party, null where it has nothing to do."""
    first = open_for(party).filter(roadshow=OuterRef("pk")).order_by("offset", "pk")
    is_on = ~Q(status=RoadshowStatus.CANCELLED)
    return roadshows.annotate(
        next_duty=Case(When(is_on, then=Subquery(first.values("title")[:1]))),
        next_offset=Case(
            When(is_on, then=Subquery(first.values("offset")[:1])),
            output_field=SmallIntegerField(null=True),
        ),
    )


def waiting_for(roadshows: QuerySet[Roadshow], party: Party) -> QuerySet[Roadshow]:
    """Those in which the party has something to do."""
    waiting = open_for(party).filter(roadshow=OuterRef("pk"))
    return roadshows.exclude(status=RoadshowStatus.CANCELLED).filter(Exists(waiting))


def open_for(party: Party) -> QuerySet[Duty]:
    return Duty.objects.filter(status=DutyStatus.OPEN, party=party)
