"""入库: the centre lists a project, which gives it its code and puts its version in force; and
takes it out of the library again."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.sql import insert_rows, update_rows
from foundation.text import search_vector
from projects.models import CodeSeries, Listing, Project, Version
from projects.states import RecommendationStatus
from records.actors import PORTAL, Actor
from records.workflow import Moved, move, move_all

_CHUNK = 2_000  # listings cut for search at a time
_CUT = ["title", "field", "trl", "modes", "level", "search"]


class LibraryProblem(TextChoices):
    NO_REASON = "no_reason", "请写明撤下的理由，持有人会看到"


def list_project(project: Project, *, by: Actor, note: str = "") -> Project:
    """Raises Refused: not of the centre, not accepted."""

    def write(row: Project) -> None:
        _enter([row])

    return move(project, "list", by=by, note=note, write=write)


def list_all(projects: QuerySet[Project], *, by: Actor, note: str = "") -> Moved:
    """List every project of the set that may be listed; codes follow the order of filing."""
    return move_all(projects, "list", by=by, note=note, write=_enter)


@transaction.atomic
def withdraw(project: Project, *, by: Actor, reason: str) -> Project:
    """No public page shows it from this commit on; its code stays its own. What recommended it
    is withdrawn with it. Raises Refused: not of the centre (403), no reason (422)."""
    if not reason:
        refuse_if([Problem(LibraryProblem.NO_REASON, "reason")])

    def write(row: Project) -> None:
        Listing.objects.filter(project=row).delete()

    withdrawn = move(project, "withdraw", by=by, note=reason, write=write)
    given = withdrawn.recommendations.filter(status=RecommendationStatus.GIVEN)
    move_all(given, "withdraw", by=PORTAL, note="成果已从项目库撤下")
    return withdrawn


def restore(project: Project, *, by: Actor, reason: str) -> Project:
    """Back into the library, under the code it had."""

    def write(row: Project) -> None:
        put_in_force([row])

    return move(project, "restore", by=by, note=reason, write=write)


@transaction.atomic
def rebuild_index() -> int:
    """Cut every listing anew from its version in force; readers keep the old cut until commit.
    Returns their number."""
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        chunk = Listing.objects.filter(pk__in=ids[start : start + _CHUNK])
        rows = list(chunk.select_related("version").select_for_update(of=("self",)))
        for row in rows:
            fresh = _listing(row.version, row.unit_id, row.listed_at)
            for name in _CUT:
                setattr(row, name, getattr(fresh, name))
        update_rows(rows, _CUT)
    return len(ids)


def _enter(projects: Sequence[Project]) -> None:
    now = clock.now()
    _give_codes(projects, year=clock.year_in_shanghai(now))
    for project in projects:
        project.listed_at = now
    put_in_force(projects)


def _give_codes(projects: Sequence[Project], *, year: int) -> None:
    """Serials without gaps or doubles: the counter's row is locked until commit."""
    for unit_id in sorted({project.unit_id for project in projects}):
        CodeSeries.objects.get_or_create(year=year, unit_id=unit_id)
        series = CodeSeries.objects.select_for_update().get(year=year, unit_id=unit_id)
        for project in (p for p in projects if p.unit_id == unit_id):
            series.last += 1
            project.code = f"{year}-{unit_id}-{series.last:06d}"
        series.save()


def put_in_force(projects: Sequence[Project]) -> None:
    """Their latest versions are what everybody reads from this commit on."""
    ids = [project.pk for project in projects]
    versions = Version.objects.filter(project__in=ids).order_by("project_id", "-number")
    latest = {version.project_id: version for version in versions.distinct("project_id")}
    insert_rows([_listing(latest[p.pk], p.unit_id, p.listed_at) for p in projects])


def _listing(version: Version, unit_id: str, listed_at: Any) -> Listing:
    """Versions from before the whole sheet lack columns."""
    content = version.content
    return Listing(
        project_id=version.project_id,
        version=version,
        title=content["title"],
        field_id=content["field"] or None,
        unit_id=unit_id,
        trl=content["trl"],
        modes=content["modes"],
        level=content.get("level", ""),
        listed_at=listed_at,
        search=vector_of(version),
    )


def vector_of(version: Version) -> str:
    """Title by weight A; what else people search for by D. Who merely filed it is not in it."""
    content = version.content
    rest = ("tagline", "summary", "organisation", "problem", "innovation", "market")
    words = [*(content.get(name, "") for name in rest), *content.get("keywords", [])]
    return search_vector(content["title"], words)
