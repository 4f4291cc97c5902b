"""Days as people read them."""

from datetime import date

import pytest

from foundation.clock import day_in_words, days_in_words, short_day, weekday_in_words


def test_day_is_written_in_one_form():
    day = date(2026, 9, 8)

    assert (day_in_words(day), short_day(day)) == ("2026年9月8日", "9月8日")
    assert [weekday_in_words(date(2026, 9, one)) for one in (14, 20)] == ["周一", "周日"]


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 11, 30), "2026年9月8日至11月30日"),
        (date(2027, 1, 2), "2026年9月8日至2027年1月2日"),
    ],
)
def test_year_is_said_again_where_it_is_another(last, words):
    assert days_in_words(date(2026, 9, 8), last) == words
