"""Workdays as the State Council announced them."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from foundation.clock import SHANGHAI, end_of_day
from foundation.workdays import end_after_workdays, is_announced, is_workday

SPRING = datetime(2026, 2, 13, 9, tzinfo=SHANGHAI)  # Friday before the Spring Festival


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 17), False),  # 春节
        (date(2026, 2, 14), True),  # a Saturday made up for it
        (date(2026, 5, 15), True),
        (date(2026, 5, 16), False),  # a plain Saturday
        (date(2099, 10, 1), True),  # not announced: Thursday
        (date(2099, 10, 3), False),  # not announced: Saturday
    ],
)
def test_workday_is_as_announced_or_else_from_monday_to_friday(day, expected):
    assert is_workday(day) is expected


def test_years_are_known_once_announced():
    assert [is_announced(year) for year in (2022, 2026, 2099)] == [True, True, False]


@pytest.mark.parametrize(
    ("number", "last"),
    # 14 February is made up for; the festival lasts from the 15th to the 23rd.
    [(1, date(2026, 2, 14)), (2, date(2026, 2, 24)), (5, date(2026, 2, 27))],
)
def test_end_skips_the_festival_and_counts_the_day_made_up_for_it(number, last):
    assert end_after_workdays(SPRING, number) == end_of_day(last)


@given(st.datetimes(datetime(2022, 1, 1), datetime(2030, 1, 1)), st.integers(1, 30))  # noqa: DTZ001 -- made aware below
def test_so_many_whole_workdays_lie_before_the_end(naive, number):
    start = naive.replace(tzinfo=SHANGHAI)

    end = end_after_workdays(start, number)

    days = (end.astimezone(SHANGHAI).date() - start.date()).days
    between = [start.date() + timedelta(days=n) for n in range(1, days)]
    assert sum(map(is_workday, between)) == number
    assert is_workday(between[-1])
