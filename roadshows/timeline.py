"""When each item of an agenda begins and ends: pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar

from foundation.clock import SHANGHAI

MIDNIGHT = 24 * 60  # minutes of a day

Content = dict[str, Any]


class Timed(Protocol):
    """`models.Item` is one. `room_id` is null in the roadshow's main room."""

    room_id: int | None
    fixed_at: time | None
    buffer: int

    @property
    def minutes(self) -> int: ...


T = TypeVar("T", bound=Timed)


def timeline(items: Sequence[T], begins: time, main_room: int | None) -> list[tuple[T, int, int]]:
    """Each item with its start and end in minutes of the day, half-open, in the order given. Within
    its room one follows the other after the other's buffer, the first from `begins`; one with a
    fixed time begins then, and the next follows it. What ends after MIDNIGHT ends on the next day.
    """
    free: dict[int | None, int] = {}
    found = []
    for item in items:
        room = item.room_id or main_room
        start = free.get(room, minute_of(begins))
        if item.fixed_at is not None:
            start = minute_of(item.fixed_at)
        end = start + item.minutes
        free[room] = end + item.buffer
        found.append((item, start, end))
    return found


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def clock_of(minute: int) -> str:
    """As people read it: 14:05; 24:00 is the end of the day, later minutes are the next day's."""
    if minute <= MIDNIGHT:
        return f"{minute // 60:02}:{minute % 60:02}"
    return f"次日 {clock_of(minute - MIDNIGHT)}"


def moment_of(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI) + timedelta(minutes=minute)


def time_in(text: str, day: str) -> str:
    """Of an ISO moment of a content, the time of its day as `clock_of` writes it."""
    moment = datetime.fromisoformat(text)
    days = (moment.date() - date.fromisoformat(day)).days
    return clock_of(days * MIDNIGHT + minute_of(moment.time()))


def on_day(content: Content, day: date) -> Content:
    """A released content at the same times of another day."""
    apart = day - date.fromisoformat(content["day"])
    if not apart:
        return content
    items = [_moved(item, ("starts", "ends"), apart) for item in content["items"]]
    return {
        **_moved(content, ("begins", "ends"), apart),
        "day": day.isoformat(),
        "items": items,
    }


def _moved(row: Content, names: Sequence[str], apart: timedelta) -> Content:
    moved = {name: (datetime.fromisoformat(row[name]) + apart).isoformat() for name in names}
    return {**row, **moved}
