"""工作台: all that waits for somebody, room by room, in the order in which it is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from accounts import waiting as of_accounts
from foundation import clock
from introductions.queries import waiting as of_introductions
from matching.queries import waiting as of_matching
from projects.queries import waiting as of_projects
from provinces.queries import waiting as of_provinces
from records.actors import Actor
from records.letters import letter_of
from records.models import Message
from records.queries import messages_to
from records.waiting import Coming, ToCount, Waiting, counted
from records.working import Standing
from roadshows.queries import waiting as of_roadshows

_ROOMS = (of_projects, of_provinces, of_roadshows, of_matching, of_introductions, of_accounts)
_WITH_DAYS = (of_provinces, of_roadshows, of_introductions)
_LATEST = 5
_NEAR = 3  # days before it is due
_LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """Things of one kind, in words: where they are listed (an address by its name, and a query),
    when the next is due and how that stands (a tone), how long the oldest has waited."""

    label: str
    count: int
    url_name: str
    query: str
    due: str
    tone: str
    waited: str


@dataclass(frozen=True, slots=True)
class Day:
    """One to keep in mind."""

    about: Coming
    left: str


@dataclass(frozen=True, slots=True)
class Home:
    """What a desk's first page says."""

    mine: list[Line]
    others: list[Line]
    latest: list[tuple[Message, str]]
    coming: list[Day]


def home_of(by: Actor) -> Home:
    """A fixed number of queries for each role."""
    today = clock.today()
    mine = _for(by)
    found = counted([*mine, *(one for room in _ROOMS for one in room.handed_in_by(by))])
    latest = messages_to(by.user_id)[:_LATEST]
    coming = [one for room in _WITH_DAYS for one in room.coming_for(by)]
    return Home(
        mine=_lines(found[: len(mine)], today),
        others=_lines(found[len(mine) :], today),
        latest=[(message, letter_of(message).subject) for message in latest],
        coming=[
            Day(one, _left_in_words(one.day, today))
            for one in sorted(coming, key=lambda one: one.day)
        ],
    )


def waiting_for(by: Actor) -> list[Line]:
    """For desks whose first page is a list of their own."""
    return _lines(counted(_for(by)), clock.today())


def failed_among(works: Sequence[Standing]) -> list[Line]:
    """For whoever operates the portal."""
    failed = [Waiting(f"没有办完：{one.kind}", one.failed, "system") for one in works]
    return _lines(failed, clock.today())


def _for(by: Actor) -> list[ToCount | Waiting]:
    return [one for room in _ROOMS for one in room.waiting_for(by)]


def _lines(found: Iterable[Waiting], today: date) -> list[Line]:
    """What is due first comes first; of the rest, what waits longest."""
    some = [one for one in found if one.count]
    some.sort(key=lambda one: (one.due or date.max, one.since or _LATE))
    return [_line(one, today) for one in some]


def _line(one: Waiting, today: date) -> Line:
    return Line(
        label=one.label,
        count=one.count,
        url_name=one.url_name,
        query=f"?{one.query}" if one.query else "",
        due=_due_in_words(one.due, today) if one.due else "",
        tone=_tone(one.due, today) if one.due else "",
        waited=_waited_in_words(one.since, today) if one.since else "",
    )


def _due_in_words(due: date, today: date) -> str:
    day = clock.short_day(due) if due.year == today.year else clock.day_in_words(due)
    return f"{day}，{_left_in_words(due, today)}"


def _left_in_words(due: date, today: date) -> str:
    left = (due - today).days
    if left < 0:
        return f"已过 {-left} 天"
    return f"还有 {left} 天" if left else "就是今天"


def _tone(due: date, today: date) -> str:
    left = (due - today).days
    if left < 0:
        return "bad"
    return "warn" if left <= _NEAR else ""


def _waited_in_words(since: datetime, today: date) -> str:
    days = (today - since.astimezone(clock.SHANGHAI).date()).days
    return f"{days} 天" if days > 0 else "今天刚到"
