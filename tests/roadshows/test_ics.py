"""iCalendar files: read back, they say what was put in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from icalendar.enums import STATUS

from foundation.clock import SHANGHAI
from roadshows.ics import Shown, calendar_of

ONE = Shown(
    uid="R2026-SC-1@ztc.example",
    sequence=3,
    at=datetime(2026, 5, 1, 1, 2, 3, tzinfo=UTC),
    status=STATUS.CONFIRMED,
    title="集成电路专场，第一场; 碳化硅, 氮化镓 \\ 及其他很长的名字，长到一行写不下，要折成两行",
    begins=datetime(2026, 12, 31, 15, tzinfo=UTC),
    ends=datetime(2026, 12, 31, 17, tzinfo=UTC),
    place="成都 国际会议中心",
    about="议程：\n14:00–14:13 项目路演：甲, 乙; 丙",
    url="https://ztc.example/roadshows/R2345/",
    categories=["集成电路, 芯片"],
    host="四川省科技厅“火炬”处",
    mailbox="noreply@ztc.example",
)


def read(data):
    return Calendar.from_ical(data)


def one_of(data):
    (event,) = read(data).events
    return event


def test_event_reads_back_as_it_was():
    event = one_of(calendar_of([ONE]))

    assert (event.uid, event.sequence, event.status) == (ONE.uid, 3, "CONFIRMED")
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (ONE.title, ONE.about)
    assert (event["LOCATION"], event["URL"]) == (ONE.place, ONE.url)
    assert event.categories == ONE.categories
    assert {event.DTSTAMP, event.LAST_MODIFIED} == {ONE.at}
    assert str(event["ORGANIZER"]) == "mailto:noreply@ztc.example"


def test_night_of_the_year_ends_in_the_next():
    event = one_of(calendar_of([ONE]))

    assert event.start == datetime(2026, 12, 31, 23, tzinfo=SHANGHAI)
    assert event.end == datetime(2027, 1, 1, 1, tzinfo=SHANGHAI)
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 1, 1)])
def test_day_without_times_is_all_of_it(day):
    event = one_of(calendar_of([replace(ONE, begins=day, ends=None, status=STATUS.TENTATIVE)]))

    assert (event.start, event.duration) == (day, timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.status == "TENTATIVE"


def test_leap_day_keeps_its_times():
    leap = datetime(2028, 2, 29, 14, tzinfo=SHANGHAI)
    event = one_of(calendar_of([replace(ONE, begins=leap, ends=leap + timedelta(hours=2))]))

    assert (event.start, event.end) == (leap, leap + timedelta(hours=2))


def test_zone_is_in_the_file_and_lasts():
    (zone,) = read(calendar_of([ONE])).timezones

    assert zone.tz_name == "Asia/Shanghai"
    for year in (2026, 2060):
        moment = datetime(year, 7, 1, 12, tzinfo=zone.to_tz())
        assert moment.utcoffset() == timedelta(hours=8)


def test_lines_are_folded_within_75_octets_and_end_as_the_standard_says():
    data = calendar_of([ONE])

    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert b"METHOD:PUBLISH" in lines


def test_feed_says_its_name_and_when_to_ask_again():
    source = "https://ztc.example/roadshows.ics"

    lines = calendar_of([], name="路演", source=source).decode().split("\r\n")

    assert {"NAME:路演", "X-WR-CALNAME:路演"} < set(lines)
    assert f"SOURCE;VALUE=URI:{source}" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines


def test_equal_events_make_equal_bytes():
    assert calendar_of([ONE, ONE]) == calendar_of([ONE, ONE])
