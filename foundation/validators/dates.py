"""Days, months and years as people write them, read into ISO 8601."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.validators.numerals import in_digits, read_number
from foundation.validators.verdict import Verdict, half_width, quoted

_FIRST_YEAR = 1949
_LONGEST = 40  # characters
_EPOCH = date(1899, 12, 30)  # of spreadsheets, whose day 60 never was
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:\.[0-9]+)?")
_CLOCK = re.compile(r"[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9:]{4,6})?$")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})?")
_WRITTEN = re.compile(
    r"(?:公元)?([0-9]{2}|[0-9]{4}) *[年./-]"
    r"(?: *([0-9]{1,2}) *(?:月份?|[./-](?= *[0-9])|$)(?: *([0-9]{1,2}) *[日号]?)?)?"
)
_YEAR = re.compile(r"(?:公元)?([0-9]{4})(?: *年度?)?")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_TENS = re.compile(r"[0-9]?十[0-9]?")


class Precision(TextChoices):
    """How much of a date is known; `kind` of the verdict."""

    DAY = "day", "年月日"
    MONTH = "month", "年月"
    YEAR = "year", "年"


_CHARACTERS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}  # of ISO 8601


class _Parts(NamedTuple):
    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return Precision.DAY
        return Precision.YEAR if self.month is None else Precision.MONTH

    @property
    def first_day(self) -> date | None:
        """The first day of what was said, if there was one."""
        month = 1 if self.month is None else self.month
        try:
            return date(self.year, month, 1 if self.day is None else self.day)
        except ValueError:
            return None


class DateProblem(TextChoices):
    """What can be wrong with a date."""

    SHAPE = "date", "“{found}”不是日期。请写成年-月-日，如 2022-04-01；只知道月份的写 2022-04"
    YEAR_SHAPE = "date_year", "“{found}”不是年份。请填 4 位数字，如 2022"
    TWO_DIGITS = "date_two_digits", "“{found}”的年份不全。请写 4 位，如 2022-04-01"
    NONE_SUCH = "date_none_such", "没有“{found}”这一天，请核对月和日"
    COARSE = "date_coarse", "“{found}”不够细，请写到{expected}"
    SPAN = "date_span", "年份应在 {expected} 之间，填的是 {found}"
    FUTURE = "date_future", "{found} 还没有到，请核对"


def check_date(
    text: str, *, today: date, coarsest: Precision = Precision.MONTH, excel_serial: bool = False
) -> Verdict:
    """ISO 8601, `2022-04-01`, or with reduced precision `2022-04`, `2022`, down to `coarsest`;
    `kind` is the Precision found. Days to come and years before 1949 are refused.

    Spreadsheet serials (44652) are read only with `excel_serial`: elsewhere they are misprints.
    """
    typed = _DASHES.sub("-", half_width(text[: _LONGEST * 4]))
    if excel_serial and (match := _SERIAL.fullmatch(typed)):
        day = _EPOCH + timedelta(days=int(match[1]))
        return _judged(_Parts(day.year, day.month, day.day), typed, today, coarsest)
    parts = _parts(typed)
    if parts is None:
        problem = DateProblem.TWO_DIGITS if _is_short(typed) else DateProblem.SHAPE
        return _wrong(problem, typed)
    return _judged(parts, typed, today, coarsest)


def check_year(text: str, *, today: date) -> Verdict:
    """Four digits of a year that has begun; 2022年, 2022年度 and 二〇二二 are understood."""
    typed = half_width(text[: _LONGEST * 4])
    match = _YEAR.fullmatch(in_digits(typed))
    if match is None:
        return _wrong(DateProblem.YEAR_SHAPE, typed)
    return _judged(_Parts(int(match[1])), typed, today, Precision.YEAR)


def _parts(typed: str) -> _Parts | None:
    """None for what cannot be taken apart."""
    plain = _TENS.sub(_ten, in_digits(_CLOCK.sub("", typed[:_LONGEST])))
    match = _COMPACT.fullmatch(plain) or _WRITTEN.fullmatch(plain) or _YEAR.fullmatch(plain)
    if match is None or len(match[1]) != 4:  # noqa: PLR2004 -- a year
        return None
    # 220401 is a day of 2022 with half its year, no month of the year 2204.
    if _COMPACT.fullmatch(plain) and _is_short(typed):
        return None
    said = [int(part) for part in match.groups() if part]
    return _Parts(*said)


def _ten(match: re.Match[str]) -> str:
    return str(read_number(match[0]))


def _is_short(typed: str) -> bool:
    plain = in_digits(typed).removeprefix("'")
    match = _WRITTEN.fullmatch(plain)
    if match is not None:
        return len(match[1]) == 2  # noqa: PLR2004 -- half a year
    is_six = plain.isascii() and plain.isdigit() and len(plain) == 6  # noqa: PLR2004 -- YYMMDD
    return is_six and not (plain[:2] in ("19", "20") and 1 <= int(plain[4:]) <= 12)  # noqa: PLR2004 -- months


def _judged(parts: _Parts, typed: str, today: date, coarsest: Precision) -> Verdict:
    if not _FIRST_YEAR <= parts.year <= today.year:
        return _wrong(DateProblem.SPAN, str(parts.year), f"{_FIRST_YEAR} 到 {today.year}")
    first = parts.first_day
    if first is None:
        return _wrong(DateProblem.NONE_SUCH, typed)
    if _CHARACTERS[parts.precision] < _CHARACTERS[coarsest]:
        return _wrong(DateProblem.COARSE, typed, str(coarsest.label))
    text = first.isoformat()[: _CHARACTERS[parts.precision]]
    if first > today:
        return _wrong(DateProblem.FUTURE, text)
    return Verdict(text, kind=parts.precision.value)


def _wrong(code: DateProblem, found: str, expected: str = "") -> Verdict:
    return Verdict(found, (Problem(code, expected=expected, found=quoted(found)),))
