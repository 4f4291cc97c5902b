"""The board's figures, against values worked out by hand, and what has to be true of all."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from provinces.ranking import Given, cut, figures_of

CRITERIA = (
    {"key": "a", "label": "甲", "weight": 60, "floor": 1},
    {"key": "b", "label": "乙", "weight": 40, "floor": 0},
)


def one(plan, expert, a, b, familiarity=3):
    total = Decimal(a * 60 + b * 40) / 5
    return Given(
        plan, expert, total.quantize(Decimal("0.01")), {"a": a, "b": b}, familiarity, CRITERIA
    )


def rows_of(**plans):
    """By plan, pairs of points, the experts in turn."""
    return [one(p, f"e{at}", *pair) for p, pairs in plans.items() for at, pair in enumerate(pairs)]


def test_four_scores_are_all_counted():
    # 100, 60, 60, 20
    figures = figures_of(rows_of(x=[(5, 5), (3, 3), (3, 3), (1, 1)]))["x"]

    assert (figures.count, figures.is_trimmed) == (4, False)
    assert (figures.score, figures.mean) == (Decimal("60.00"), Decimal("60.00"))
    # variance (40² + 0 + 0 + 40²) / 3 = 1066.67
    assert figures.dispersion == Decimal("32.66")
    assert figures.parts == {"a": Decimal("36.00"), "b": Decimal("24.00")}


def test_of_five_scores_the_highest_and_the_lowest_are_left_out():
    # 100, 80, 60, 60, 20: (80 + 60 + 60) / 3 and 320 / 5
    figures = figures_of(rows_of(x=[(5, 5), (4, 4), (3, 3), (3, 3), (1, 1)]))["x"]

    assert figures.is_trimmed
    assert (figures.score, figures.mean) == (Decimal("66.67"), Decimal("64.00"))


def test_one_score_has_no_dispersion():
    figures = figures_of([one("x", "e", 4, 4)])["x"]

    assert (figures.dispersion, figures.is_dispersed) == (None, False)
    assert (figures.rank, figures.interval) == (1, None)


@pytest.mark.parametrize(
    ("pairs", "dispersion", "is_dispersed"),
    [
        ([(3, 3), (3, 5)], Decimal("11.31"), False),
        ([(1, 3), (2, 3), (3, 3)], Decimal("12.00"), False),
        ([(3, 3), (4, 4)], Decimal("14.14"), True),
    ],
)
def test_totals_apart_by_more_than_twelve_want_another_look(pairs, dispersion, is_dispersed):
    figures = figures_of(rows_of(x=pairs))["x"]

    assert (figures.dispersion, figures.is_dispersed) == (dispersion, is_dispersed)


def test_below_a_floor_a_plan_is_held_and_takes_no_rank_and_no_place():
    rows = rows_of(best=[(5, 5), (5, 5), (0, 5)], other=[(1, 1), (1, 1), (1, 0)])

    figures = figures_of(rows)
    line = cut(figures, {"best": 1, "other": 1}, 1)

    assert (figures["best"].below, figures["best"].rank, figures["best"].interval) == (
        ("甲",),
        None,
        None,
    )
    assert figures["best"].score > figures["other"].score
    assert (figures["other"].is_held, figures["other"].rank) == (False, 1)
    assert (line.plans, line.needed) == ({"other"}, 1)


def test_a_severe_and_a_lenient_expert_are_made_comparable():
    """Both give three plans; the severe one 20, 40, 60, the lenient one 60, 80, 100."""
    severe = [one(p, "s", n, n) for p, n in (("u", 1), ("v", 2), ("w", 3))]
    lenient = [one(p, "l", n, n) for p, n in (("x", 3), ("y", 4), ("z", 5))]

    figures = figures_of(severe + lenient)

    # all: mean 60, variance (40² + 20² + 0 + 0 + 20² + 40²) / 5 = 800, deviation 28.28
    low, high = Decimal("31.72"), Decimal("88.28")
    assert [figures[p].standardised for p in "uvwxyz"] == [low, 60, high, low, 60, high]
    assert [figures[p].rank for p in "uvwxyz"] == [6, 5, 3, 3, 2, 1]
    assert [figures[p].standardised_rank for p in "uvwxyz"] == [5, 3, 1, 5, 3, 1]


def test_two_plans_say_nothing_of_severity():
    rows = [one("x", "few", 5, 5), one("y", "few", 4, 4)]
    rows += [one(p, "many", n, n) for p, n in (("u", 1), ("v", 2), ("w", 3))]

    figures = figures_of(rows)

    assert (figures["x"].standardised, figures["y"].standardised) == (100, 80)


def test_who_gives_all_the_same_counts_as_the_mean_of_all():
    rows = [one(p, "flat", 5, 5) for p in "xyz"] + [one(p, "e", 1, 1) for p in "uvw"]

    figures = figures_of(rows)

    assert {p: figures[p].standardised for p in "xyzuvw"} == dict.fromkeys("xyzuvw", 60)


def test_who_hardly_tells_apart_counts_as_the_mean_of_all():
    rows = [one(p, "narrow", 3, b) for p, b in (("x", 3), ("y", 3), ("z", 3))]
    rows[0] = replace(rows[0], total=rows[0].total + 3)  # a deviation of 1.73
    rows += [one(p, "e", n, n) for p, n in (("u", 1), ("v", 3), ("w", 5))]

    figures = figures_of(rows)

    assert {figures[p].standardised for p in "xyz"} == {Decimal("60.50")}


def test_two_scores_have_no_interval():
    figures = figures_of(rows_of(x=[(5, 5), (1, 1)], y=[(3, 3)] * 3))

    assert (figures["x"].rank, figures["x"].interval) == (1, None)
    assert figures["y"].interval == (1, 2)


def test_equal_figures_share_a_rank_and_the_next_one_is_left_out():
    figures = figures_of(rows_of(x=[(3, 3)], y=[(3, 3)], z=[(2, 2)]))

    assert {p: figures[p].rank for p in "xyz"} == {"x": 1, "y": 1, "z": 3}
    assert figures["x"].interval == figures["y"].interval


def test_equal_figures_are_told_apart_by_the_mean_of_all():
    # both 60 without the ends; the second one's highest is higher
    alike = [(3, 3), (3, 3), (3, 3), (2, 2)]
    figures = figures_of(rows_of(x=[*alike, (4, 4)], y=[*alike, (5, 5)]))

    assert figures["x"].score == figures["y"].score
    assert (figures["x"].rank, figures["y"].rank) == (2, 1)


def test_whom_all_agree_on_is_sure_of_the_rank():
    figures = figures_of(rows_of(x=[(5, 5)] * 3, y=[(3, 3)] * 3, z=[(1, 1)] * 3))

    assert [figures[p].interval for p in "xyz"] == [(1, 1), (2, 2), (3, 3)]


def test_interval_spans_what_experts_disagree_about():
    figures = figures_of(rows_of(x=[(5, 5), (1, 1), (3, 3)], y=[(3, 3)] * 3))

    assert [figures[p].interval for p in "xy"] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("places", "above", "needed"),
    [(0, "", 0), (1, "", 0), (2, "x", 2), (4, "x", 2), (6, "xyz", 6), (9, "xyz", 6)],
)
def test_line_runs_above_the_first_that_do_not_fit(places, above, needed):
    """y and z share a rank: together or not at all."""
    figures = figures_of(rows_of(x=[(5, 5)], y=[(3, 3)], z=[(3, 3)]))

    line = cut(figures, dict.fromkeys("xyz", 2), places)

    assert (line.plans, line.needed) == (set(above), needed)


POINTS = st.integers(1, 5)
PLANS = st.dictionaries(
    st.integers(0, 7),
    st.dictionaries(st.integers(0, 6), st.tuples(POINTS, POINTS), min_size=1),
    min_size=1,
)


def all_rows(plans):
    return [one(p, e, *pair) for p, given in plans.items() for e, pair in given.items()]


@settings(max_examples=60, deadline=None)
@given(PLANS, st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_rows(plans, chance):
    rows = all_rows(plans)
    other = chance.sample(rows, k=len(rows))
    found, mixed = figures_of(rows), figures_of(other)

    assert mixed == found
    needs = dict.fromkeys(plans, 2)
    assert cut(mixed, needs, 5) == cut(found, needs, 5)


@settings(max_examples=60, deadline=None)
@given(PLANS, st.permutations(range(8)), st.permutations(range(7)))
def test_figures_do_not_depend_on_names(plans, plan_names, expert_names):
    renamed = {
        f"p{plan_names[p]}": {f"e{expert_names[e]}": pair for e, pair in given.items()}
        for p, given in plans.items()
    }

    found, other = figures_of(all_rows(plans)), figures_of(all_rows(renamed))

    assert {f"p{plan_names[p]}": figures for p, figures in found.items()} == other


@settings(max_examples=60, deadline=None)
@given(PLANS, st.data())
def test_a_better_score_never_makes_a_plan_worse(plans, data):
    plan = data.draw(st.sampled_from(sorted(plans)))
    expert = data.draw(st.sampled_from(sorted(plans[plan])))
    a, b = plans[plan][expert]
    better = {**plans, plan: {**plans[plan], expert: (min(5, a + 1), b)}}

    before, after = figures_of(all_rows(plans)), figures_of(all_rows(better))

    assert after[plan].score >= before[plan].score
    assert after[plan].rank <= before[plan].rank
    unchanged = {p for p in plans if p != plan}
    assert {p: after[p].score for p in unchanged} == {p: before[p].score for p in unchanged}


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_figures_are_where_they_must_be(plans):
    figures = figures_of(all_rows(plans))

    for plan, found in figures.items():
        totals = sorted(row.total for row in all_rows({plan: plans[plan]}))
        assert found.is_trimmed == (len(totals) >= 5)
        kept = totals[1:-1] if found.is_trimmed else totals
        assert min(kept) <= found.score <= max(kept)
        low, high = found.interval or (1, len(figures))
        assert (found.interval is None) == (len(totals) < 3)
        assert 1 <= low <= found.rank <= high <= len(figures)
    ranks = sorted(found.rank for found in figures.values())
    assert ranks[0] == 1
    assert all(rank <= at for at, rank in enumerate(ranks, start=1))


def test_four_hundred_plans_are_ranked_the_same_every_time():
    chance = random.Random(7)
    rows = [
        one(p, chance.randrange(60), chance.randint(1, 5), chance.randint(0, 5))
        for p in range(400)
        for _ in range(5)
    ]

    assert figures_of(rows) == figures_of(rows[::-1])
