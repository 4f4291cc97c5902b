"""排印议程: a worker typesets a released agenda, A4 to be handed out and A3 to be put up."""

import gc
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string

from foundation import clock
from foundation.clock import SHANGHAI
from foundation.documents import qr_path, render_pdf
from records.states import WorkState
from records.working import ring
from roadshows.columns.papers import letters_of, segments_of, set_on_poster, stops_of
from roadshows.models import Poster, Release, Roadshow
from roadshows.queries.programme import newest_release
from roadshows.queries.roadshows import public_roadshows
from roadshows.queries.shown import address_of, place_of, without_hidden
from roadshows.states import PaperSize, RoadshowStatus
from roadshows.timeline import on_day

PATIENCE = timedelta(hours=1)  # until what failed is tried again

Facts = dict[str, Any]


def order_posters(release: Release) -> list[Poster]:
    """Of both sizes, as the agenda is shown now; what is ordered or made already stays, what failed
    is tried again. Nothing while the roadshow has no day."""
    release.posters.filter(state=WorkState.FAILED).delete()
    return _order(release)


def order_anew(roadshows: Iterable[Roadshow]) -> None:
    """After a change of what their papers show; those without a release have none."""
    for release in _newest_of(roadshows):
        order_posters(release)


@transaction.atomic
def order_missing() -> int:
    """Papers show what others change too: a project not shown any more, a room's name. Of what
    failed, that which failed an hour ago is tried again. Returns how many agendas were looked at.
    """
    failed = Poster.objects.filter(state=WorkState.FAILED, ended_at__lt=clock.Now() - PATIENCE)
    failed.delete()
    dated = public_roadshows().filter(day__isnull=False)
    releases = _newest_of(dated.exclude(status=RoadshowStatus.CANCELLED))
    for release in releases:
        _order(release)
    return len(releases)


def poster_of(roadshow: Roadshow, size: str) -> Poster | None:
    """As it is shown now; one without a key is not ordered yet. None before a release, and without
    a day."""
    release = newest_release(roadshow)
    facts = _facts(release) if release else None
    if release is None or facts is None:
        return None
    wanted = {"release": release, "size": size, "digest": _digest(facts)}
    return Poster.objects.filter(**wanted).first() or Poster(**wanted)


def _newest_of(roadshows: Iterable[Roadshow]) -> list[Release]:
    rows = Release.objects.filter(roadshow__in=roadshows).order_by("roadshow_id", "-number")
    return list(rows.distinct("roadshow_id"))


def _order(release: Release) -> list[Poster]:
    facts = _facts(release)
    if facts is None:
        return []
    digest = _digest(facts)
    mine = release.posters.filter(digest=digest)
    # What was to be made while something else was shown for a while.
    mine.filter(state=WorkState.DONE, file="").delete()
    missing = set(PaperSize.values).difference(mine.values_list("size", flat=True))
    rows = [Poster(release=release, size=size, digest=digest) for size in sorted(missing)]
    Poster.objects.bulk_create(rows, ignore_conflicts=True)
    ordered = list(mine.order_by("size"))
    ring(Poster, [row.pk for row in ordered if row.state == WorkState.WAITING])
    return ordered


def typeset(row: Poster) -> int:
    """The step of the work; nothing where what it was to show is not so any more."""
    facts = _facts(row.release)
    if facts is None or _digest(facts) != row.digest:
        return row.total
    html = render_to_string(f"roadshows/agenda_{row.size}.html", {**facts, "qr": _qr(facts)})
    try:
        pdf = render_pdf(html, title=f"{facts['title']} 议程", styles=_styles())
    finally:
        gc.collect()  # as foundation.official does
    row.file.save(f"{facts['code']}-{row.size}-{row.pk}.pdf", ContentFile(pdf), save=False)
    _forget_others(row)
    return row.total


def _forget_others(row: Poster) -> None:
    """What was shown before may name what is not shown any more."""
    same = Poster.objects.filter(release__roadshow=row.release.roadshow_id, size=row.size)
    old = same.exclude(pk=row.pk).exclude(file="")
    for file in [one.file for one in old]:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    old.delete()


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
        "letters": letters_of(roadshow.title),
        "setting": setting,
        "pitches": [asdict(stop) for stop in standing],
        "how_many": len(pitches),
        "others": len(pitches) - len(standing),
        "segments": [asdict(segment) for segment in segments],
        "number": release.number,
        "released_on": release.released_at.astimezone(SHANGHAI).date(),
    }


def _of_roadshow(roadshow: Roadshow, day: date) -> Facts:
    return {
        **{name: getattr(roadshow, name) for name in ("code", "title", "theme", "host", "about")},
        "site": settings.SITE_NAME,
        "is_broadcast": roadshow.is_broadcast,
        "day": day,
        "place": place_of(roadshow),
        "address": address_of(roadshow),
    }


def _qr(facts: Facts) -> Facts:
    side, path = qr_path(facts["address"])
    return {"side": side, "path": path}


@cache
def _styles() -> str:
    return Path(__file__).with_name("agenda.css").read_text(encoding="utf-8")
