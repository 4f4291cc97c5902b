"""Which cell formats of an XLSX file show a date or a time (ECMA-376 part 1, 18.8.30)."""

import re
import zipfile
from collections.abc import Callable

from foundation.sheets.xml import Attributes, each_element

# 27 to 36 and 50 to 58 are dates where Chinese, Japanese or Korean is spoken.
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
# What stands in quotes, after a backslash, _ or *, and in brackets unless it counts hours.
_NOT_LETTERS = re.compile(r'"[^"]*"?|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]?', re.IGNORECASE)
_COUNTED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_SPAN = "46"
_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_GENERAL = re.compile(r"general|标准|通用格式", re.IGNORECASE)


class Styles:
    """`dates`: the styles of cells, as the worksheet writes their numbers, that show a date or a
    time; `spans`: those of them that count hours beyond a day."""

    def __init__(self, archive: zipfile.ZipFile, part: str | None, *, is_1904: bool) -> None:
        self.is_1904 = is_1904
        self._own: dict[str, str] = {}
        self._is_inside = False
        self._formats: list[str] = []
        if part:
            each_element(archive, part, self._start)
        self.dates = self._styles_that(self._shows_date)
        self.spans = self._styles_that(self._shows_span)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in {"cellXfs", "cellStyles", "cellStyleXfs", "dxfs"}:
            self._is_inside = name == "cellXfs"
        elif name == "xf" and self._is_inside:
            self._formats.append(attributes.get("numFmtId", "0"))

    def _styles_that(self, shows: Callable[[str], bool]) -> set[str]:
        return {str(style) for style, number in enumerate(self._formats) if shows(number)}

    def _shows_span(self, number: str) -> bool:
        return _COUNTED.search(self._own.get(number, "")) is not None or number == _SPAN

    def _shows_date(self, number: str) -> bool:
        if number in self._own:
            return shows_date(self._own[number])
        return number.isdecimal() and int(number) in _DATES


def shows_date(code: str) -> bool:
    """Whether a format code such as yyyy"年"m"月" writes parts of a date or a time."""
    first = _GENERAL.sub("", _NOT_LETTERS.sub("", code).partition(";")[0])
    return _LETTERS.search(first) is not None
