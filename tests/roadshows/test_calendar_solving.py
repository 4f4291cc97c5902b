"""Days for all roadshows: no rule is broken, nothing better is missed, the best so far is kept."""

from dataclasses import replace
from datetime import date
from time import monotonic

import pytest
from hypothesis import given, settings

from bench.calendar_case import case_of
from bench.calendar_check import faults_of
from foundation.workdays import is_announced
from roadshows.calendar.clashes import clashes_of
from roadshows.calendar.problem import Blocked, dumped, loaded
from roadshows.calendar.solving import Solution, advance, solve, squares_of
from roadshows.states import Verdict
from tests.roadshows.years import apart, best_of, june, problem, show, small


def solved(one, **more):
    return solve(one, seconds=20, **more)


@settings(max_examples=150, deadline=None)
@given(small())
def test_days_are_the_best_of_all_that_break_nothing(one):
    best = best_of(one)

    found = solved(one)

    if best is None:
        assert (found.verdict, found.days) == (Verdict.INFEASIBLE, {})
    else:
        assert found.verdict == Verdict.OPTIMAL
        assert (found.worth, -squares_of(found.days)) == best
        assert (found.bound, found.gap) == (found.worth, 0)
        assert clashes_of(one, found.days) == faults_of(one, found.days) == []


@pytest.fixture(scope="module")
def year():
    return case_of(0, 40)


@pytest.fixture(scope="module")
def best(year):
    return solved(year)


def test_a_year_has_its_best_days(year, best):
    assert best.verdict == Verdict.OPTIMAL
    assert clashes_of(year, best.days) == faults_of(year, best.days) == []
    assert best.days.keys() == {one.code for one in year.shows}


def test_the_same_problem_is_worth_the_same_and_its_weeks_are_as_even(year, best):
    again = solved(loaded(dumped(year)), seed=7)

    assert (again.worth, again.bound) == (best.worth, best.bound)
    assert squares_of(again.days) == squares_of(best.days)


def test_a_search_that_goes_on_is_never_worse(year, best):
    so_far = replace(best, verdict=Verdict.FEASIBLE, bound=best.worth + 50, seconds=3.0)

    found = advance(year, so_far, seconds=0.01)

    assert (found.worth, found.bound) in [
        (best.worth, best.worth + 50),
        (best.worth, best.worth),
    ]
    assert found.seconds > 3


def test_what_is_final_is_not_searched_again(year, best):
    assert advance(year, best, seconds=20) is best


def test_a_search_begins_where_there_is_nothing_yet(year, best):
    assert advance(year, None, seconds=20).worth == best.worth


def test_a_search_that_is_stopped_has_what_a_hand_fills_in_at_least():
    crowded = case_of(1, 222)  # far more than a year has, so that it takes minutes
    begun = monotonic()

    found = solve(crowded, seconds=600, should_stop=lambda: True)

    assert monotonic() - begun < 120
    assert found.verdict == Verdict.FEASIBLE
    assert clashes_of(crowded, found.days) == faults_of(crowded, found.days) == []
    assert found.bound > found.worth


def test_without_time_there_are_the_days_it_began_with(year, best):
    found = solve(year, seconds=0, hint=best.days)

    assert (found.days, found.worth) == (best.days, best.worth)
    assert found.verdict == Verdict.FEASIBLE


def test_a_gap_is_said_in_per_cent_of_worth():
    found = Solution(Verdict.FEASIBLE, {"a": june(9)}, worth=200, bound=205)

    assert (found.gap, found.is_final) == (2.5, False)
    assert Solution(Verdict.UNKNOWN).gap == 100


@pytest.mark.parametrize(("gap", "other"), [(3, june(12)), (4, june(13)), (5, june(16))])
def test_as_many_days_apart_as_the_gap_says_is_allowed_and_one_less_is_not(gap, other):
    """16 June is the first workday five days on."""
    first = show("a", pinned=june(9))
    near = show("b", wishes=(june(10),))

    assert solved(problem(first, near, unit_gap=gap)).days == {"a": june(9), "b": other}


def test_a_wish_comes_before_even_weeks():
    """Five in one week as they wish, rather than one point less."""
    shows = [apart(f"r{day}", wishes=(june(day),)) for day in range(9, 14)]

    found = solved(problem(*shows, last=date(2025, 7, 31)))

    assert found.worth == 500
    assert set(found.days.values()) == {june(day) for day in range(9, 14)}


def test_what_wishes_nothing_is_spread_over_weeks():
    found = solved(problem(*(apart(f"r{n}") for n in range(6)), last=june(27)))

    assert squares_of(found.days) == 3 * 2**2


def test_a_settled_roadshow_stays_and_keeps_others_away():
    held = show("a", pinned=june(7), is_settled=True)  # a Saturday, before the season
    other = show("b", wishes=(june(9),))

    found = solved(problem(held, other, unit_gap=4))

    assert found.days == {"a": june(7), "b": june(11)}


def test_settled_roadshows_break_nothing_among_themselves():
    held = [show(code, pinned=june(10), is_settled=True) for code in "ab"]

    assert solved(problem(*held, teams=1, unit_gap=9)).verdict == Verdict.OPTIMAL


def test_no_day_is_given_before_the_earliest():
    found = solved(problem(apart("a", wishes=(june(9),)), earliest=june(12)))

    assert found.days == {"a": june(12)}


def test_a_pin_on_a_day_that_is_blocked_leaves_no_days():
    one = problem(apart("a", pinned=june(10)), blocked=(Blocked(june(9), june(11)),))

    assert solved(one).verdict == Verdict.INFEASIBLE


@pytest.mark.parametrize(
    ("first", "last", "wish", "day"),
    [
        # The gap reaches over the end of the year; Sunday 4 January is worked, 调休.
        (date(2025, 12, 30), date(2026, 1, 9), date(2025, 12, 31), date(2026, 1, 4)),
        (date(2022, 12, 30), date(2023, 1, 9), date(2022, 12, 30), date(2023, 1, 3)),
        # 28 February 2024, a Wednesday: three days on is 2 March, as there is a 29th.
        (date(2024, 2, 28), date(2024, 3, 8), date(2024, 2, 28), date(2024, 3, 4)),
        # 26 September 2025: the Sunday two days on is worked, 调休.
        (date(2025, 9, 26), date(2025, 10, 15), date(2025, 9, 26), date(2025, 9, 28)),
    ],
)
def test_gaps_and_workdays_hold_at_the_ends_of_years_and_where_holidays_move(
    first, last, wish, day
):
    gap = 2 if first.month == 9 else 3
    pinned, near = show("a", pinned=wish), show("b", wishes=(wish,))

    found = solved(problem(pinned, near, first=first, last=last, unit_gap=gap))

    assert found.days == {"a": wish, "b": day}


def test_a_year_that_is_not_announced_has_weekends_alone():
    new_year = date(2099, 1, 1)  # a Thursday
    one = problem(apart("a", wishes=(new_year,)), first=new_year, last=date(2099, 1, 4))

    assert not is_announced(2099)
    assert solved(one).days == {"a": new_year}
    assert faults_of(one, {"a": date(2099, 1, 3)}) == ["a: rest"]
