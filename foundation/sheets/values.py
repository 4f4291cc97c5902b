"""Values of cells as the text people see. No Django."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_PLAIN_BELOW = 1e15  # as far as a double has all its digits, and Excel shows them
_DIGITS = 15
_UNWANTED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MIDNIGHT = time()
_DAYS_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 -- dates of spreadsheets have no zone
_DAYS_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 -- as above
_NO_SUCH_DAY = 60  # 29 February 1900, which Excel has; days before it count one further
_LAST_DAY = 2_958_465  # 31 December 9999
_DAY = 86_400


def plain_text(text: str) -> str:
    """Without NUL and other control characters; tabs and ends of lines stay, these as \\n."""
    if text.isprintable() or not _UNWANTED.search(text):  # the first is the faster one
        return text
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def number_text(value: float) -> str:
    """At most 15 significant digits; an exponent only from 1e15, where Excel shows one too."""
    if abs(value) >= _PLAIN_BELOW or value != value:  # noqa: PLR0124 -- only NaN differs from itself
        return f"{value:.{_DIGITS}G}"
    if value == int(value):
        return str(int(value))
    return f"{Decimal(f'{value:.{_DIGITS}g}'):f}"


def truth_text(*, value: bool) -> str:
    return "是" if value else "否"


def serial_text(serial: float, *, is_span: bool, is_1904: bool) -> str:
    """A day counted by Excel as `moment_text`, a span as `span_text`; what is neither, a number."""
    if not 0 <= serial <= _LAST_DAY:
        return number_text(serial)
    if is_span or (serial < 1 and not is_1904):
        return span_text(timedelta(days=serial))
    days = serial + (serial < _NO_SUCH_DAY and not is_1904)
    first = _DAYS_1904 if is_1904 else _DAYS_1900
    try:
        return moment_text(first + timedelta(seconds=round(days * _DAY)))
    except OverflowError:
        return number_text(serial)


def moment_text(value: datetime | date | time) -> str:
    """2022-04-01, 2022-04-01 08:30 or 08:30; seconds where there are any."""
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if not isinstance(value, datetime):
        return value.isoformat()
    day = value.date().isoformat()
    clock = value.time().replace(microsecond=0)
    return day if clock == _MIDNIGHT else f"{day} {moment_text(clock)}"


def span_text(value: timedelta) -> str:
    """08:30, also 30:15."""
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours:02}:{minutes:02}"
    return f"{text}:{seconds:02}" if seconds else text
