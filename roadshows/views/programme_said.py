"""A released agenda as the desks show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from roadshows.models import Person
from roadshows.states import Part
from roadshows.timeline import Content, time_in


@dataclass(frozen=True)
class Said:
    """An item as it was released; `people` with their names."""

    starts: str
    ends: str
    title: str
    note: str
    room: str
    people: str


def said_in(content: Content, *, is_named: bool) -> list[Said]:
    """Names are for those who run it."""
    refs = [one["ref"] for item in content["items"] for one in item["people"]]
    people = people_named(refs) if is_named else {}
    return [_said(item, content, people) for item in content["items"]]


def people_named(refs: Iterable[str]) -> dict[str, Person]:
    return {one.ref: one for one in Person.objects.filter(ref__in=list(refs))}


def _said(item: Content, content: Content, people: dict[str, Person]) -> Said:
    known = [one for one in item["people"] if one["ref"] in people]
    names = [f"{people[one['ref']]}（{Part(one['part']).label}）" for one in known]
    return Said(
        starts=time_in(item["starts"], content["day"]),
        ends=time_in(item["ends"], content["day"]),
        title=item["title"],
        note="，".join(one for one in (_kind(item), item["organisation"]) if one),
        room=item["room"] or content["room"] or "主会场",
        people="、".join(names),
    )


def _kind(item: Content) -> str:
    """Where its title does not say so."""
    label = str(item["kind_label"])
    return label if label != item["title"] else ""
