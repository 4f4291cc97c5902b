"""排印议程: a worker typesets a released agenda, A4 to be handed out and A3 to be put up."""

import gc
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from foundation.clock import SHANGHAI
from foundation.documents import qr_path, render_pdf
from records.working import ring
from roadshows.columns.papers import segments_of, set_on_poster, stops_of, weekday_of
from roadshows.models import Poster, Release, Roadshow
from roadshows.queries.shown import address_of, place_of
from roadshows.states import PaperSize
from roadshows.timeline import on_day


def order_posters(release: Release) -> list[Poster]:
    """Of both sizes, as the roadshow is shown now; what is ordered or made already stays. Nothing
    while it has no day."""
    roadshow = Roadshow.objects.get(pk=release.roadshow_id)
    if roadshow.day is None or roadshow.sequence is None:
        return []
    sizes = PaperSize.values
    rows = [Poster(release=release, size=size, sequence=roadshow.sequence) for size in sizes]
    Poster.objects.bulk_create(rows, ignore_conflicts=True)
    ordered = list(release.posters.filter(sequence=roadshow.sequence).order_by("size"))
    ring(Poster, [row.pk for row in ordered])
    return ordered


def poster_of(roadshow: Roadshow, size: str) -> Poster | None:
    """As it is shown now, ordered where nobody did; None before a release, and without a day."""
    release = roadshow.releases.order_by("-number").first()
    if release is None:
        return None
    now = {"release": release, "sequence": roadshow.sequence, "size": size}
    found = Poster.objects.filter(**now).first()
    if found is not None:
        return found
    return next((row for row in order_posters(release) if row.size == size), None)


def typeset(row: Poster) -> int:
    """The step of the work; nothing where the day is gone meanwhile."""
    roadshow = Roadshow.objects.select_related("room").get(pk=row.release.roadshow_id)
    if roadshow.day is None:
        return row.total
    facts = _facts(row.release, roadshow, roadshow.day)
    html = render_to_string(f"roadshows/agenda_{row.size}.html", facts)
    try:
        pdf = render_pdf(html, title=f"{roadshow.title} 议程", styles=_styles())
    finally:
        gc.collect()  # as foundation.official does
    name = f"{roadshow.code}-{row.size}-{row.sequence}.pdf"
    row.file.save(name, ContentFile(pdf), save=False)
    return row.total


def _facts(release: Release, roadshow: Roadshow, day: date) -> dict[str, Any]:
    stops = stops_of(on_day(release.content, day))
    pitches = [stop for stop in stops if stop.is_pitch]
    setting, standing, segments = set_on_poster(pitches, segments_of(stops))
    address = address_of(roadshow)
    side, path = qr_path(address)
    return {
        "roadshow": roadshow,
        "site": settings.SITE_NAME,
        "weekday": weekday_of(day),
        "begins": stops[0].starts if stops else "",
        "ends": max((stop.ends for stop in stops), default=""),
        "place": place_of(roadshow),
        "stops": stops,
        "setting": setting,
        "pitches": standing,
        "how_many": len(pitches),
        "others": len(pitches) - len(standing),
        "segments": segments,
        "release": release,
        "released_on": release.released_at.astimezone(SHANGHAI).date(),
        "address": address,
        "code": {"side": side, "path": path},
    }


@cache
def _styles() -> str:
    return Path(__file__).with_name("agenda.css").read_text(encoding="utf-8")
