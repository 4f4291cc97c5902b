"""Roadshows as the public finds them: searched, narrowed, by their days."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, FloatField, Func, QuerySet, Value

from foundation.search.asking import steps_of
from foundation.search.finding import Found
from foundation.search.narrowing import Wanted, find_narrowed
from projects.queries import known_words
from roadshows.models import Roadshow
from roadshows.queries.roadshows import coming, for_list, gone, public_roadshows
from roadshows.states import When

_LAST = Func(F("day"), template="extract(epoch from %(expressions)s)", output_field=FloatField())
_NEXT = Func(F("day"), template="-extract(epoch from %(expressions)s)", output_field=FloatField())
_BY_WHEN = {When.COMING: (coming, _NEXT), When.GONE: (gone, _LAST)}


def shown_rows() -> QuerySet[Roadshow]:
    """All that the public may find, as the search reads them."""
    return _as_read(public_roadshows())


def found_by(wanted: Wanted, when: When, today: date) -> Found:
    """Keys by text and conditions: of what holds all that was asked the next first, of what is
    over the last; then of what holds less."""
    among, sort_by = _BY_WHEN[when]
    rows = _as_read(among(public_roadshows(), today))
    steps = steps_of(wanted["q"], spell=known_words)
    return find_narrowed(rows, steps, wanted, sort_by=sort_by, by_rank=False)


def roadshows_of(keys: Sequence[int]) -> list[Roadshow]:
    """In the order of the keys, with what a list shows of them."""
    found = for_list(public_roadshows()).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def themes_of(roadshows: QuerySet[Roadshow]) -> list[str]:
    return list(roadshows.order_by("theme").values_list("theme", flat=True).distinct())


def _as_read(roadshows: QuerySet[Roadshow]) -> QuerySet[Roadshow]:
    return roadshows.annotate(
        head=F("text__head"),
        search=F("text__search"),
        facets=F("text__facets"),
        fresh=F("changed_at"),
        boost=Value(0.0),
    )
