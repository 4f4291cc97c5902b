"""`python -m bench.train_matching PATH`: what is learnt of the weights, from labelled pairs.

PATH holds demands.csv (id, title, content), achievements.csv (id, title) and pairs.csv (demand_id,
achievement_id, level 1-4). The weights of the features of words are fitted to the levels and go to
matching/scoring/weights.json, the same bytes from the same pairs; those of facts were given by hand
and stay. Nothing else of the pairs is kept. What is printed was measured on demands that the fit
had not seen.
"""

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from matching.scoring import Circumstances, Comparison, Corpus, Text, count
from matching.scoring.weights import FILE, LEARNT

_RIDGE = 0.02  # of the number of pairs: what holds the weights of like features together
_FOLDS, _ROUNDS = 10, 4
_LOWEST, _HIGHEST = 1, 4  # levels
_FULL = 60  # points for a pair of the highest level by its words alone: facts give the rest

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Each judged pair: the number of its demand, its features, its level as a score."""

    demands: NDArray[np.int64]
    features: Numbers
    wanted: Numbers

    def of(self, demands: NDArray[np.int64]) -> "Pairs":
        at = np.isin(self.demands, demands)
        return Pairs(self.demands[at], self.features[at], self.wanted[at])


def read(folder: Path) -> Pairs:
    demands, achievements = _rows(folder / "demands.csv"), _rows(folder / "achievements.csv")
    wants = {row["id"]: number for number, row in enumerate(demands)}
    has = {row["id"]: number for number, row in enumerate(achievements)}
    postings = Corpus.of(
        count(Text(wants[row["id"]], row["title"], body=row["content"])) for row in demands
    )
    projects = Corpus.of(count(Text(has[row["id"]], row["title"])) for row in achievements)
    judged = sorted(
        (wants[row["demand_id"]], has[row["achievement_id"]], int(row["level"]))
        for row in _rows(folder / "pairs.csv")
    )
    asked, offered, levels = np.array(judged, np.int64).T
    day = Circumstances(date(2019, 1, 1).toordinal())
    values = Comparison(postings, projects, day).features(asked, offered)
    features = values[:, : len(LEARNT)].astype(float)
    return Pairs(asked, features, _FULL * (levels - _LOWEST) / (_HIGHEST - _LOWEST))


def fit(pairs: Pairs) -> tuple[Numbers, float]:
    """Weights in points, none below 0, and the base.

    Fitted within demands, since those who judged were not equally severe; the base is the rest.
    """
    features, wanted = _within(pairs, pairs.features), _within(pairs, pairs.wanted[:, None])[:, 0]
    scale = features.std(axis=0)
    held = np.sqrt(_RIDGE * len(wanted)) * np.eye(len(scale))
    left = np.vstack([features / scale, held])
    weights = nnls(left, np.concatenate([wanted, np.zeros(len(scale))]))[0] / scale
    return weights, float(pairs.wanted.mean() - pairs.features.mean(axis=0) @ weights)


def unseen(pairs: Pairs) -> Numbers:
    """[_ROUNDS, pairs]: what each pair scores by weights that its demand had no part in."""
    rounds = np.empty((_ROUNDS, len(pairs.wanted)))
    for number in range(_ROUNDS):
        order = np.random.default_rng(number).permutation(np.unique(pairs.demands))
        for fold in range(_FOLDS):
            held_out = order[fold::_FOLDS]
            weights, base = fit(pairs.of(np.setdiff1d(order, held_out)))
            at = np.isin(pairs.demands, held_out)
            rounds[number, at] = pairs.features[at] @ weights + base
    return rounds


def agreement(pairs: Pairs, scores: Numbers) -> list[float]:
    """Of each demand, how its order by score goes with that by level (Spearman's rho)."""
    found = []
    for demand in np.unique(pairs.demands):
        at = pairs.demands == demand
        if np.ptp(pairs.wanted[at]) > 0:
            ranks = _ranks(scores[at]), _ranks(pairs.wanted[at])
            found.append(float(np.corrcoef(*ranks)[0, 1]))
    return found


def learn(pairs: Pairs, file: Path) -> dict[str, float]:
    """Put what is learnt into `file`, whose given weights stay. Returns base and weights."""
    weights, base = fit(pairs)
    learnt = {name: round(float(weight), 1) for name, weight in zip(LEARNT, weights, strict=True)}
    kept = {**json.loads(file.read_text()), "base": round(base, 1), "learnt": learnt}
    file.write_text(json.dumps(kept, indent=2) + "\n")
    return {"base": kept["base"], **learnt}


def main(arguments: Sequence[str]) -> None:
    if len(arguments) != 1:
        sys.exit("usage: python -m bench.train_matching PATH")
    pairs = read(Path(arguments[0]))
    each = np.mean([agreement(pairs, scores) for scores in unseen(pairs)], axis=0)
    error = each.std() / np.sqrt(len(each))
    found = {**learn(pairs, FILE), "spearman": each.mean(), "standard_error": error}
    print(json.dumps({name: round(float(value), 4) for name, value in found.items()}))


def _within(pairs: Pairs, values: Numbers) -> Numbers:
    """Each value less the mean of its demand."""
    _, demand = np.unique(pairs.demands, return_inverse=True)
    sums = np.zeros((demand.max() + 1, values.shape[1]))
    np.add.at(sums, demand, values)
    return values - (sums / np.bincount(demand)[:, None])[demand]


def _ranks(values: Numbers) -> Numbers:
    """From 0, equal ones the mean of their places."""
    ordered = np.sort(values)
    low, high = np.searchsorted(ordered, values), np.searchsorted(ordered, values, "right")
    return (low + high - 1) / 2


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(sys.argv[1:])
