"""Figures of a ranking against a slow reading of what they mean, and at their edges."""

import math
import zlib
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from matching.evaluation import FIGURES, Judged, figures_of, revealed

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["需求甲", "需求乙", "丙"]),
        st.text("ab甲0-", min_size=1, max_size=3),
        st.integers(1, 4),
        st.one_of(st.none(), st.integers(-3, 3).map(lambda n: n / 4)),
    ),
    min_size=1,
    max_size=40,
)


def figures(rows):
    """As `figures_of` tells, with None for what is not known."""
    scores = np.array([math.nan if row[3] is None else row[3] for row in rows])
    found = figures_of(Judged.of([row[:3] for row in rows]), scores)
    return {name: None if math.isnan(value) else value for name, value in found.items()}


def slowly(rows):
    """The same, pair by pair, as the words of the figures say."""
    by_demand, pooled, found = {}, [], {name: [] for name in FIGURES}
    for demand, achievement, level, score in rows:
        by_demand.setdefault(demand, []).append((achievement, level, score))
    for told in by_demand.values():
        known = [score for _, _, score in told if score is not None]
        behind = (min(known) if known else 0) - 1e-9
        own = [(one, level, behind if score is None else score) for one, level, score in told]
        pooled += own
        gains = [2 ** (level - 1) - 1 for _, level, _ in own]
        ranked = sorted(own, key=lambda pair: (-pair[2], zlib.crc32(pair[0].encode())))
        best = dcg(sorted(gains, reverse=True))
        if best:
            found["ndcg10"].append(dcg([2 ** (level - 1) - 1 for _, level, _ in ranked]) / best)
        if len(own) >= 5:
            found["spearman"].append(correlation(own))
        found["auc_demand"].append(share_above(own))
    found["auc_pooled"] = [share_above(pooled)]
    return {name: mean(values) for name, values in found.items()}


def dcg(gains):
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains[:10]))


def correlation(pairs):
    levels = [level for _, level, _ in pairs]
    scores = [score for _, _, score in pairs]
    if len(set(levels)) == 1:
        return None
    if len(set(scores)) == 1:
        return 0.0
    a, b = rank(scores), rank(levels)
    over = sum((x - mean(a)) * (y - mean(b)) for x, y in zip(a, b, strict=True))
    spread = [math.sqrt(sum((x - mean(one)) ** 2 for x in one)) for one in (a, b)]
    return over / (spread[0] * spread[1])


def rank(values):
    return [sum(o < v for o in values) + sum(o == v for o in values) / 2 for v in values]


def share_above(pairs):
    wanted = [score for _, level, score in pairs if level >= 3]
    others = [score for _, level, score in pairs if level < 3]
    if not wanted or not others:
        return None
    won = sum((a > b) + (a == b) / 2 for a, b in product(wanted, others))
    return won / (len(wanted) * len(others))


def mean(values):
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_figures_are_what_their_words_say(rows):
    expected = slowly(rows)

    assert figures(rows) == {
        name: value if value is None else pytest.approx(value, abs=1e-9)
        for name, value in expected.items()
    }


def test_perfect_order_has_the_best_figures():
    rows = [("甲", f"a{n}", level, level) for n, level in enumerate([1, 2, 3, 4, 2, 1])]

    assert figures(rows) == dict.fromkeys(FIGURES, pytest.approx(1))


def test_one_pair_of_no_match_says_nothing():
    assert figures([("甲", "a", 1, 0.5)]) == dict.fromkeys(FIGURES)


def test_equal_scores_are_no_merit():
    rows = [("甲", f"a{n}", level, 0.5) for n, level in enumerate([4, 3, 2, 1, 1])]

    found = figures(rows)

    # By CRC-32: a0, a4, a1, a3, a2.
    in_order = (7 + 0 + 3 / math.log2(4) + 0 + 1 / math.log2(6)) / (7 + 3 / math.log2(3) + 1 / 2)
    assert found == {
        "ndcg10": pytest.approx(in_order),
        "spearman": 0,
        "auc_pooled": 0.5,
        "auc_demand": 0.5,
    }


def test_pair_without_score_comes_behind_its_demand():
    scored = [("甲", "a", 4, 0.1), ("甲", "b", 1, 0.9)]

    behind = figures([*scored, ("甲", "c", 4, None)])

    assert behind == figures([*scored, ("甲", "c", 4, -5.0)])


def test_feedback_is_of_the_smallest_checksums_of_each_demand():
    rows = [("甲", "a", 1), ("乙", "b", 2), ("甲", "c", 3), ("甲", "d", 4), ("乙", "e", 1)]
    judged = Judged.of(rows)
    sums = [zlib.crc32(row[1].encode()) for row in rows]

    chosen = revealed(judged, 1)

    assert chosen.tolist() == [
        sums[place] == min(s for s, other in zip(sums, rows, strict=True) if other[0] == row[0])
        for place, row in enumerate(rows)
    ]
    assert revealed(judged, 9).all()
    assert judged.only(~chosen).levels.tolist() == [
        row[2] for row, shown in zip(rows, chosen, strict=True) if not shown
    ]
