"""占用: two clash where one minute is in both, and only there."""

from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import given, strategies as st

from foundation.clock import SHANGHAI
from roadshows.booking import Span, clashes_in

NOON = datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
# Who, from which minute, for how many.
TAKEN = st.tuples(st.sampled_from("ab"), st.integers(0, 30), st.integers(1, 10))


def span_of(who, start, length):
    starts = NOON + timedelta(minutes=start)
    return Span(who, who, starts, starts + timedelta(minutes=length), "")


def share_a_minute(one, other):
    (who, start, length), (whom, begin, minutes) = one, other
    return who == whom and set(range(start, start + length)) & set(range(begin, begin + minutes))


@given(st.lists(TAKEN, max_size=8))
def test_two_clash_where_one_minute_is_in_both(rows):
    both = [pair for pair in combinations(rows, 2) if share_a_minute(*pair)]

    clashes = clashes_in(span_of(*row) for row in rows)

    assert len(clashes) == len(both)
    assert all(one.starts <= other.starts for one, other in clashes)


def test_words_of_a_span_say_the_day_again_where_it_ends_on_another():
    assert span_of("a", 0, 90).in_words == "2026年6月1日 12:00–13:30，"
    assert span_of("a", 0, 1440).in_words == "2026年6月1日 12:00–2026年6月2日 12:00，"
