"""When each item begins and ends."""

from datetime import date, time
from itertools import pairwise

from hypothesis import given, strategies as st

from roadshows.models import Item
from roadshows.timeline import clock_of, minute_of, moment_of, on_day, time_in, timeline

MAIN = 1

minutes = st.integers(1, 90)
items = st.builds(
    Item,
    talk=minutes,
    questions=st.integers(0, 30),
    buffer=st.integers(0, 20),
    room_id=st.sampled_from([None, MAIN, 2]),
    fixed_at=st.none() | st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
)


@given(st.lists(items, max_size=12), st.times())
def test_every_item_lasts_as_long_as_it_says_and_follows_its_room(rows, begins):
    free = {}

    found = timeline(rows, begins, MAIN)

    assert [one for one, _, _ in found] == rows
    for item, start, end in found:
        room = item.room_id or MAIN
        assert end - start == item.talk + item.questions
        assert start == (
            minute_of(item.fixed_at) if item.fixed_at else free.get(room, minute_of(begins))
        )
        free[room] = end + item.buffer


@given(st.lists(items.filter(lambda item: item.fixed_at is None), max_size=12))
def test_without_fixed_times_no_two_of_a_room_overlap(rows):
    by_room = {}
    for item, start, end in timeline(rows, time(14), MAIN):
        by_room.setdefault(item.room_id or MAIN, []).append((start, end))

    for spans in by_room.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_clock_says_24_for_the_end_of_a_day_and_names_the_next():
    assert [clock_of(m) for m in (0, 845, 1440, 1445)] == ["00:00", "14:05", "24:00", "次日 00:05"]


def content(day, *spans):
    moments = [moment_of(day, minute).isoformat() for span in spans for minute in span]
    items = [
        {"starts": starts, "ends": ends}
        for starts, ends in zip(moments[::2], moments[1::2], strict=True)
    ]
    return {"day": day.isoformat(), "begins": moments[0], "ends": moments[-1], "items": items}


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_another_day_keeps_every_time(day, apart):
    before = content(day, (840, 853), (1430, 1440))
    other = date.fromordinal(day.toordinal() + apart)

    after = on_day(before, other)

    assert after == content(other, (840, 853), (1430, 1440))
    assert [time_in(one["ends"], after["day"]) for one in after["items"]] == ["14:13", "24:00"]
    assert on_day(after, day) == before
