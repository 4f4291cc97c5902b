"""办结: a roadshow whose day has passed was held, and each project of its agenda has enjoyed it
(notice 五(二)3)."""

from collections.abc import Iterable

import structlog
from django.db import transaction

from foundation import clock
from foundation.errors import Refused
from projects.entitlements import ServiceProblem, note_service
from projects.models import Project
from projects.states import ServiceKind
from records.actors import PORTAL
from records.workflow import move_all
from roadshows.models import Placement, Release, Roadshow
from roadshows.states import RoadshowStatus

log = structlog.get_logger(__name__)


@transaction.atomic
def close_past() -> int:
    """Returns how many were closed. Run again it finds nothing more."""
    past = Roadshow.objects.filter(status=RoadshowStatus.DATED, day__lt=clock.today())
    placements = Placement.objects.filter(roadshow__in=past).order_by("pk")
    locked = list(placements.select_for_update())  # before the roadshows, as publishing does
    moved = move_all(past.select_related("unit"), "close", by=PORTAL)
    _put_back(locked, moved.rows)
    for roadshow, projects in _lineups(moved.rows):
        for project in projects:
            _note(roadshow, project)
    return len(moved.rows)


def _put_back(placements: Iterable[Placement], held: Iterable[Roadshow]) -> None:
    """What was tried for them and not published is no more."""
    days = {row.pk: row.day for row in held}
    astray = [one for one in placements if one.pk in days and one.day != days[one.pk]]
    for one in astray:
        one.day = days[one.pk]
    Placement.objects.bulk_update(astray, ["day"])


def _lineups(rows: list[Roadshow]) -> Iterable[tuple[Roadshow, list[Project]]]:
    """As released last, in two statements for all of them."""
    last = Release.objects.filter(roadshow__in=rows).order_by("roadshow_id", "-number")
    shown = {
        release.roadshow_id: [item["project"] for item in release.content["items"]]
        for release in last.distinct("roadshow_id")
    }
    refs = {ref for lineup in shown.values() for ref in lineup if ref}
    projects = {one.ref: one for one in Project.objects.filter(ref__in=refs)}
    for row in rows:
        lineup = shown.get(row.pk, [])
        yield row, [projects[ref] for ref in lineup if ref in projects]


def _note(roadshow: Roadshow, project: Project) -> None:
    """What was noted by hand stays as it is; what cannot have it otherwise is logged."""
    if roadshow.day is None:
        return
    kind, provider = ServiceKind.ROADSHOW, roadshow.host
    try:
        note_service(project, kind, provider=provider, on=roadshow.day, by=PORTAL)
    except Refused as refusal:
        codes = [str(one.code) for one in refusal.problems if one.code != ServiceProblem.TWICE]
        if codes:
            log.warning("service_not_noted", about=project.ref, roadshow=roadshow.ref, why=codes)
