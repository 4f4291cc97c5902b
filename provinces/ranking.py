"""What the scores of all plans say together: figures, ranks and how sure they are. Pure.

A plan's figure is the mean of its totals, without the highest and the lowest where there are five
or more (去掉最高、最低分), to the hundredth: what is shown is what ranks. Equal figures are told
apart by the mean of all totals, else the plans share a rank. Where anybody gave less than the floor
of a criterion (一票否决) the plan is held: it has its figures and no rank.

Standardised means as if all experts were equally severe: each total is told by how many standard
deviations of its expert's own totals it lies from their mean, and brought back to the mean and
deviation of all. Whoever gave fewer than three is taken as they are, for so few say nothing of
severity; whoever gave all but the same (a deviation below 2 points of 100) counts as the mean of
all, for they tell nothing apart, and a hair's breadth would be blown up to the spread of all. It
may leave 0 to 100, and is there to compare orders.

The interval of a rank is what remains of it when each plan's experts are drawn anew, with
replacement: 1,000 times, 5th to 95th percentile. Below three scores there is none: drawn from
itself alone, one score would look like certainty. The draws follow from the totals alone, so that
the same scores give the same intervals whatever they are called and in whatever order they come.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np

TRIMMED_FROM = 5  # scores of a plan
DISPERSED = 12  # points of 100: standard deviations above it want a 复议
SPEAKING = 3  # totals of an expert from which on they say how severe they are
_APART = 200  # hundredths: with a smaller deviation an expert tells nothing apart
INTERVAL_FROM = 3  # scores of a plan
_DRAWS, _LOW, _HIGH = 1_000, 0.05, 0.95
_MOST = 5  # points on a criterion
_HUNDREDTH = Decimal("0.01")

Criteria = Sequence[Mapping[str, Any]]
Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Given:
    """One score that counts: `total` of 100 in hundredths, `points` 0 to 5 by key of the criterion,
    `criteria` those of its round, as {"key", "label", "weight", "floor"}."""

    plan: Hashable
    expert: Hashable
    total: Decimal
    points: Mapping[str, int]
    familiarity: int
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one plan. `score` ranks it, `mean` is of all totals; `parts` are the means of the
    criteria in points of their weight; `dispersion` the standard deviation of the totals (n - 1),
    None for one; `below` the labels of criteria somebody gave less than their floor. Ranks are None
    where the plan is held, the interval also below three scores."""

    count: int
    score: Decimal
    mean: Decimal
    parts: Mapping[str, Decimal]
    dispersion: Decimal | None
    familiarity: Decimal
    below: tuple[str, ...]
    standardised: Decimal
    rank: int | None = None
    standardised_rank: int | None = None
    interval: tuple[int, int] | None = None

    @property
    def is_trimmed(self) -> bool:
        return self.count >= TRIMMED_FROM

    @property
    def is_held(self) -> bool:
        return bool(self.below)

    @property
    def is_dispersed(self) -> bool:
        return self.dispersion is not None and self.dispersion > DISPERSED


@dataclass(frozen=True, slots=True)
class CutLine:
    """Above it are `plans`, with `needed` roadshows of `places`."""

    plans: frozenset[Hashable]
    needed: int
    places: int


def figures_of(scores: Iterable[Given]) -> dict[Hashable, Figures]:
    """By plan, of all that have a score."""
    rows = list(scores)
    by_plan: dict[Hashable, list[Given]] = defaultdict(list)
    for row in rows:
        by_plan[row.plan].append(row)
    level = _Level.of(rows)
    found = {plan: _figures(given, level) for plan, given in by_plan.items()}
    totals = {
        plan: tuple(sorted(_hundredths(row.total) for row in by_plan[plan]))
        for plan, figures in found.items()
        if not figures.is_held
    }
    ranks = _ranks({plan: (found[plan].score, found[plan].mean) for plan in totals})
    others = _ranks({plan: (found[plan].standardised,) for plan in totals})
    intervals = _intervals(totals)
    for plan, rank in ranks.items():
        low, high = intervals[plan]
        is_told = found[plan].count >= INTERVAL_FROM
        found[plan] = replace(
            found[plan],
            rank=rank,
            standardised_rank=others[plan],
            interval=(min(low, rank), max(high, rank)) if is_told else None,
        )
    return found


def cut(figures: Mapping[Hashable, Figures], needs: Mapping[Hashable, int], places: int) -> CutLine:
    """The best plans whose roadshows (`needs`, by plan) fit into `places`, rank by rank: those that
    share a rank are above the line together or not at all, and none passes one that did not fit."""
    by_rank: dict[int, list[Hashable]] = defaultdict(list)
    for plan, one in figures.items():
        if one.rank is not None:
            by_rank[one.rank].append(plan)
    above: list[Hashable] = []
    needed = 0
    for rank in sorted(by_rank):
        more = sum(needs.get(plan, 0) for plan in by_rank[rank])
        if needed + more > places:
            break
        above += by_rank[rank]
        needed += more
    return CutLine(frozenset(above), needed, places)


def weighted(points: float | Fraction, weight: int) -> Decimal:
    """Points 0 to 5 as points of the weight, to the hundredth."""
    return _rounded(Fraction(points) * weight / _MOST)


def dispersion_of(totals: Sequence[Decimal]) -> Decimal | None:
    """The sample's standard deviation, to the hundredth."""
    deviation = _deviation([_hundredths(total) for total in totals])
    return None if deviation is None else _rounded(Fraction(deviation) / 100)


