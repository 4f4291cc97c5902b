"""入库: the centre lists a project, which gives it its code and puts its version in force."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from foundation import clock
from foundation.sql import insert_rows, update_rows
from foundation.text import search_vector
from projects.models import CodeSeries, Listing, Project, Version
from records.actors import Actor
from records.workflow import Moved, move, move_all

_CHUNK = 2_000  # listings cut for search at a time


def list_project(project: Project, *, by: Actor, note: str = "") -> Project:
    """Raises Refused: not of the centre, not accepted."""

    def write(row: Project) -> None:
        _enter([row])

    return move(project, "list", by=by, note=note, write=write)


def list_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    """List every project of the set that may be listed; codes follow the order of filing."""
    return move_all(projects, "list", by=by, note=note, write=_enter)


@transaction.atomic
def rebuild_index() -> int:
    """Cut every listing anew from its version in force; readers keep the old cut until commit.
    Returns their number."""
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        chunk = Listing.objects.filter(pk__in=ids[start : start + _CHUNK])
        rows = list(chunk.select_related("version").select_for_update(of=("self",)))
        for row in rows:
            row.search = vector_of(row.version)
        update_rows(rows, ["search"])
    return len(ids)


def _enter(projects: Sequence[Project]) -> None:
    now = clock.now()
    _give_codes(projects, year=clock.year_in_shanghai(now))
    for project in projects:
        project.listed_at = now
    put_in_force(projects, listed_at=now)


def _give_codes(projects: Sequence[Project], *, year: int) -> None:
    """Serials without gaps or doubles: the counter's row is locked until commit."""
    for unit_id in sorted({project.unit_id for project in projects}):
        CodeSeries.objects.get_or_create(year=year, unit_id=unit_id)
        series = CodeSeries.objects.select_for_update().get(year=year, unit_id=unit_id)
        for project in (p for p in projects if p.unit_id == unit_id):
            series.last += 1
            project.code = f"{year}-{unit_id}-{series.last:06d}"
        series.save()


def put_in_force(projects: Sequence[Project], *, listed_at: datetime) -> None:
    """Their latest versions are what everybody reads from this commit on."""
    ids = [project.pk for project in projects]
    versions = Version.objects.filter(project__in=ids).order_by("project_id", "-number")
    latest = {version.project_id: version for version in versions.distinct("project_id")}
    insert_rows([_listing(latest[pk], listed_at) for pk in ids])


def _listing(version: Version, listed_at: datetime) -> Listing:
    return Listing(
        project_id=version.project_id,
        version=version,
        title=version.content["title"],
        field_id=version.content["field"] or None,
        unit_id=version.content["unit"],
        trl=version.content["trl"],
        listed_at=listed_at,
        search=vector_of(version),
    )


def vector_of(version: Version) -> str:
    """Title by weight A; what else people search for by D. Who merely filed it is not in it."""
    content = version.content
    return search_vector(content["title"], [content["summary"], content["organisation"]])
