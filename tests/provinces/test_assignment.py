"""Who reviews what, on plain data: every hard rule, what cannot be met, level loads, fields."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from provinces.assignment import Asked, Breach, Case, Lack, Offered, Why, solve

UNITS = ("BJ", "SC", "GD", "HB")
FIELDS = ("1", "2", "3")


def plan(key, unit="BJ", *fields):
    return Asked(key, unit, frozenset(fields))


def expert(key, capacity=12, fields=(), abstains=()):
    return Offered(key, capacity, frozenset(fields), frozenset(abstains))


@st.composite
def cases(draw):
    plans = [
        Asked(f"p{n}", draw(st.sampled_from(UNITS)), draw(st.frozensets(st.sampled_from(FIELDS))))
        for n in range(draw(st.integers(1, 6)))
    ]
    experts = [_offered(draw, f"e{n}") for n in range(draw(st.integers(1, 6)))]
    pairs = list(product((p.key for p in plans), (e.key for e in experts)))
    some = st.sets(st.sampled_from(pairs), max_size=4)
    standing = draw(some)
    never = draw(some) - standing
    per_plan = draw(st.integers(1, 4))
    return Case(plans, experts, per_plan, standing, draw(some), never)


def _offered(draw, key):
    return Offered(
        key,
        draw(st.integers(1, 5)),
        draw(st.frozensets(st.sampled_from(FIELDS))),
        draw(st.frozensets(st.sampled_from(UNITS), max_size=2)),
    )


def loads_of(pairs):
    return Counter(expert for _, expert in pairs)


def by_hand(case, one):
    return {p for p, e in case.fixed if e == one.key}


@settings(max_examples=150, deadline=None)
@given(cases())
def test_every_hard_rule_is_met_or_named(case):
    answer = solve(case)
    pairs, plans = answer.pairs, {one.key: one for one in case.plans}
    having = Counter(p for p, _ in (*pairs, *case.given))
    loads = loads_of((*pairs, *case.given))

    assert len(set(pairs)) == len(pairs)
    assert set(pairs).isdisjoint({*case.given, *case.never})
    for one in case.experts:
        own = {p for p, e in pairs if e == one.key}
        assert not {plans[p].unit for p in own} & one.abstains
        assert own <= by_hand(case, one) or loads[one.key] <= one.capacity
    missing = {key: case.per_plan - having[key] for key in plans if having[key] < case.per_plan}
    assert {lack.plan: lack.count for lack in answer.lacks} == missing
    assert set(case.fixed) == {p for p in pairs if p in case.fixed} | answer.broken.keys()


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_one_more_expert_raises_no_load_by_more_than_one(case, data):
    more = _offered(data.draw, "e-new")
    before = loads_of(solve(case).pairs)
    wider = Case(
        case.plans, [*case.experts, more], case.per_plan, case.given, case.fixed, case.never
    )
    after = loads_of(solve(wider).pairs)

    assert [one.key for one in case.experts if after[one.key] > before[one.key] + 1] == []


@settings(max_examples=80, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(case, chance):
    def mixed(rows):
        return chance.sample(list(rows), len(list(rows)))

    other = Case(
        mixed(case.plans),
        mixed(case.experts),
        case.per_plan,
        *(mixed(sorted(rows)) for rows in (case.given, case.fixed, case.never)),
    )

    assert solve(other) == solve(case)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_no_swap_makes_loads_more_level(case):
    """From who has two more than another, no plan of theirs could go to that one."""
    answer = solve(case)
    loads = Counter({one.key: 0 for one in case.experts}) + Counter()
    loads.update(loads_of((*answer.pairs, *case.given)))
    out = {*case.given, *case.fixed, *case.never, *answer.pairs}
    units = {one.key: one.unit for one in case.plans}
    movable = [pair for pair in answer.pairs if pair not in case.fixed]
    worse = [
        (p, e, other.key)
        for (p, e), other in product(movable, case.experts)
        if loads[other.key] + 1 < loads[e]
        and loads[other.key] < other.capacity
        and (p, other.key) not in out
        and units[p] not in other.abstains
    ]

    assert worse == []


def test_each_plan_gets_as_many_as_it_needs_and_loads_are_level():
    plans = [plan(f"p{n}", UNITS[n % 4]) for n in range(8)]
    experts = [expert(f"e{n}", abstains=(UNITS[n % 4],)) for n in range(6)]

    answer = solve(Case(plans, experts, 3))

    assert answer.lacks == ()
    assert set(loads_of(answer.pairs).values()) == {4}


def test_whoever_knows_the_field_comes_first_and_one_for_each_plan_counts_most():
    plans = [plan("p1", "BJ", "1"), plan("p2", "BJ", "2")]
    experts = [expert("e1", 1, ("1",)), expert("e2", 1, ("2",))]
    experts += [expert("e3", 1, ("3",)), expert("e4", 1, ("1", "2"))]

    pairs = solve(Case(plans, experts, 2)).pairs

    assert {("p1", "e1"), ("p2", "e2")} <= set(pairs)


def test_what_cannot_be_met_has_a_name_and_a_reason():
    plans = [plan("p1", "BJ"), plan("p2", "SC")]
    tied = [expert("e1", abstains=("BJ",)), expert("e2", abstains=("BJ",)), expert("e3")]
    small = [expert("e1", 1), expert("e2", 1), expert("e3", 1)]

    assert solve(Case(plans, tied, 3)).lacks == (Lack("p1", 2, 1, Why.TIES),)
    short = solve(Case(plans, small, 3)).lacks
    assert [(lack.candidates, lack.why) for lack in short] == [(3, Why.FULL)] * 2
    assert sorted(lack.count for lack in short) == [1, 2]


@pytest.mark.parametrize(
    ("fixed", "breach"),
    [
        (("p1", "e1"), Breach.TIES),
        (("p1", "e2"), Breach.AGAIN),
        (("p9", "e3"), Breach.GONE),
    ],
)
def test_fixed_pair_that_breaks_a_rule_is_named_and_not_kept(fixed, breach):
    experts = [expert("e1", abstains=("BJ",)), expert("e2"), expert("e3", 1)]
    standing, never = [("p2", "e3")], [("p1", "e2")]

    answer = solve(Case([plan("p1"), plan("p2", "SC")], experts, 1, standing, [fixed], never))

    assert answer.broken == {fixed: breach}
    assert fixed not in answer.pairs


def test_what_is_fixed_by_hand_may_be_more_than_they_take_and_nothing_is_added():
    plans, fixed = [plan("p1"), plan("p2"), plan("p3")], [("p1", "e1"), ("p2", "e1")]

    answer = solve(Case(plans, [expert("e1", 1)], 1, fixed=fixed))

    assert answer.pairs == tuple(fixed)
    assert answer.lacks == (Lack("p3", 1, 1, Why.FULL),)


def test_again_fills_only_what_lacks():
    plans = [plan("p1"), plan("p2")]
    experts = [expert(f"e{n}") for n in range(4)]
    standing = [("p1", "e0"), ("p1", "e1"), ("p1", "e2"), ("p2", "e0"), ("p2", "e1")]

    answer = solve(Case(plans, experts, 3, standing, never=[("p2", "e2")]))

    assert answer.pairs == (("p2", "e3"),)


def test_nothing_is_asked_of_nobody():
    assert solve(Case([], [], 3)).pairs == ()
    assert solve(Case([plan("p1")], [], 3)).lacks == (Lack("p1", 3, 0, Why.TIES),)
