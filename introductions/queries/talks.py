"""Reads of introductions: those one sits at, and what is said there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from foundation.clock import Now
from introductions.models import Appointment, Introduction, Line, Seat
from introductions.states import (
    AppointmentStatus,
    IntroductionStatus,
    LineStatus,
    SeatRole,
    SeatStatus,
    TalkStage,
)
from records.actors import Actor
from records.models import Message
from records.retracting import WITHIN

LINE_SAID = "introductions.line.say"
LATEST = 200  # lines on the page
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the other party: shown to the two alone."""

    name: str
    house: str
    phone: str
    email: str


def talks_of(by: Actor) -> QuerySet[Any]:
    """Where one sits, in whatever role one acts; those touched last first. Each with one's own
    `unread`, `touched_at` and `other`, who the other party is."""
    own = Seat.objects.sitting().filter(introduction=OuterRef("pk"), person=by.user_id)
    later = Line.objects.filter(introduction=OuterRef("pk")).exclude(author=by.user_id)
    unread = later.filter(said_at__gt=OuterRef("own_read"))
    rows: QuerySet[Any] = Introduction.objects.filter(Exists(own)).annotate(
        own_read=Coalesce(Subquery(own.values("read_at")[:1]), Value(_NEVER)),
        touched_at=Coalesce(Subquery(_last_line()), F("introduced_at")),
        other=_other_name(by),
    )
    touched = (F("status").desc(), "-touched_at", "-pk")
    return _with_pair(rows.annotate(unread=Exists(unread))).order_by(*touched)


def pipeline_of(by: Actor) -> list[tuple[str, str, int]]:
    """Where one's introductions stand: what the list is asked by, its label, how many; "" is all
    that are open."""
    own = Seat.objects.sitting().filter(person=by.user_id)
    rows = Introduction.objects.filter(pk__in=own.values("introduction"))
    is_open = Q(status=IntroductionStatus.OPEN)
    counts = rows.aggregate(
        open=Count("pk", filter=is_open),
        finished=Count("pk", filter=~is_open),
        **{stage.value: Count("pk", filter=is_open & Q(stage=stage)) for stage in TalkStage},
    )
    stages = [(stage.value, str(stage.label), counts[stage.value]) for stage in TalkStage]
    finished = IntroductionStatus.FINISHED
    return [
        ("", "进行中", counts["open"]),
        *stages,
        (finished.value, str(finished.label), counts["finished"]),
    ]


def shown_in(rows: QuerySet[Any], show: str) -> QuerySet[Any]:
    """Of `talks_of`, those a station of the pipeline holds."""
    if show == IntroductionStatus.FINISHED:
        return rows.filter(status=IntroductionStatus.FINISHED)
    of_stage = {"stage": show} if show in TalkStage.values else {}
    return rows.filter(status=IntroductionStatus.OPEN, **of_stage)


def unread_by(by: Actor) -> QuerySet[Introduction]:
    """With lines of others that one has not opened."""
    return talks_of(by).filter(unread=True).order_by()


def talk_named(ref: str, by: Actor) -> QuerySet[Introduction]:
    """By its own ref, or by its interest's."""
    name = ref.upper()
    return talks_of(by).filter(Q(ref=name) | Q(interest__ref=name))


def stamp_of(introduction: Introduction) -> str:
    """Another one for whatever was said, taken back or forgotten since."""
    lines = introduction.lines.aggregate(
        last=Max("said_at"),
        all=Count("pk"),
        said=Count("pk", filter=Q(status=LineStatus.SAID)),
        words=Count("pk", filter=~Q(text="")),
        files=Count("document"),
    )
    return "-".join(str(fact) for fact in lines.values())


def seat_of(introduction: Introduction, by: Actor) -> Seat:
    """One's own, where one sits there."""
    return next(seat for seat in introduction.seats_taken() if seat.person_id == by.user_id)


def contact_of(introduction: Introduction, by: Actor) -> Contact | None:
    """Of the other party; None for who accompanies, and where they have left the portal."""
    parties = {seat.person_id: seat for seat in introduction.seats_taken() if seat.is_party}
    if by.user_id not in parties:
        return None
    others = [seat.person for pk, seat in parties.items() if pk != by.user_id]
    return _contact(others[0]) if others else None


def lines_of(introduction: Introduction) -> QuerySet[Line]:
    """In order."""
    lines = introduction.lines.select_related("author", "document", "introduction")
    return lines.order_by("said_at", "pk")


def last_lines_of(introduction: Introduction) -> list[Any]:
    """In order, each with `is_fresh`, said so lately that it may be taken back; those before them
    are in the export."""
    lines = lines_of(introduction).annotate(is_fresh=Q(said_at__gte=Now() - WITHIN))
    return list(reversed(lines.reverse()[:LATEST]))


def appointments_of(introduction: Introduction) -> QuerySet[Appointment]:
    """What is proposed and agreed, the next first; then what came to nothing."""
    alive = Q(status__in=AppointmentStatus.alive)
    rows = introduction.appointments.select_related("proposed_by", "introduction")
    return rows.annotate(is_alive=alive).order_by("-is_alive", "starts_at", "pk")


def waiting_times(by: Actor) -> QuerySet[Appointment]:
    """Proposed to `by` by the other party."""
    parties = Seat.objects.filter(
        person=by.user_id, status=SeatStatus.JOINED, role__in=SeatRole.of_parties
    )
    rows = Appointment.objects.filter(
        introduction__in=parties.values("introduction"),
        introduction__status=IntroductionStatus.OPEN,
    )
    to_come = rows.filter(status=AppointmentStatus.PROPOSED, starts_at__gt=Now())
    return to_come.exclude(proposed_by=by.user_id)


def open_with_a_day(by: Actor) -> QuerySet[Introduction]:
    rows = talks_of(by).filter(status=IntroductionStatus.OPEN, next_on__isnull=False)
    return rows.order_by("next_on")


def sitting_at(introduction: Introduction) -> Iterable[int]:
    return introduction.seats.sitting().values_list("person_id", flat=True)


def parties_of(introduction: Introduction) -> Iterable[int]:
    seats = introduction.seats.filter(status=SeatStatus.JOINED, role__in=SeatRole.of_parties)
    return seats.values_list("person_id", flat=True)


def readers_of(line: Line) -> Iterable[int]:
    """Whoever else sits there, but who has a word of it still to open."""
    others = set(sitting_at(line.introduction)) - {line.author_id}
    told = Message.objects.filter(to__in=others, kind=LINE_SAID, read_at=None)
    same = told.filter(context__talk_path=line.facts["talk_path"])
    return others - set(same.values_list("to", flat=True))


def _last_line() -> QuerySet[Line, Any]:
    lines = Line.objects.filter(introduction=OuterRef("pk")).order_by()
    return lines.values("introduction").annotate(last=Max("said_at")).values("last")


def _other_name(by: Actor) -> Subquery:
    """Of the party that `by` is not; of who accompanies, the one who asked."""
    parties = Seat.objects.filter(introduction=OuterRef("pk"), role__in=SeatRole.of_parties)
    others = parties.exclude(person=by.user_id).order_by("-role")
    return Subquery(others.values("person__name")[:1])


def _with_pair(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(
        "interest__project__unit",
        "interest__posting__unit",
        "interest__posting__organisation",
        "interest__person__organisation",
        "interest__organisation",
        "interest__answered_by__organisation",
    )


def _contact(person: User) -> Contact:
    house = person.organisation.name if person.organisation else ""
    return Contact(person.name, house, person.phone, person.email)
