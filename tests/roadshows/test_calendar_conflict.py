"""Why there is no calendar: rules that cannot all be kept, none of which may be left out."""

from datetime import date

import pytest
from hypothesis import given, settings

from bench.calendar_case import case_of, impossible_case_of
from roadshows.calendar.conflict import Conflict, conflict_of
from roadshows.calendar.parts import parts_of
from roadshows.calendar.problem import Blocked
from roadshows.states import RuleKind
from tests.roadshows.years import answers, apart, is_possible, june, problem, show, small


def words_of(one):
    found = conflict_of(one, seconds=60)
    assert found.is_irreducible
    return [part.words for part in found.parts]


@settings(max_examples=150, deadline=None)
@given(small())
def test_a_conflict_is_impossible_and_without_any_of_its_rules_it_is_not(one):
    found = conflict_of(one, seconds=60)

    assert is_possible(one, parts_of(one)) == bool(answers(one)) == (found == Conflict())
    if found.parts:
        assert found.is_irreducible
        assert not is_possible(one, found.parts)
        for part in found.parts:
            assert is_possible(one, [other for other in found.parts if other != part])


def test_three_pinned_to_one_day_want_a_third_team():
    shows = [apart(f"R{n}", pinned=june(17)) for n in range(3)]

    assert words_of(problem(*shows, teams=2)) == [
        *(f"R{n} 固定在6月17日" for n in range(3)),
        "6月17日最多直播 2 场",
    ]


def test_a_pin_on_blocked_days_names_both_and_why():
    blocked = Blocked(june(9), june(11), "SC", "防汛")

    assert words_of(problem(show("R1", pinned=june(10)), apart("R2"), blocked=(blocked,))) == [
        "SC 6月9日至11日不排：防汛",
        "R1 固定在6月10日",
    ]


def test_a_pin_on_a_day_of_rest_or_beyond_the_season_is_said():
    assert words_of(problem(apart("R1", pinned=june(15)))) == [
        "周末和节假日不排",
        "R1 固定在6月15日",
    ]
    assert words_of(problem(apart("R1", pinned=june(30)))) == [
        "1 场只能排在6月9日至20日",
        "R1 固定在6月30日",
    ]


@pytest.mark.parametrize(
    ("gaps", "words"),
    [
        ({"unit_gap": 12}, "R1、R2 至少相差 12 天"),
        ({"region_gap": 12}, "西南大区 2 场，两场至少相差 12 天"),
        ({"theme_gap": 12}, "“T1” 2 场，两场至少相差 12 天"),
    ],
)
def test_a_gap_that_is_longer_than_the_season_is_said_of_whom(gaps, words):
    assert words_of(problem(show("R1"), show("R2"), on_rest_days=True, **gaps)) == [
        "2 场只能排在6月9日至20日",
        words,
    ]


def test_too_few_days_name_the_season_and_the_teams():
    shows = [apart(f"R{n}") for n in range(11)]
    over_new_year = problem(*shows, first=date(2025, 12, 22), last=date(2026, 1, 5), teams=1)

    assert words_of(over_new_year) == [
        "11 场只能排在2025年12月22日至2026年1月5日",
        "周末和节假日不排",
        "2025年12月22日至2026年1月5日每天最多直播 1 场",
    ]


def test_a_season_that_is_over_leaves_no_day():
    assert words_of(problem(apart("R1"), earliest=june(21))) == ["6月20日以后不再排"]


def test_what_is_settled_counts_without_being_a_rule():
    held = show("R1", pinned=june(10), is_settled=True)

    assert words_of(problem(held, show("R2", pinned=june(12)), unit_gap=3)) == [
        "R1、R2 至少相差 3 天",
        "R2 固定在6月12日",
    ]


def test_a_year_with_days_has_no_conflict():
    assert conflict_of(case_of(0, 20), seconds=60) == Conflict()


def test_without_time_nothing_is_claimed():
    one = impossible_case_of(0, 74)

    assert conflict_of(one, seconds=0) == Conflict()
    assert conflict_of(one, seconds=60, should_stop=lambda: True) == Conflict()


def test_a_year_of_seventy_four_has_a_conflict_of_few_rules():
    found = conflict_of(impossible_case_of(0, 74), seconds=120)

    assert found.is_irreducible
    assert RuleKind.SEASON in {part.kind for part in found.parts}
    assert len(found.parts) <= 4
