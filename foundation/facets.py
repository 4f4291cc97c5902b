"""Facets: by what found records can be narrowed, and how many each choice would leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


def facets_of(form: Any, counts: Mapping[str, int]) -> list[Facet]:
    """The `conditions` of a form with its `wanted`; `counts` is facet ("unit:SC") → how many."""
    return [_facet(form, name, counts) for name in form.conditions]


def _facet(form: Any, name: str, counts: Mapping[str, int]) -> Facet:
    field = form.fields[name]
    own = {value: counts.get(f"{name}:{value}", 0) for value, _ in field.choices}
    chosen = form.wanted[name]
    return facet_of(name, field.label, field.choices, own, chosen, by_count=name == "unit")


def facet_of(
    name: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    counts: Mapping[str, int],
    chosen: Sequence[str],
    *,
    by_count: bool = False,
) -> Facet:
    """Of what would leave anything, and of what was chosen; the fullest first where `by_count`."""
    options = [
        Option(value, words, counts.get(value, 0), value in chosen)
        for value, words in choices
        if value in chosen or (counts.get(value) and _is_offered(value, chosen))
    ]
    if by_count:
        options.sort(key=lambda option: (not option.is_chosen, -option.count))
    return Facet(name, label, options[:_AT_ONCE], options[_AT_ONCE:])


def with_classes(groups: Mapping[str, int]) -> dict[str, int]:
    """Counts of groups of fields ("1.2") and of their classes ("1"), which hold what those hold."""
    counts = dict(groups)
    for code, n in groups.items():
        upper, dot, _ = code.partition(".")
        if dot:
            counts[upper] = counts.get(upper, 0) + n
    return counts


def _is_offered(value: str, chosen: Sequence[str]) -> bool:
    """Groups of fields only below a class that was chosen, or beside one another."""
    upper, dot, _ = value.partition(".")
    return not dot or any(code.partition(".")[0] == upper for code in chosen)
