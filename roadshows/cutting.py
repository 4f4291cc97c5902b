"""What the public reads of a roadshow, cut for search by the transaction that changes it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from foundation.search.cutting import Part, vector
from foundation.sql import lock_rows
from roadshows.models import Release, Roadshow, RoadshowText
from roadshows.queries.roadshows import public_roadshows
from roadshows.queries.shown import place_of, without_hidden

_CUT = ["head", "search", "facets", "projects"]


def cut_texts(roadshows: Iterable[Roadshow]) -> None:
    """Of those that are public, in a fixed number of statements. They are locked."""
    keys = [row.pk for row in roadshows]
    rows = list(public_roadshows().filter(pk__in=keys).select_related("unit", "room"))
    items = _items_of(rows)
    RoadshowText.objects.bulk_create(
        [_cut(row, items.get(row.pk, [])) for row in rows],
        update_conflicts=True,
        unique_fields=["roadshow"],
        update_fields=_CUT,
    )


@transaction.atomic
def rebuild_texts() -> int:
    """Cut all of them anew. Returns their number."""
    rows = list(lock_rows(public_roadshows()))
    RoadshowText.objects.all().delete()
    cut_texts(rows)
    return len(rows)


@transaction.atomic
def cut_changed() -> int:
    """Whether a project is shown, others change: what names another set of projects than may be
    named now is cut anew. Returns how many that were."""
    cut = dict(RoadshowText.objects.values_list("pk", "projects"))
    now = _items_of(list(public_roadshows().filter(pk__in=cut)))
    other = [pk for pk, named in cut.items() if named != _named(now.get(pk, []))]
    if other:
        cut_texts(list(lock_rows(Roadshow.objects.filter(pk__in=other))))
    return len(other)


def _items_of(roadshows: Sequence[Roadshow]) -> dict[int, list[dict[str, Any]]]:
    """By key, what its newest release says, without a word of what is hidden; nothing without a
    day."""
    dated = [row for row in roadshows if row.day]
    newest = Release.objects.filter(roadshow__in=dated).order_by("roadshow_id", "-number")
    rows = list(newest.distinct("roadshow_id"))
    contents = without_hidden([row.content for row in rows])
    return {row.roadshow_id: content["items"] for row, content in zip(rows, contents, strict=True)}


def _named(items: Iterable[dict[str, Any]]) -> list[str]:
    shown = {item["project"] for item in items if not item.get("is_hidden")}
    return sorted(shown - {""})


def _cut(row: Roadshow, items: Sequence[dict[str, Any]]) -> RoadshowText:
    head = [
        Part(row.title, "A"),
        Part(row.theme, "B"),
        Part(row.unit.name, "B", is_name=True),
        Part(row.host, "B", is_name=True),
        Part(row.code, "B", is_number=True),
    ]
    texts = [*row.fields, place_of(row), row.about]
    return RoadshowText(
        roadshow=row,
        head=vector(head),
        search=vector([*head, *map(Part, texts), *_programme(items)]),
        facets=sorted(_facets(row)),
        projects=_named(items),
    )


def _programme(items: Iterable[dict[str, Any]]) -> Iterator[Part]:
    for item in items:
        if item["project"] and not item.get("is_hidden"):
            yield Part(item["title"], "C")
            yield Part(item["organisation"], is_name=True)
            yield Part(item["code"], is_number=True)


def _facets(row: Roadshow) -> Iterator[str]:
    yield f"unit:{row.unit_id}"
    yield f"theme:{row.theme}"
    yield f"mode:{row.mode}"
    yield from {f"field:{name}" for name in row.fields}
