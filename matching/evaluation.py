"""How well scores rank pairs that people have judged (M2). Pure.

The figures are those usual for ranking, over levels 4 (strong) to 1 (none) and the gain
2^(level - 1) - 1: `ndcg10` the mean over demands; `spearman` the mean of rank correlations over
demands of five pairs or more whose levels differ; `auc_pooled` and `auc_demand` how often a pair of
level 3 or 4 is above one of level 1 or 2, in all pairs together and on average within a demand.
Ties are broken by the CRC-32 of the achievement's id, never in favour of the scorer; a pair
without a score comes behind all others of its demand. A figure that nothing is known of is NaN.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

FIGURES = ("ndcg10", "spearman", "auc_pooled", "auc_demand")
WANTED = 3  # a pair of this level or above is a match
_TOP = 10
_LEAST_PAIRS = 5
_BEHIND = 1e-9

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """Pairs that were judged, one at each place of the three: ids of its demand and its
    achievement, level 1 to 4."""

    demands: NDArray[np.object_]
    achievements: NDArray[np.object_]
    levels: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, str, int]]) -> "Judged":
        demands, achievements, levels = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(
            np.array(demands, dtype=object),
            np.array(achievements, dtype=object),
            np.array(levels, dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.levels)

    def only(self, chosen: Bools) -> "Judged":
        return Judged(self.demands[chosen], self.achievements[chosen], self.levels[chosen])

    @cached_property
    def ties(self) -> NDArray[np.int64]:
        found = (zlib.crc32(str(one).encode()) for one in self.achievements)
        return np.fromiter(found, np.int64, len(self))

    @cached_property
    def groups(self) -> list[NDArray[np.intp]]:
        """Places of the pairs of each demand, in the order of the demands' ids."""
        by_demand: dict[str, list[int]] = {}
        for place, demand in enumerate(self.demands):
            by_demand.setdefault(demand, []).append(place)
        return [np.array(by_demand[demand], dtype=np.intp) for demand in sorted(by_demand)]


def figures_of(judged: Judged, scores: Floats) -> dict[str, float]:
    """FIGURES by name; `scores` one a pair, the higher the better, NaN where there is none."""
    given = _placed_behind(judged, scores)
    is_wanted = judged.levels >= WANTED
    return {
        "ndcg10": _mean(_ndcgs(judged, given)),
        "spearman": _mean(_correlations(judged, given)),
        "auc_pooled": _auc(given, is_wanted),
        "auc_demand": _mean(_auc(given[one], is_wanted[one]) for one in judged.groups),
    }


def revealed(judged: Judged, count: int) -> Bools:
    """Which pairs are shown as feedback: the `count` of each demand whose achievement's id has the
    smallest CRC-32."""
    chosen = np.zeros(len(judged), dtype=bool)
    for places in judged.groups:
        order = np.argsort(judged.ties[places], kind="stable")
        chosen[places[order[:count]]] = True
    return chosen


def _placed_behind(judged: Judged, scores: Floats) -> Floats:
    given = np.array(scores, dtype=np.float64)
    for places in judged.groups:
        own = given[places]
        lacks = np.isnan(own)
        least = 0.0 if lacks.all() else np.nanmin(own)
        given[places] = np.where(lacks, least - _BEHIND, own)
    return given


def _ndcgs(judged: Judged, given: Floats) -> Iterator[float]:
    """Of demands that have anything to gain."""
    gains = np.asarray(2.0 ** (judged.levels - 1) - 1, dtype=np.float64)
    for places in judged.groups:
        own = gains[places]
        ideal = _dcg(np.sort(own)[::-1])
        if ideal > 0:
            order = np.lexsort((judged.ties[places], -given[places]))
            yield _dcg(own[order]) / ideal


def _dcg(gains: Floats) -> float:
    top = gains[:_TOP]
    return float((top / np.log2(np.arange(2, len(top) + 2))).sum())


def _correlations(judged: Judged, given: Floats) -> Iterator[float]:
    for places in judged.groups:
        if len(places) >= _LEAST_PAIRS:
            yield _spearman(given[places], judged.levels[places])


def _spearman(scores: Floats, levels: NDArray[np.int64]) -> float:
    if np.ptp(levels) == 0:
        return np.nan
    if np.ptp(scores) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(scores), rankdata(levels))[0, 1])


def _auc(scores: Floats, is_wanted: Bools) -> float:
    wanted, others = int(is_wanted.sum()), int((~is_wanted).sum())
    if not wanted or not others:
        return np.nan
    ranks = rankdata(scores)[is_wanted].sum()
    return float((ranks - wanted * (wanted + 1) / 2) / (wanted * others))


def _mean(values: Iterator[float]) -> float:
    """Of those that are known."""
    found = np.fromiter(values, np.float64)
    return np.nan if np.isnan(found).all() else float(np.nanmean(found))
