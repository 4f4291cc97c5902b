"""A released agenda as papers show it: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil
from typing import TypeVar

from roadshows.timeline import Content, time_in

_TITLES = ((14, "large"), (34, "long"))  # up to so many characters
_ROOM = 198  # mm, below the heads of a poster's two columns


@dataclass(frozen=True, slots=True)
class Stop:
    """An item; `facts` of its project, "" where it has none."""

    starts: str
    ends: str
    kind: str
    title: str
    by: str
    facts: str
    room: str
    is_pitch: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """What follows one after the other of one kind: the pitches in one."""

    starts: str
    ends: str
    title: str
    note: str


def stops_of(content: Content) -> list[Stop]:
    return [_stop(item, content["day"]) for item in content["items"]]


def segments_of(stops: Sequence[Stop]) -> list[Segment]:
    """Pitches in a row are one; anything else is one for itself."""
    found: list[Segment] = []
    for is_pitch, run in groupby(stops, key=lambda stop: stop.is_pitch):
        rows = list(run)
        if is_pitch:
            note = f"{len(rows)} 个项目"
            found.append(Segment(rows[0].starts, max(s.ends for s in rows), rows[0].kind, note))
        else:
            found += [Segment(s.starts, s.ends, s.title, s.room) for s in rows]
    return found


def letters_of(title: str) -> str:
    """In which a poster's title stands in two lines, as a class of `agenda.css`."""
    return next((name for upto, name in _TITLES if len(title) <= upto), "longest")


def set_on_poster(
    pitches: Sequence[Stop], segments: Sequence[Segment]
) -> tuple[str, list[Stop], list[Segment]]:
    """The largest letters in which all of them stand on one sheet, as a class of `agenda.css`; in
    the smallest, as many as there is room for."""
    for setting in _SETTINGS:
        if sum(map(setting.of_pitch, pitches)) <= _ROOM >= sum(map(setting.of_segment, segments)):
            break
    stand = _as_many(pitches, [setting.of_pitch(one) for one in pitches])
    return setting.name, stand, _as_many(segments, [setting.of_segment(one) for one in segments])


@dataclass(frozen=True, slots=True)
class _Letters:
    """Of a column of a poster: mm around an entry, a line of its title and of its small print, and
    how many characters each line takes."""

    around: float
    title: float
    title_width: int
    small: float
    small_width: int

    def height(self, title: str, *small: str) -> float:
        lines = sum(ceil(len(text) / self.small_width) for text in small)
        return self.around + ceil(len(title) / self.title_width) * self.title + lines * self.small


@dataclass(frozen=True, slots=True)
class _Setting:
    name: str
    lineup: _Letters
    line: _Letters

    def of_pitch(self, stop: Stop) -> float:
        return self.lineup.height(stop.title, f"{stop.by}　{stop.facts}")

    def of_segment(self, segment: Segment) -> float:
        return self.line.height(segment.title, segment.starts, segment.note)


_SETTINGS = (
    _Setting("roomy", _Letters(7.5, 8.4, 22, 6.7, 30), _Letters(7, 7.9, 11, 6.6, 14)),
    _Setting("close", _Letters(4.5, 7.0, 26, 5.9, 34), _Letters(5, 7.0, 12, 6.0, 16)),
    _Setting("closest", _Letters(2.7, 5.6, 33, 4.6, 40), _Letters(3, 5.9, 15, 5.3, 18)),
)
T = TypeVar("T", Stop, Segment)


def _as_many(rows: Sequence[T], heights: Sequence[float]) -> list[T]:
    return [row for row, upto in zip(rows, accumulate(heights), strict=True) if upto <= _ROOM]


def _stop(item: Content, day: str) -> Stop:
    trl = f"TRL {item['trl']}" if item["trl"] else ""
    facts = [item["field"], trl, "、".join(item["modes"])]
    return Stop(
        starts=time_in(item["starts"], day),
        ends=time_in(item["ends"], day),
        kind=item["kind_label"],
        title=item["title"],
        by=item["organisation"],
        facts=" · ".join(fact for fact in facts if fact),
        room=item["room"],
        is_pitch=bool(item["project"]),
    )