@dataclass(frozen=True, slots=True)
class _Level:
    """How severe everybody is, in hundredths: mean and standard deviation of all, and of each
    expert who has given enough to be judged by."""

    mean: float
    deviation: float
    experts: Mapping[Hashable, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Given]) -> "_Level":
        by_expert: dict[Hashable, list[int]] = defaultdict(list)
        for row in rows:
            by_expert[row.expert].append(_hundredths(row.total))
        everything = [total for totals in by_expert.values() for total in totals]
        experts = {
            expert: (sum(totals) / len(totals), _deviation(totals) or 0.0)
            for expert, totals in by_expert.items()
            if len(totals) >= SPEAKING
        }
        mean = sum(everything) / len(everything) if everything else 0.0
        return cls(mean, _deviation(everything) or 0.0, experts)

    def standardised(self, row: Given) -> float:
        total = _hundredths(row.total)
        if row.expert not in self.experts:
            return float(total)
        mean, deviation = self.experts[row.expert]
        if deviation < _APART:
            return self.mean
        return self.mean + self.deviation * (total - mean) / deviation


def _figures(given: Sequence[Given], level: _Level) -> Figures:
    totals = sorted(_hundredths(row.total) for row in given)
    standardised = sorted(level.standardised(row) for row in given)
    kept, kept_standardised = _trimmed(totals), _trimmed(standardised)
    criteria = {one["key"]: one for row in given for one in row.criteria}
    below = {
        one["key"]
        for row in given
        for one in row.criteria
        if row.points.get(one["key"], _MOST) < one["floor"]
    }
    return Figures(
        count=len(given),
        score=_rounded(Fraction(sum(kept), len(kept) * 100)),
        mean=_rounded(Fraction(sum(totals), len(totals) * 100)),
        parts={key: _part(key, given, one["weight"]) for key, one in criteria.items()},
        dispersion=dispersion_of([row.total for row in given]),
        familiarity=_rounded(Fraction(sum(row.familiarity for row in given), len(given))),
        below=tuple(one["label"] for key, one in criteria.items() if key in below),
        # fsum is exact, so the order of the scores is nothing to it.
        standardised=_rounded(
            Fraction(math.fsum(kept_standardised) / len(kept_standardised) / 100)
        ),
    )


def _part(key: str, given: Sequence[Given], weight: int) -> Decimal:
    points = [row.points[key] for row in given if key in row.points]
    return weighted(Fraction(sum(points), len(points)), weight) if points else Decimal(0)


def _ranks(values: Mapping[Hashable, tuple[Decimal, ...]]) -> dict[Hashable, int]:
    """The highest is first; equals share a rank and leave the next ones out."""
    ranks: dict[Hashable, int] = {}
    first: dict[tuple[Decimal, ...], int] = {}
    for at, (plan, value) in enumerate(sorted(values.items(), key=lambda i: i[1], reverse=True), 1):
        ranks[plan] = first.setdefault(value, at)
    return ranks


def _intervals(totals: Mapping[Hashable, tuple[int, ...]]) -> dict[Hashable, tuple[int, int]]:
    """Plans with the same totals are one and the same here: their draws are pooled, else it would
    matter which came first."""
    if not totals:
        return {}
    plans = sorted(totals, key=lambda plan: totals[plan])
    digest = hashlib.sha256(repr([totals[plan] for plan in plans]).encode()).digest()
    chance = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    drawn = _drawn([totals[plan] for plan in plans], chance)
    ranks = _ranks_of_rows(drawn)
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at, plan in enumerate(plans):
        places[totals[plan]].append(at)
    found = {}
    for same, columns in places.items():
        pooled = np.sort(ranks[:, columns], axis=None)
        low, high = int(pooled.size * _LOW), math.ceil(pooled.size * _HIGH) - 1
        found[same] = (int(pooled[low]), int(pooled[high]))
    return {plan: found[same] for plan, same in totals.items()}


def _drawn(totals: Sequence[Sequence[int]], chance: np.random.Generator) -> Any:
    """Draws × plans: figures of resampled scores, in hundredths."""
    drawn = np.empty((_DRAWS, len(totals)))
    sizes = np.array([len(one) for one in totals])
    for size in np.unique(sizes):
        columns = np.flatnonzero(sizes == size)
        given = np.array([totals[at] for at in columns.tolist()])
        picks = chance.integers(0, size, size=(_DRAWS, len(columns), size))
        taken = given[np.arange(len(columns))[None, :, None], picks]
        sums, kept = taken.sum(axis=2), size
        if size >= TRIMMED_FROM:
            sums, kept = sums - taken.max(axis=2) - taken.min(axis=2), size - 2
        drawn[:, columns] = sums / kept
    return drawn


def _ranks_of_rows(values: Any) -> Any:
    """In each row one more than how many are higher."""
    ordered = np.sort(values, axis=1)
    count = values.shape[1]
    ranks = np.empty(values.shape, dtype=np.int32)
    for at, row in enumerate(values):
        ranks[at] = count - np.searchsorted(ordered[at], row, side="right") + 1
    return ranks


def _trimmed(ordered: list[Number]) -> list[Number]:
    return ordered[1:-1] if len(ordered) >= TRIMMED_FROM else ordered


def _deviation(values: Sequence[int]) -> float | None:
    """Of a sample; exact up to the root, so that order is nothing to it."""
    count = len(values)
    if count < 2:  # noqa: PLR2004 -- one alone has none
        return None
    total, squares = sum(values), sum(value * value for value in values)
    return math.sqrt(Fraction(count * squares - total * total, count * (count - 1)))


def _hundredths(total: Decimal) -> int:
    return int(total * 100)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_HUNDREDTH, ROUND_HALF_UP)
