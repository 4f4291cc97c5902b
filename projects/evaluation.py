"""What opinions come to together: the total, how far they lie apart, and each criterion.

One or two opinions count by their mean, three by their median: the third was asked because the
first two lay too far apart. A criterion is below its floor where anybody gave less (一票否决); of
three opinions, where most did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, median
from typing import Any

from foundation.marking import MOST

MOST_OPINIONS = 3  # the third settles what two could not
_HUNDREDTH = Decimal("0.01")

Scores = Mapping[str, Mapping[str, Any]]  # as `Opinion.scores`


@dataclass(frozen=True)
class Outcome:
    total: Decimal
    spread: Decimal


@dataclass(frozen=True)
class Figure:
    """One criterion: `points` of 0 to 5 and `part` of its weight, of all opinions together."""

    key: str
    label: str
    weight: int
    floor: int
    points: Decimal
    part: Decimal
    is_below: bool


def outcome_of(totals: Sequence[Decimal]) -> Outcome:
    """Of at least one opinion; `spread` is the standard deviation of all (n)."""
    middle = mean(totals)
    variance = mean([(total - middle) ** 2 for total in totals])
    return Outcome(_rounded(_taken_together(totals)), _rounded(variance.sqrt()))


def lie_apart(totals: Sequence[Decimal], most: int) -> bool:
    """Whether their standard deviation is above `most`, exactly: nothing is rounded before it is
    compared."""
    count = len(totals)
    squares, whole = sum(total * total for total in totals), sum(totals)
    return count * squares - whole * whole > (most * count) ** 2


def figures_of(rubric: Sequence[Mapping[str, Any]], opinions: Sequence[Scores]) -> list[Figure]:
    """In the order of the rubric; [] without opinions."""
    return [_figure(one, opinions) for one in rubric] if opinions else []


def _figure(one: Mapping[str, Any], opinions: Sequence[Scores]) -> Figure:
    given = [int(scores[one["key"]]["points"]) for scores in opinions]
    points = _taken_together([Decimal(each) for each in given])
    decisive = points if len(given) == MOST_OPINIONS else min(given)
    return Figure(
        *(one["key"], one["label"], one["weight"], one["floor"]),
        points=_rounded(points),
        part=_rounded(points * one["weight"] / MOST),
        is_below=decisive < one["floor"],
    )


def needed_for(content: Mapping[str, Any], second_from: Decimal | None) -> int:
    """Two persons, where as much is asked for (price or funding, 万元)."""
    asked = [Decimal(content[name]) for name in ("price", "funding") if content.get(name)]
    return 2 if second_from is not None and any(one >= second_from for one in asked) else 1


def _taken_together(numbers: Sequence[Decimal]) -> Decimal:
    return median(numbers) if len(numbers) == MOST_OPINIONS else mean(numbers)


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(_HUNDREDTH, ROUND_HALF_UP)
