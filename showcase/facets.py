"""Facets: by what the results can be narrowed, and how many each choice would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from projects.models import Listing
from showcase.forms import SearchForm
from showcase.queries import counts_of, narrowed

_AT_ONCE = 8  # choices seen without unfolding the rest


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    first: list[Option]
    rest: list[Option]


def facets_of(form: SearchForm, found: QuerySet[Listing], wanted: Mapping[str, Any]) -> list[Facet]:
    """Of what was found. Each is counted under all other conditions, so that ticking a second
    value of the same one shows what it would add."""
    return [
        _facet(form, name, narrowed(found, wanted, but=name), wanted) for name in form.conditions
    ]


def _is_offered(value: str, chosen: Sequence[str]) -> bool:
    """Groups of fields only below a class that was chosen, or beside one another."""
    upper, dot, _ = value.partition(".")
    return not dot or any(code.partition(".")[0] == upper for code in chosen)


def _facet(
    form: SearchForm, name: str, listings: QuerySet[Listing], wanted: Mapping[str, Any]
) -> Facet:
    counts, chosen = counts_of(listings, name), wanted[name]
    options = [
        Option(value, label, counts.get(value, 0), value in chosen)
        for value, label in form.fields[name].choices  # type: ignore[attr-defined]  # -- choice fields all
        if value in chosen or (counts.get(value) and _is_offered(value, chosen))
    ]
    if name == "unit":
        options.sort(key=lambda option: (not option.is_chosen, -option.count))
    return Facet(name, str(form.fields[name].label), options[:_AT_ONCE], options[_AT_ONCE:])
