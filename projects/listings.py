"""The version in force of each project in the library: put there, replaced, and cut anew for
search."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from foundation.sql import insert_rows, lock_rows, update_rows
from projects.content import vector_of
from projects.models import Listing, Project, Version

_CHUNK = 2_000  # listings cut for search at a time
_CUT = ["title", "field", "trl", "modes", "level", "search"]


def put_in_force(projects: Sequence[Project]) -> None:
    """Their latest versions that stand are what everybody reads from this commit on."""
    ids = [project.pk for project in projects]
    newest = Version.objects.standing().newest().filter(project__in=ids)
    said = {version.project_id: version for version in newest}
    insert_rows([_listing(said[p.pk], p.unit_id, p.listed_at) for p in projects])


def replace_in_force(project: Project, version: Version) -> None:
    """Everybody reads this one from this commit on, wherever they read."""
    row = _listing(version, project.unit_id, project.listed_at)
    update_rows([row], ["version", *_CUT])


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
        search=vector_of(content),
    )


@transaction.atomic
def rebuild_index() -> int:
    """Cut every listing anew from its version in force; readers keep the old cut until commit.
    Returns their number."""
    ids = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        chunk = Listing.objects.filter(pk__in=ids[start : start + _CHUNK])
        rows = list(lock_rows(chunk.select_related("version")))
        for row in rows:
            fresh = _listing(row.version, row.unit_id, row.listed_at)
            for name in _CUT:
                setattr(row, name, getattr(fresh, name))
        update_rows(rows, _CUT)
    return len(ids)
