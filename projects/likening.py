"""What each submitted project is found by among all others, written when its Version is frozen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from foundation.likeness import bands_of, plain
from foundation.sql import insert_rows
from foundation.validators import check_ip_number, same_right
from projects.models import Likeness, Version
from projects.models.sheet import TITLE_LENGTH
from projects.vocabulary import Right

_CHUNK = 1_000
_TOLD = ("title", "tagline", "summary", "problem", "innovation")
COMPARED = (*_TOLD, "rights")  # columns of a sheet that are read here
_ANY_YEAR = 9999  # numbers are compared here, not judged


def keep_likeness(versions: Sequence[Version]) -> None:
    """In a fixed number of statements; `versions` are the newest of their projects, each with its
    project at hand."""
    rows = [_likeness(version) for version in versions]
    Likeness.objects.filter(project__in=[row.project_id for row in rows]).delete()
    if rows:
        insert_rows(rows)


@transaction.atomic
def rebuild_likeness() -> int:
    """Of every project that was ever submitted. Returns their number."""
    newest = Version.objects.values("project").annotate(last=Max("pk")).values_list("last")
    ids = sorted(pk for (pk,) in newest)
    for start in range(0, len(ids), _CHUNK):
        versions = Version.objects.filter(pk__in=ids[start : start + _CHUNK])
        keep_likeness(list(versions.select_related("project")))
    return len(ids)


def text_of(content: Mapping[str, Any]) -> str:
    """What the likeness of texts is taken over; versions of old lack columns."""
    return plain(" ".join(content.get(name) or "" for name in _TOLD))


def name_of(content: Mapping[str, Any]) -> str:
    """Without what people write differently: spaces, punctuation, width, case."""
    return plain(content["title"])[:TITLE_LENGTH] or content["title"]


def rights_of(content: Mapping[str, Any]) -> list[str]:
    """Numbers in their one written form; names of know-how and the like are no numbers."""
    rows = content.get("rights", ())
    return sorted(set(_numbers(row for row in rows if row["kind"] not in Right.without_number)))


def _numbers(rows: Iterable[Mapping[str, str]]) -> Iterable[str]:
    for row in rows:
        if row["number"]:
            yield same_right(check_ip_number(row["number"], this_year=_ANY_YEAR).value)


def _likeness(version: Version) -> Likeness:
    content = version.content
    return Likeness(
        project_id=version.project_id,
        version=version,
        organisation_id=version.project.organisation_id,
        name=name_of(content),
        rights=rights_of(content),
        bands=bands_of(text_of(content)),
    )
