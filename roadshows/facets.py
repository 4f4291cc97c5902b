"""By what roadshows can be narrowed, each condition counted under all others."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from foundation.facets import Facet, facet_of
from roadshows.forms.public import FindForm
from roadshows.models import Roadshow
from roadshows.queries.finding import counts_of, narrowed


def facets_of(form: FindForm, found: QuerySet[Roadshow], wanted: Mapping[str, Any]) -> list[Facet]:
    return [
        _facet(form, name, narrowed(found, wanted, but=name), wanted) for name in form.conditions
    ]


def _facet(
    form: FindForm, name: str, roadshows: QuerySet[Roadshow], wanted: Mapping[str, Any]
) -> Facet:
    field: Any = form.fields[name]
    counts, by_count = counts_of(roadshows, name), name == "unit"
    return facet_of(name, field.label, field.choices, counts, wanted[name], by_count=by_count)
