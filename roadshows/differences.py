"""What a new release changes for each person and each project in it: pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from roadshows.states import Part
from roadshows.timeline import Content, time_in


class Kind(StrEnum):
    IN = "in"
    OUT = "out"
    TIME = "time"
    ROOM = "room"
    PART = "part"


class Side(StrEnum):
    PERSON = "person"
    PROJECT = "project"


Whom = tuple[Side, str]  # and their ref

_SENTENCES = {
    (Kind.IN, Side.PROJECT): "“{title}”列入议程：{after}",
    (Kind.IN, Side.PERSON): "你在“{title}”里是{part}：{after}",
    (Kind.OUT, Side.PROJECT): "“{title}”不再列入议程",
    (Kind.OUT, Side.PERSON): "“{title}”不再由你担任{part}",
}
_CHANGED = {
    Kind.TIME: "“{title}”的时间由 {before} 改为 {after}",
    Kind.ROOM: "“{title}”的会场由{before}改为{after}",
    Kind.PART: "“{title}”里你由{before}改为{after}",
}


@dataclass(frozen=True, slots=True)
class Change:
    """`item` is its ref; `before` and `after` as people read them."""

    kind: Kind
    side: Side
    item: str
    title: str
    before: str = ""
    after: str = ""
    part: str = ""

    @property
    def sentence(self) -> str:
        words = _SENTENCES.get((self.kind, self.side)) or _CHANGED[self.kind]
        return words.format(title=self.title, before=self.before, after=self.after, part=self.part)


def differences(before: Content | None, after: Content) -> dict[Whom, list[Change]]:
    """By whom it concerns, in the order of the agenda, what goes at the end; whom nothing changes
    for is not in it. That the whole roadshow moved to another day is no difference."""
    old, new = _items(before), _items(after)
    found: dict[Whom, list[Change]] = defaultdict(list)
    for ref in [*new, *(ref for ref in old if ref not in new)]:
        for whom, change in _changes(ref, old.get(ref), new.get(ref)):
            found[whom].append(change)
    return dict(found)


def _items(content: Content | None) -> dict[str, dict[str, Any]]:
    if content is None:
        return {}
    main = content["room"] or "主会场"
    return {
        item["ref"]: {
            **item,
            "when": f"{time_in(item['starts'], content['day'])}–"
            f"{time_in(item['ends'], content['day'])}",
            "where": item["room"] or main,
        }
        for item in content["items"]
    }


def _changes(
    ref: str, old: dict[str, Any] | None, new: dict[str, Any] | None
) -> Iterator[tuple[Whom, Change]]:
    had, has = _concerned(old), _concerned(new)
    for whom in {**has, **had}:
        if whom not in has and old:
            gone = Change(Kind.OUT, whom[0], ref, old["title"], part=had[whom])
            yield whom, gone
        elif whom not in had and new:
            after = f"{new['when']}，{new['where']}"
            yield whom, Change(Kind.IN, whom[0], ref, new["title"], "", after, has[whom])
        elif old and new:
            pairs = {
                Kind.TIME: (old["when"], new["when"]),
                Kind.ROOM: (old["where"], new["where"]),
                Kind.PART: (had[whom], has[whom]),
            }
            for kind, (before, after) in pairs.items():
                if before != after:
                    yield whom, Change(kind, whom[0], ref, new["title"], before, after)


def _concerned(item: Mapping[str, Any] | None) -> dict[Whom, str]:
    """Each with the words of their part."""
    if item is None:
        return {}
    people = {(Side.PERSON, one["ref"]): str(Part(one["part"]).label) for one in item["people"]}
    project = {(Side.PROJECT, item["project"]): ""} if item["project"] else {}
    return {**project, **people}
