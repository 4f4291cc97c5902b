"""What opinions come to together: arithmetic alone."""

from decimal import Decimal
from fractions import Fraction
from statistics import pstdev

import pytest
from hypothesis import given, strategies as st

from accounts.models.cycle import default_rubric
from foundation.marking import total_of
from projects.evaluation import figures_of, lie_apart, needed_for, outcome_of

RUBRIC = default_rubric()
KEYS = [one["key"] for one in RUBRIC]
points = st.fixed_dictionaries({key: st.integers(0, 5) for key in KEYS})
several = st.lists(points, min_size=1, max_size=3)


def totals_of(opinions):
    return [total_of(RUBRIC, one) for one in opinions]


def scores(given_points):
    return {key: {"points": value, "reason": ""} for key, value in given_points.items()}


@given(several, st.randoms())
def test_order_of_opinions_changes_nothing(opinions, random):
    shuffled = random.sample(opinions, len(opinions))

    assert outcome_of(totals_of(shuffled)) == outcome_of(totals_of(opinions))
    assert figures_of(RUBRIC, list(map(scores, shuffled))) == figures_of(
        RUBRIC, list(map(scores, opinions))
    )


@given(several)
def test_parts_sum_up_to_the_total_of_one_or_two(opinions):
    figures = figures_of(RUBRIC, list(map(scores, opinions)))
    total = outcome_of(totals_of(opinions)).total

    if len(opinions) < 3:
        assert sum(figure.part for figure in figures) == total
    assert min(totals_of(opinions)) <= total <= max(totals_of(opinions))


@given(st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=3), st.integers(0, 50))
def test_spread_is_compared_without_rounding(totals, most):
    exact = [Fraction(one) for one in totals]
    middle = sum(exact) / len(exact)
    variance = sum((one - middle) ** 2 for one in exact) / len(exact)

    assert lie_apart(totals, most) == (variance > most**2)
    assert float(outcome_of(totals).spread) == pytest.approx(pstdev(map(float, totals)), abs=0.006)


@pytest.mark.parametrize(
    ("totals", "total", "spread", "is_apart"),
    [
        (["80.00"], "80.00", "0.00", False),
        (["92.00", "68.00"], "80.00", "12.00", False),
        (["92.01", "68.00"], "80.01", "12.01", True),
        (["100.00", "20.00", "70.00"], "70.00", "33.00", True),
    ],
)
def test_two_count_by_their_mean_three_by_their_median(totals, total, spread, is_apart):
    given_totals = [Decimal(one) for one in totals]

    found = outcome_of(given_totals)

    assert (str(found.total), lie_apart(given_totals, 12)) == (total, is_apart)
    assert abs(found.spread - Decimal(spread)) < Decimal("0.01")


@pytest.mark.parametrize(
    ("given_points", "is_below"),
    [([0], True), ([1], False), ([0, 5], True), ([0, 5, 4], False), ([0, 0, 5], True)],
)
def test_anybody_is_below_a_floor_of_three_most(given_points, is_below):
    opinions = [scores(dict.fromkeys(KEYS, 4) | {"market": one}) for one in given_points]

    figures = {figure.key: figure.is_below for figure in figures_of(RUBRIC, opinions)}

    assert figures == dict.fromkeys(KEYS, False) | {"market": is_below}


@pytest.mark.parametrize(
    ("content", "second_from", "needed"),
    [
        ({"price": "999.99", "funding": None}, Decimal(1000), 1),
        ({"price": "1000.00"}, Decimal(1000), 2),
        ({"price": None, "funding": "1200.50"}, Decimal(1000), 2),
        ({"price_open": True}, Decimal(1000), 1),
        ({"price": "9999.00"}, None, 1),
        ({"price": "0.00"}, Decimal(0), 2),
    ],
)
def test_who_asks_for_much_is_evaluated_by_two(content, second_from, needed):
    assert needed_for(content, second_from) == needed
