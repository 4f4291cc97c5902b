"""A move that mends a clash makes no new one, and nobody finds a better."""

from hypothesis import given, settings, strategies as st

from bench.calendar_case import case_of, thrown
from roadshows.calendar.clashes import clashes_of
from roadshows.calendar.mending import Move, mend_of, mends_of
from roadshows.calendar.problem import Blocked, worth_of
from tests.roadshows.years import apart, june, problem, show, small


def mends(one, days):
    return list(mends_of(one, days, clashes_of(one, days)).values())


def moves_that_mend(one, days, clash):
    """By trying each, as (worth, distance) from best."""
    before = set(clashes_of(one, days))
    for code in clash.codes:
        mover = next(show for show in one.shows if show.code == code)
        allowed = [mover.pinned] if mover.pinned else one.open_days(mover)
        for day in [] if mover.is_settled else allowed:
            after = set(clashes_of(one, {**days, code: day}))
            if clash not in after and after <= before:
                gain = worth_of(mover, day) - worth_of(mover, days[code])
                yield Move(code, day), (-gain, abs((day - days[code]).days))


@settings(max_examples=300, deadline=None)
@given(small(), st.data())
def test_a_mend_is_the_best_of_all_single_moves_that_break_nothing(one, data):
    days = {
        show.code: show.pinned if show.is_settled else data.draw(st.sampled_from(list(one.days())))
        for show in one.shows
    }

    for clash, move in mends_of(one, days, clashes_of(one, days)).items():
        tried = dict(moves_that_mend(one, days, clash))
        if move is None:
            assert tried == {}
        else:
            assert tried[move] == min(tried.values())


def test_a_mend_of_a_year_breaks_nothing():
    year = case_of(0, 74)
    days = thrown(year, 0)
    before = set(clashes_of(year, days))

    found = mends_of(year, days, before)

    assert found.keys() == before
    for clash, move in found.items():
        assert move
        assert set(clashes_of(year, {**days, move.code: move.day})) <= before - {clash}


def test_the_move_goes_to_the_wish_and_else_to_the_nearest_day():
    one, other = show("a"), show("b", wishes=(june(19),))
    days = {"a": june(11), "b": june(11)}

    assert mends(problem(one, other, unit_gap=2), days) == [Move("b", june(19))]
    assert mends(problem(one, show("b"), unit_gap=2), days) == [Move("a", june(9))]


def test_what_is_pinned_or_settled_is_not_moved():
    pinned, held = show("a", pinned=june(11)), show("b", pinned=june(12), is_settled=True)
    days = {"a": june(11), "b": june(12)}

    assert mends(problem(pinned, held, unit_gap=5), days) == [None]


def test_what_left_its_pin_goes_back():
    assert mends(problem(apart("a", pinned=june(11))), {"a": june(12)}) == [Move("a", june(11))]


def test_a_day_too_many_for_one_move_has_none():
    shows = [apart(code) for code in "abc"]
    days = dict.fromkeys("abc", june(11))

    assert mends(problem(*shows, teams=1), days) == [None]


def test_no_move_where_no_day_is_left():
    blocked = (Blocked(june(9), june(10)), Blocked(june(12), june(20)))
    one = problem(show("a"), show("b"), unit_gap=1, blocked=blocked)
    days = {"a": june(11), "b": june(11)}
    (clash,) = clashes_of(one, days)

    assert mend_of(one, days, clash) is None
