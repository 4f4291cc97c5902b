"""占用: nobody and no room is in two places at once; who would be is told with what, where, when.

Orders that want the same person or room come one after the other, so that the second reads what
the first took; the exclusion constraints of `Booking` stand behind that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet, TextChoices

from foundation.clock import span_in_words
from foundation.errors import Problem, refuse_if
from roadshows.models import Booking, Person, Roadshow, Room, Session

Owner = Roadshow | Session


class BookingProblem(TextChoices):
    PERSON = "booking_person", "{found}这段时间已有安排：{expected}。请换时间，或换一位"
    ROOM = "booking_room", "{found}这段时间已被占用：{expected}。请换时间，或换会场"


@dataclass(frozen=True, slots=True)
class Span:
    """A person or a room from `starts` to `ends`, half-open, for `what`. `key` is the same for one
    human being, whichever units noted them, and for one room."""

    key: str
    name: str
    starts: datetime
    ends: datetime
    what: str
    where: str = ""

    def overlaps(self, other: "Span") -> bool:
        return self.key == other.key and self.starts < other.ends and other.starts < self.ends

    @property
    def in_words(self) -> str:
        where = f"，在{self.where}" if self.where else ""
        return f"{span_in_words(self.starts, self.ends)}，{self.what}{where}"


def of_person(person: Person, starts: datetime, ends: datetime, what: str, where: str = "") -> Span:
    return Span(person.who, str(person), starts, ends, what, where)


def of_room(room: Room, starts: datetime, ends: datetime, what: str) -> Span:
    return Span(f"{_ROOM}{room.pk}", str(room), starts, ends, what)


def clashes_in(spans: Iterable[Span]) -> list[tuple[Span, Span]]:
    """Every two that overlap, the earlier first."""
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_key[span.key].append(span)
    return [pair for rows in by_key.values() for pair in _overlapping(rows)]


def clashes_with_others(spans: Sequence[Span], owners: Sequence[Owner]) -> list[tuple[Span, Span]]:
    """Of `spans` with what is booked by anybody but `owners`: one of `spans` first. Two queries at
    most, none for no spans. What another unit coaches is nobody's business: only that."""
    if not spans:
        return []
    taken = _of_keys({span.key for span in spans}).exclude(_of_owners(owners))
    window = DateTimeTZRange(min(s.starts for s in spans), max(s.ends for s in spans))
    rows = taken.filter(span__overlap=window).select_related(
        "room", "session__room", "roadshow__room"
    )
    names = {span.key: span.name for span in spans}
    units = {owner.unit_id for owner in owners}
    others = [_as_span(row, names, units) for row in rows.order_by("span", "pk")]
    return [(one, other) for one in spans for other in others if one.overlaps(other)]


def problems_of(clashes: Iterable[tuple[Span, Span]]) -> list[Problem]:
    """Beside `people` or `room`, each once."""
    found: dict[Problem, None] = {}
    for one, other in clashes:
        is_room = one.key.startswith(_ROOM)
        code = BookingProblem.ROOM if is_room else BookingProblem.PERSON
        field = "room" if is_room else "people"
        problem = Problem(code, field, expected=other.in_words, found=one.name)
        found[problem] = None
    return list(found)


@transaction.atomic
def book(rows: Mapping[Owner, Sequence[Span]]) -> None:
    """What each owner takes from now on, in place of what it took. Raises Refused (422): somebody
    or a room would be in two places."""
    owners = list(rows)
    spans = [span for some in rows.values() for span in some]
    come_one_by_one(span.key for span in spans)
    refuse_if(problems_of([*clashes_in(spans), *clashes_with_others(spans, owners)]))
    free(owners)
    Booking.objects.bulk_create(
        _as_booking(owner, span) for owner, some in rows.items() for span in some
    )


def free(owners: Sequence[Owner]) -> None:
    """They take nothing any more."""
    Booking.objects.filter(_of_owners(owners)).delete()


def come_one_by_one(keys: Iterable[str]) -> None:
    """Until the transaction ends, locked in the order of the keys: whoever waits for one holds
    none that another needs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('booking:' || key, 0))"
            " from (select unnest(%s::text[]) as key order by key offset 0) as keys",
            [sorted(set(keys))],
        )


_ROOM = "room:"


def _overlapping(rows: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    ordered = sorted(rows, key=lambda span: (span.starts, span.ends))
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.starts >= one.ends:
                break
            yield one, other


def _of_keys(keys: set[str]) -> QuerySet[Booking]:
    people = [key for key in keys if not key.startswith(_ROOM)]
    rooms = [key.removeprefix(_ROOM) for key in keys if key.startswith(_ROOM)]
    return Booking.objects.filter(Q(who__in=people) | Q(room__in=rooms))


def _of_owners(owners: Sequence[Owner]) -> Q:
    roadshows = [owner.pk for owner in owners if isinstance(owner, Roadshow)]
    sessions = [owner.pk for owner in owners if isinstance(owner, Session)]
    return Q(roadshow__in=roadshows) | Q(session__in=sessions)


def _as_span(row: Booking, names: Mapping[str, str], units: set[str]) -> Span:
    key = row.who or f"{_ROOM}{row.room_id}"
    what, where = row.what, ""
    if row.session and row.session.unit_id not in units:
        what = "别的单位的辅导"
    elif row.session:
        where = str(row.session.room or "")
    elif row.roadshow:
        where = str(row.roadshow.room or row.roadshow.place)
    return Span(key, names[key], row.span.lower, row.span.upper, what, where if row.who else "")


def _as_booking(owner: Owner, span: Span) -> Booking:
    is_room = span.key.startswith(_ROOM)
    return Booking(
        roadshow=owner if isinstance(owner, Roadshow) else None,
        session=owner if isinstance(owner, Session) else None,
        who=None if is_room else span.key,
        room_id=int(span.key.removeprefix(_ROOM)) if is_room else None,
        span=DateTimeTZRange(span.starts, span.ends),
        what=span.what[:100],
    )
