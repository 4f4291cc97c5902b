"""One clock for the whole house: the database's, read at the moment of asking.

A deadline is kept iff `clock_timestamp() < instant`; the web servers' clocks are never asked.
`ztc_now()` is made by this package's first migration. `shift` moves the clock of one database
session, for tests and the simulated year; production refuses it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import DateField, DateTimeField, Func

SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEK = "一二三四五六日"


class Now(Func):
    """The same clock inside a query, and as a column's `db_default`."""

    function = "ztc_now"
    output_field = DateTimeField()


class YearBegan(Func):
    """The instant this year began in Shanghai, inside a query: read once, not for each row."""

    template = (
        "(select date_trunc('year', ztc_now() at time zone 'Asia/Shanghai')"
        " at time zone 'Asia/Shanghai')"
    )
    output_field = DateTimeField()


class Today(Func):
    """The day it is in Shanghai, inside a query."""

    template = "(ztc_now() at time zone 'Asia/Shanghai')::date"
    output_field = DateField()


def now() -> datetime:
    """Aware, in UTC, to the microsecond; later calls in one transaction give later times."""
    with connection.cursor() as cursor:
        cursor.execute("select ztc_now()")
        (moment,) = cursor.fetchone()
    return moment


def end_of_day(day: date) -> datetime:
    """The midnight after it in Shanghai: who has until a day has all of it."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=SHANGHAI)


def year_in_shanghai(moment: datetime) -> int:
    return moment.astimezone(SHANGHAI).year


def day_in_words(day: date) -> str:
    """2026年5月1日."""
    return f"{day.year}年{short_day(day)}"


def short_day(day: date) -> str:
    """5月1日, where the year is known."""
    return f"{day.month}月{day.day}日"


def weekday_in_words(day: date) -> str:
    """周五."""
    return f"周{_WEEK[day.weekday()]}"


def days_in_words(first: date, last: date) -> str:
    """Both of them are in it: 2026年5月1日至9月2日; the year again where it is another."""
    end = short_day(last) if first.year == last.year else day_in_words(last)
    return f"{day_in_words(first)}至{end}"


def in_words(moment: datetime) -> str:
    """As people read it in Shanghai: 2026年5月1日 9:00."""
    local = moment.astimezone(SHANGHAI)
    return f"{day_in_words(local)} {local.hour}:{local:%M}"


def span_in_words(starts: datetime, ends: datetime) -> str:
    """2026年5月1日 9:00–11:30; the day again where it ends on another."""
    last = ends.astimezone(SHANGHAI)
    if last.date() != starts.astimezone(SHANGHAI).date():
        return f"{in_words(starts)}–{in_words(ends)}"
    return f"{in_words(starts)}–{last.hour}:{last:%M}"


def end_in_words(moment: datetime) -> str:
    """Of the end of a half-open time: a midnight is 24:00 of the day before it."""
    local = moment.astimezone(SHANGHAI)
    if local.time() != time.min:
        return in_words(moment)
    return f"{day_in_words(local - timedelta(days=1))} 24:00"


def left_in_words(moment: datetime, now: datetime) -> str:
    """How long there still is: 还剩 3 天 4 小时, in the two largest units; 已截止 from then on."""
    if now >= moment:
        return "已截止"
    minutes = int((moment - now).total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    first = next((at for at, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "还剩不到 1 分钟"
    return "还剩 " + " ".join(
        f"{count} {unit}" for count, unit in parts[first : first + 2] if count
    )


def today() -> date:
    """The day it is in Shanghai."""
    return now().astimezone(SHANGHAI).date()


@contextmanager
def shift(by: timedelta) -> Iterator[None]:
    """Set this database session's clock `by` off inside the block, whatever it was outside.

    Raises ImproperlyConfigured where the settings do not allow it (production).
    """
    if not settings.CLOCK_MAY_SHIFT:
        raise ImproperlyConfigured("CLOCK_MAY_SHIFT is off: the clock of production is never moved")
    before = _set_shift(f"{by.total_seconds()} seconds")
    try:
        yield
    finally:
        _set_shift(before)


def _set_shift(interval: str) -> str:
    """Returns the shift before."""
    name = "ztc.clock_shift"
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting(%s, true), '')", [name])
        (before,) = cursor.fetchone()
        cursor.execute("select set_config(%s, %s, false)", [name, interval])
    return str(before)
