"""An agenda in words, as a release keeps it: no personal name stands in it, persons are refs."""

import hashlib
import json
from datetime import date
from typing import Any

from roadshows.queries.programme import Draft, Line, title_of
from roadshows.timeline import Content, minute_of, moment_of

_BLANK: dict[str, Any] = {
    "project": "",
    "code": "",
    "organisation": "",
    "field": "",
    "trl": None,
    "modes": [],
}


def content_of(draft: Draft, day: date) -> Content:
    """{"day", "begins", "ends", "place", "room", "items"}: moments in ISO with their offset; each
    item as `_item`."""
    roadshow = draft.roadshow
    begins = min((line.start for line in draft.lines), default=minute_of(draft.programme.begins))
    ends = max((line.end for line in draft.lines), default=begins)
    return {
        "day": day.isoformat(),
        "begins": moment_of(day, begins).isoformat(),
        "ends": moment_of(day, ends).isoformat(),
        "place": roadshow.place,
        "room": str(roadshow.room or ""),
        "items": [_item(line, draft, day) for line in draft.lines],
    }


def fingerprint(content: Content) -> str:
    """By which somebody who looked says what they saw."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _item(line: Line, draft: Draft, day: date) -> dict[str, Any]:
    """`room` is "" in the roadshow's main room, `room_ref` never where there is one."""
    item = line.item
    room = item.room or draft.roadshow.room
    return {
        "ref": item.ref,
        "kind": item.kind,
        "kind_label": item.get_kind_display(),
        "title": title_of(item),
        **_project(line),
        "starts": moment_of(day, line.start).isoformat(),
        "ends": moment_of(day, line.end).isoformat(),
        "talk": item.talk,
        "questions": item.questions,
        "room": str(item.room) if item.room else "",
        "room_ref": room.ref if room else "",
        "people": [{"ref": one.person.ref, "part": one.part} for one in item.appearances.all()],
    }


def _project(line: Line) -> dict[str, Any]:
    """As its version in force has it; empty where the item is none's."""
    project = line.item.project
    listing = getattr(project, "listing", None)
    if project is None or listing is None:
        return {**_BLANK, "project": project.ref if project else ""}
    content = listing.version.content
    return {
        "project": project.ref,
        "code": project.code or "",
        "organisation": content.get("organisation") or "",
        "field": listing.field.name if listing.field else "",
        "trl": listing.trl,
        "modes": content.get("labels", {}).get("modes", []),
    }
