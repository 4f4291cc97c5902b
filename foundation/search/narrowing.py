"""What was found, narrowed by conditions, each counted under all others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from foundation.search.asking import Step, steps_of
from foundation.search.finding import Found, Rows, count_facets, find, holding

Wanted = Mapping[str, Any]  # name → text, or values of a condition


def find_narrowed(
    rows: Rows, steps: Sequence[Step], wanted: Wanted, *, sort_by: Any = None, by_rank: bool = True
) -> Found:
    """As `find`, by every condition of `wanted`. `counts` of a condition in use are those under all
    others: what ticking a second value of it would add."""
    found = find(narrowed(rows, wanted), steps, sort_by=sort_by, by_rank=by_rank)
    counts, capped = dict(found.counts), {}
    for name in conditions_of(wanted):
        others, capped[name] = count_facets(narrowed(rows, wanted, but=name), found.steps)
        counts |= {key: n for key, n in others.items() if key.startswith(f"{name}:")}
    return replace(found, counts=counts, capped=capped)


def holding_all(rows: Rows, wanted: Wanted) -> Rows:
    """By every condition of `wanted` and all of its text `q`, as typed or said otherwise: what
    `find` puts first."""
    steps = steps_of(wanted.get("q", ""), spell=lambda _word: ())
    rows = narrowed(rows, wanted)
    return holding(rows, steps[0]) if steps else rows


def narrowed(rows: Rows, wanted: Wanted, *, but: str = "") -> Rows:
    """By every condition except `but`: any value of each will do."""
    for name, values in conditions_of(wanted).items():
        if name != but:
            rows = rows.filter(facets__overlap=[f"{name}:{value}" for value in _narrowest(values)])
    return rows


def conditions_of(wanted: Wanted) -> dict[str, Sequence[str]]:
    """Those in use."""
    return {name: values for name, values in wanted.items() if isinstance(values, list) and values}


def _narrowest(values: Sequence[str]) -> list[str]:
    """A class of fields ("3") is narrowed by each of its groups ("3.2") that was chosen too."""
    narrower = {value.partition(".")[0] for value in values if "." in value}
    return [value for value in values if value not in narrower]
