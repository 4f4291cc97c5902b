"""What a paper shows of an agenda, and in what letters it stands on one sheet."""

import pytest

from roadshows.columns.papers import Segment, letters_of, segments_of, set_on_poster, stops_of
from tests.roadshows.standing import item

DAY = "2026-09-18"


def content(*items):
    for one in items:
        one["starts"], one["ends"] = (f"{DAY}T{one[name]}:00+08:00" for name in ("starts", "ends"))
    return {"day": DAY, "items": list(items)}


def pitches(number):
    return stops_of(content(*(item("14:00", "14:13") for _ in range(number))))


def test_item_is_shown_with_what_is_known_of_it():
    talk, tea = stops_of(content(item("14:00", "14:13"), item("14:13", "14:30", "break", "茶歇")))

    assert (talk.starts, talk.ends, talk.by) == ("14:00", "14:13", "岷江器件研究所")
    assert talk.facts == "新一代信息技术产业 · TRL 7 · 许可"
    assert (tea.title, tea.by, tea.facts, tea.is_pitch) == ("茶歇", "", "", False)


def test_pitches_in_a_row_are_one_stop_of_the_line():
    rows = (
        item("14:00", "14:10", "opening", "致辞"),
        item("14:10", "14:23"),
        item("14:23", "14:36"),
        item("14:36", "14:50", "break", "茶歇", room="二楼"),
        item("14:50", "15:03"),
    )

    assert segments_of(stops_of(content(*rows))) == [
        Segment("14:00", "14:10", "致辞", ""),
        Segment("14:10", "14:36", "项目路演", "2 个项目"),
        Segment("14:36", "14:50", "茶歇", "二楼"),
        Segment("14:50", "15:03", "项目路演", "1 个项目"),
    ]


@pytest.mark.parametrize(
    ("number", "letters", "standing"),
    [(0, "roomy", 0), (8, "roomy", 8), (11, "close", 11), (14, "closest", 14), (40, "closest", 15)],
)
def test_poster_is_set_as_large_as_all_stand_on_it(number, letters, standing):
    found, shown, _ = set_on_poster(pitches(number), [])

    assert (found, len(shown)) == (letters, standing)


@pytest.mark.parametrize(
    ("length", "letters"),
    [(14, "large"), (15, "long"), (34, "long"), (35, "longest"), (100, "longest")],
)
def test_title_is_set_as_large_as_it_stands_in_two_lines(length, letters):
    assert letters_of("专" * length) == letters


def test_long_line_of_stops_is_set_smaller_and_cut():
    line = [Segment("14:00", "14:10", "点评", "")] * 40

    letters, _, shown = set_on_poster(pitches(1), line)

    assert (letters, len(shown)) == ("closest", 13)
