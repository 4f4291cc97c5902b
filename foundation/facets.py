"""Facets: by what found records can be narrowed, and how many each choice would leave."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from foundation.search.finding import Found

_AT_ONCE = 9  # choices seen without unfolding the rest


@dataclass(frozen=True, slots=True)
class Option:
    """`within` are the groups of a class of fields."""

    value: str
    label: str
    count: int
    is_chosen: bool
    within: Sequence["Option"] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """Where `is_capped`, there may be more of each option than are counted."""

    name: str
    label: str
    first: list[Option]
    rest: list[Option]
    is_capped: bool = False


def facets_of(form: Any, found: Found) -> list[Facet]:
    """The `conditions` of a form with its `wanted`, counted among what was found."""
    return [_facet(form, name, found) for name in form.conditions]


def words_of(form: Any) -> str:
    """The text and the conditions of such a form: 碳化硅 · 四川、重庆; "" for none."""
    wanted = form.wanted
    chosen = (_labels(form.fields[name], wanted[name]) for name in form.conditions)
    return " · ".join(filter(None, [wanted["q"], *chosen]))


def _labels(field: Any, values: Sequence[str]) -> str:
    return "、".join(str(label) for value, label in field.choices if value in values)


def _facet(form: Any, name: str, found: Found) -> Facet:
    field = form.fields[name]
    own = {value: found.counts.get(f"{name}:{value}", 0) for value, _ in field.choices}
    chosen, by_count = form.wanted[name], name == "unit"
    facet = facet_of(name, field.label, field.choices, own, chosen, by_count=by_count)
    return replace(facet, is_capped=found.is_count_capped(name))


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
    words_by_value = dict(choices)
    closed = words_by_value.keys() - _classes_of(chosen)
    options = [
        Option(value, words, counts.get(value, 0), value in chosen)
        for value, words in words_by_value.items()
        if value in chosen or (counts.get(value) and _class_of(value) not in closed)
    ]
    options = _nested(options)
    if by_count:
        options.sort(key=lambda option: (not option.is_chosen, -option.count))
    return Facet(name, label, options[:_AT_ONCE], options[_AT_ONCE:])


def _nested(options: Sequence[Option]) -> list[Option]:
    """Groups of fields ("1.2") in their class ("1"), where that stands before them."""
    values = {option.value for option in options}
    return [
        replace(option, within=[one for one in options if _class_of(one.value) == option.value])
        for option in options
        if _class_of(option.value) not in values
    ]


def _classes_of(chosen: Iterable[str]) -> set[str]:
    """Whose groups are offered: those chosen, and those of which a group was."""
    return {value.partition(".")[0] for value in chosen}


def _class_of(value: str) -> str:
    upper, dot, _ = value.partition(".")
    return upper if dot else ""
