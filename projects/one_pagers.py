"""一页简介: a worker typesets what is in force of a project on one sheet, for everybody."""

import gc
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string

from foundation import clock
from foundation.documents import qr_path, render_sheet
from projects.columns.one_page import excerpt_of, title_class
from projects.models import Listing, OnePager
from projects.queries import for_page, shown, standing_recommendation
from records.states import WorkState
from records.working import begin_again, ring

LOOK = 1  # of the sheet; one more whenever the same facts are to be set otherwise
PATIENCE = timedelta(hours=1)  # until what failed is tried again
_STEPS = range(1, 10)  # of technical maturity

Facts = dict[str, Any]


def one_pager_of(listing: Listing) -> OnePager:
    """Of what is shown now; one without a key is not ordered yet. Two queries."""
    wanted = {"version": listing.version, "digest": _digest(_facts(listing))}
    return OnePager.objects.filter(**wanted).first() or OnePager(**wanted)


@transaction.atomic
def order_one_pager(row: OnePager) -> OnePager:
    """One row, whoever asks at once; what failed an hour ago is tried again."""
    mine = OnePager.objects.filter(version=row.version, digest=row.digest)
    # What was to be made while something else was shown for a while.
    mine.filter(state=WorkState.DONE, file="").delete()
    kept, is_new = mine.get_or_create(defaults={"version": row.version, "digest": row.digest})
    if is_new:
        ring(OnePager, [kept.pk])
    elif kept.state == WorkState.FAILED and _is_past(kept.ended_at):
        begin_again(kept)
        kept.refresh_from_db()
    return kept


def typeset_one_pager(row: OnePager) -> int:
    """The step of the work; nothing where what it was to show is not shown any more."""
    listing = for_page(shown().filter(version=row.version_id)).first()
    facts = _facts(listing) if listing else None
    if listing is None or facts is None or _digest(facts) != row.digest:
        return row.total
    try:
        title = f"{facts['title']} 一页简介"
        pdf = render_sheet(partial(_draw, facts), title=title, styles=_styles())
    finally:
        gc.collect()  # as foundation.official does
    _keep(row, f"{facts['code']}-{row.pk}.pdf", pdf)
    _forget(OnePager.objects.filter(version__project=listing.pk).exclude(pk=row.pk))
    return row.total


def forget_unshown() -> None:
    """What nobody may read any more is not kept either: projects that left the library, versions
    that were replaced."""
    listings = shown()
    _forget(OnePager.objects.exclude(version__in=listings.values("version")))


def _is_past(ended_at: datetime | None) -> bool:
    return ended_at is not None and ended_at < clock.now() - PATIENCE


def _keep(row: OnePager, name: str, pdf: bytes) -> None:
    """In the place where a worker that was killed may have left it."""
    place = row.file.field.generate_filename(row, name)
    row.file.storage.delete(place)
    row.file.save(name, ContentFile(pdf), save=False)
    row.sha256 = hashlib.sha256(pdf).hexdigest()


def _forget(rows: QuerySet[OnePager]) -> None:
    for file in [row.file for row in rows.exclude(file="")]:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
    rows.delete()


def _digest(facts: Facts) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(listing: Listing) -> Facts:
    """All that a sheet shows."""
    content, given = listing.version.content, standing_recommendation(listing.project)
    return {
        "look": LOOK,
        "site": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}/showcase/{listing.project.name_in_address}/",
        "code": listing.project.name_in_address,
        "title": content["title"],
        "unit": listing.unit.department,
        "number": listing.version.number,
        "frozen_on": listing.version.frozen_at.astimezone(clock.SHANGHAI).date(),
        "recommended": f"{given.cycle}推荐" if given else "",
        "content": content,
    }


def _draw(facts: Facts, shorter: Mapping[str, int]) -> str:
    side, path = qr_path(facts["address"])
    content, trl = facts["content"], facts["content"].get("trl") or 0
    context = {
        **facts,
        "shown": excerpt_of(content, shorter),
        "title_class": title_class(facts["title"]),
        "steps": [(step, step <= trl) for step in _STEPS],
        "qr": {"side": side, "path": path},
    }
    return render_to_string("projects/one_pager.html", context)


@cache
def _styles() -> str:
    return Path(__file__).with_name("one_pager.css").read_text(encoding="utf-8")
