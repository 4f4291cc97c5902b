"""What stands against releasing a working copy, beside its item: the one place that says it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import TextChoices

from foundation import clock
from foundation.errors import Problem
from roadshows.booking import (
    Span,
    clashes_in,
    clashes_with_others,
    of_person,
    of_room,
    problems_of,
)
from roadshows.models import Person, Room
from roadshows.queries.programme import Draft, Line, title_of
from roadshows.timeline import MIDNIGHT, Content, moment_of

_MAIN = "main"  # the room of who has none yet


class ClashProblem(TextChoices):
    """What nobody has booked; what somebody has is worded by `booking`."""

    PROJECT = "clash_project", "“{found}”{expected}，不能上台。请撤出，或先办好再发布"
    DAY = "clash_day", "“{found}”排到了当天 24:00 以后。请提早开始，或压缩时长"
    ROOM = "clash_room", "会场“{found}”不是推荐单位的，请另选"
    MAIN = "clash_main", "主会场这段时间已被占用：{expected}。请换时间，或换会场"


def clash_problems(draft: Draft) -> list[Problem]:
    """`field` is the ref of the item. With what others have booked only where there is a day."""
    roadshow = draft.roadshow
    day = roadshow.day or clock.today()
    by_ref = {line.item.ref: _spans(draft, line, day) for line in draft.lines}
    spans = [span for some in by_ref.values() for span in some]
    refs = {id(span): ref for ref, some in by_ref.items() for span in some}
    found = [
        (refs[id(one)], problem)
        for pair in clashes_in(spans)
        for one, other in (pair, pair[::-1])
        for problem in _words(one, other)
    ]
    if roadshow.day is not None:
        booked = [span for span in spans if span.key != _MAIN]
        for one, other in clashes_with_others(booked, [roadshow]):
            found += [(refs[id(one)], problem) for problem in problems_of([(one, other)])]
    clashes = [replace(problem, field=ref) for ref, problem in found]
    return [*_alone(draft), *dict.fromkeys(clashes)]


def spans_of(
    content: Content, people: Mapping[str, Person], rooms: Mapping[str, Room], host: str
) -> list[Span]:
    """What a released content takes; `people` and `rooms` by their refs. A person who is gone, or a
    room, takes nothing."""
    found = []
    for item in content["items"]:
        starts, ends = (datetime.fromisoformat(item[name]) for name in ("starts", "ends"))
        what = f"{host}：{item['title']}"
        room = rooms.get(item["room_ref"])
        known = [people[one["ref"]] for one in item["people"] if one["ref"] in people]
        where = str(room or content["place"])
        found += [of_person(person, starts, ends, what, where) for person in known]
        found += [of_room(room, starts, ends, what)] if room else []
    return found


def _spans(draft: Draft, line: Line, day: date) -> list[Span]:
    item, room = line.item, line.item.room or draft.roadshow.room
    starts, ends = moment_of(day, line.start), moment_of(day, line.end)
    what, where = f"“{title_of(item)}”", str(room or "")
    people = [one.person for one in item.appearances.all()]
    found = [of_person(person, starts, ends, what, where) for person in people]
    there = of_room(room, starts, ends, what) if room else Span(_MAIN, "主会场", starts, ends, what)
    return [*found, there]


def _words(one: Span, other: Span) -> list[Problem]:
    if one.key == _MAIN:
        return [Problem(ClashProblem.MAIN, expected=other.in_words)]
    return problems_of([(one, other)])


def _alone(draft: Draft) -> Iterator[Problem]:
    """What is wrong with an item whatever the others are."""
    for line in draft.lines:
        item, title = line.item, title_of(line.item)
        fault = draft.faults.get(item.project_id or 0)
        if fault:
            yield Problem(ClashProblem.PROJECT, item.ref, expected=fault, found=title)
        if line.end > MIDNIGHT:
            yield Problem(ClashProblem.DAY, item.ref, found=title)
        if item.room and item.room.unit_id != draft.roadshow.unit_id:
            yield Problem(ClashProblem.ROOM, item.ref, found=str(item.room))
