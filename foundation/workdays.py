"""Workdays of the mainland: weekends, 法定节假日 and 调休 as the State Council announces them, year
by year (`chinesecalendar` holds them). A year that is not announced yet has weekends alone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import count, islice

import chinese_calendar

from foundation.clock import SHANGHAI, end_of_day


@lru_cache(maxsize=4096)  # some years; the calendar of roadshows asks for each day many times
def is_workday(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5  # noqa: PLR2004 -- Monday to Friday


def is_announced(year: int) -> bool:
    """Whether its holidays are known."""
    try:
        chinese_calendar.is_workday(date(year, 12, 31))
    except NotImplementedError:
        return False
    return True


def holiday_of(day: date) -> str:
    """What the day is off for, such as 国庆节; "" on all others."""
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return ""
    return chinese_calendar.Holiday(name).chinese if is_off and name else ""


def is_made_up(day: date) -> bool:
    """A day of a weekend on which people work, as 调休 has it."""
    return day.weekday() >= 5 and is_workday(day)  # noqa: PLR2004 -- Saturday


def end_after_workdays(start: datetime, number: int) -> datetime:
    """The midnight in Shanghai that ends the last of `number` whole workdays after the day of
    `start`; half-open."""
    first = start.astimezone(SHANGHAI).date()
    days = (first + timedelta(days=n) for n in count(1))
    workdays = (day for day in days if is_workday(day))
    return end_of_day(next(islice(workdays, number - 1, None)))
