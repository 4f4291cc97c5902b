"""排印议程: a worker typesets a released agenda, A4 to be handed out and A3 to be put up."""

import gc
import hashlib
import json
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from foundation.clock import SHANGHAI
from foundation.documents import qr_path, render_pdf
from records.states import WorkState
from records.working import ring
from roadshows.columns.papers import segments_of, set_on_poster, stops_of, weekday_of
from roadshows.models import Poster, Release, Roadshow
from roadshows.queries.programme import newest_release
from roadshows.queries.shown import address_of, place_of, without_hidden
from roadshows.states import PaperSize
from roadshows.timeline import on_day

Facts = dict[str, Any]


def order_posters(release: Release) -> list[Poster]:
    """Of both sizes, as the agenda is shown now; what is ordered or made already stays. Nothing
    while the roadshow has no day."""
    facts = _facts(release)
    if facts is None:
        return []
    digest = _digest(facts)
    rows = [Poster(release=release, size=size, digest=digest) for size in PaperSize.values]
    Poster.objects.bulk_create(rows, ignore_conflicts=True)
    ordered = list(release.posters.filter(digest=digest).order_by("size"))
    ring(Poster, [row.pk for row in ordered if row.state == WorkState.WAITING])
    return ordered


def poster_of(roadshow: Roadshow, size: str) -> Poster | None:
    """As it is shown now, ordered where nobody did; None before a release, and without a day."""
    release = newest_release(roadshow)
    facts = _facts(release) if release else None
    if release is None or facts is None:
        return None
    found = release.posters.filter(size=size, digest=_digest(facts)).first()
    return found or next(row for row in order_posters(release) if row.size == size)


def typeset(row: Poster) -> int:
    """The step of the work; nothing where what it was to show is not so any more."""
    facts = _facts(row.release)
    if facts is None or _digest(facts) != row.digest:
        return row.total
    html = render_to_string(f"roadshows/agenda_{row.size}.html", facts)
    try:
        pdf = render_pdf(html, title=f"{facts['title']} 议程", styles=_styles())
    finally:
        gc.collect()  # as foundation.official does
    row.file.save(f"{facts['code']}-{row.size}-{row.pk}.pdf", ContentFile(pdf), save=False)
    return row.total


def _digest(facts: Facts) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(release: Release) -> Facts | None:
    """All a paper shows; None without a day."""
    roadshow = Roadshow.objects.select_related("room").get(pk=release.roadshow_id)
    if roadshow.day is None:
        return None
    [content] = without_hidden([on_day(release.content, roadshow.day)])
    stops = stops_of(content)
    pitches = [stop for stop in stops if stop.is_pitch]
    setting, standing, segments = set_on_poster(pitches, segments_of(stops))
    return {
        **_of_roadshow(roadshow, roadshow.day),
        "begins": stops[0].starts if stops else "",
        "ends": max((stop.ends for stop in stops), default=""),
        "stops": [asdict(stop) for stop in stops],
        "setting": setting,
        "pitches": [asdict(stop) for stop in standing],
        "how_many": len(pitches),
        "others": len(pitches) - len(standing),
        "segments": [asdict(segment) for segment in segments],
        "number": release.number,
        "released_on": release.released_at.astimezone(SHANGHAI).date(),
    }


def _of_roadshow(roadshow: Roadshow, day: date) -> Facts:
    address = address_of(roadshow)
    side, path = qr_path(address)
    return {
        **{name: getattr(roadshow, name) for name in ("code", "title", "theme", "host", "about")},
        "site": settings.SITE_NAME,
        "is_broadcast": roadshow.is_broadcast,
        "day": day,
        "weekday": weekday_of(day),
        "place": place_of(roadshow),
        "address": address,
        "qr": {"side": side, "path": path},
    }


@cache
def _styles() -> str:
    return Path(__file__).with_name("agenda.css").read_text(encoding="utf-8")
