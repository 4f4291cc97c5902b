"""By what listings can be narrowed, each condition counted under all others."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from foundation.facets import Facet, facet_of
from projects.models import Listing
from showcase.forms import SearchForm
from showcase.queries import counts_of, narrowed


def facets_of(form: SearchForm, found: QuerySet[Listing], wanted: Mapping[str, Any]) -> list[Facet]:
    """Of what was found. Each is counted under all other conditions, so that ticking a second
    value of the same one shows what it would add."""
    return [
        _facet(form, name, narrowed(found, wanted, but=name), wanted) for name in form.conditions
    ]


def _facet(
    form: SearchForm, name: str, listings: QuerySet[Listing], wanted: Mapping[str, Any]
) -> Facet:
    field: Any = form.fields[name]
    counts, by_count = counts_of(listings, name), name == "unit"
    return facet_of(name, field.label, field.choices, counts, wanted[name], by_count=by_count)
