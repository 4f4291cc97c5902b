"""All of an introduction as one file, for those who sit there."""

import json
import shutil
import tempfile
import zipfile
from typing import Any, BinaryIO, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from introductions.models import Introduction, Line
from introductions.queries.calendar import event_of
from introductions.queries.talks import appointments_of, contact_of, lines_of, seat_of
from introductions.states import AppointmentStatus
from records.actors import Actor
from roadshows.ics import calendar_of

_IN_MEMORY = 256 * 1024  # what is larger lies on the disk


def export_talk(introduction: Introduction, *, by: Actor) -> BinaryIO:
    """A ZIP, at its beginning: what was said and arranged as a text and as JSON, times as a
    calendar, files. The notes in it are those of `by`, and the other's contact is in it for a
    party alone."""
    spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 -- the answer closes it
    context = _context(introduction, by)
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("对接记录.txt", render_to_string("introductions/record.txt", context))
        archive.writestr("对接记录.json", _as_json(context))
        agreed = [one for one in context["times"] if one.status == AppointmentStatus.AGREED]
        if agreed:
            archive.writestr("约见.ics", calendar_of([event_of(one) for one in agreed]))
        for line in context["lines"]:
            _write_file(archive, line)
    spool.seek(0)
    return spool


def name_in_archive(line: Line) -> str:
    """ "" where the line has no file."""
    return f"文件/{line.ref}-{line.document.name}" if line.document else ""


def _context(introduction: Introduction, by: Actor) -> dict[str, Any]:
    return {
        "introduction": introduction,
        "lines": list(lines_of(introduction)),
        "times": list(appointments_of(introduction)),
        "contact": contact_of(introduction, by),
        "notes": seat_of(introduction, by).notes,
    }


def _as_json(context: dict[str, Any]) -> str:
    introduction, contact = context["introduction"], context["contact"]
    said = {
        "title": str(introduction),
        "stage": introduction.stage,
        "next_step": introduction.next_step,
        "next_on": introduction.next_on,
        "outcome": introduction.outcome,
        "outcome_note": introduction.outcome_note,
        "contact": {name: getattr(contact, name) for name in ("name", "house", "phone", "email")}
        if contact
        else None,
        "notes": context["notes"],
        "lines": [
            {
                "at": line.said_at,
                "author": line.author.name,
                "status": line.status,
                "text": line.text,
                "file": name_in_archive(line),
            }
            for line in context["lines"]
        ],
        "times": [
            {"from": one.starts_at, "to": one.ends_at, "place": one.place, "status": one.status}
            for one in context["times"]
        ],
    }
    return json.dumps(said, ensure_ascii=False, cls=DjangoJSONEncoder, indent=1)


def _write_file(archive: zipfile.ZipFile, line: Line) -> None:
    if line.document is None or not line.document.file:
        return
    name = name_in_archive(line)
    with line.document.file.open("rb") as source, archive.open(name, "w", force_zip64=True) as file:
        shutil.copyfileobj(source, file)
