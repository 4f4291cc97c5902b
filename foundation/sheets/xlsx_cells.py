"""One worksheet of an XLSX file, cell by cell (ECMA-376 part 1, 18.3.1). No Django."""

import re
import zipfile
from datetime import datetime

from foundation.sheets.shape import LONGEST_TEXT, MOST_COLUMNS, MOST_MERGED, Cells, Fault, Unfit
from foundation.sheets.spooling import Spool
from foundation.sheets.values import (
    moment_text,
    number_text,
    plain_text,
    serial_text,
    truth_text,
)
from foundation.sheets.xlsx_strings import Strings, unescaped
from foundation.sheets.xlsx_styles import Styles
from foundation.sheets.xml import Attributes, is_true, local, new_parser, parse

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LAST_COLUMN = 16_384
_DIGITS = 15


class WorksheetReader:
    """Hands rows to a Spool as they are parsed.

    Cells that hold no value, however many are formatted, take a moment each and no memory. The
    handlers are called millions of times, which is why they are few and flat.
    """

    def __init__(self, strings: Strings, styles: Styles, spool: Spool) -> None:
        self._strings, self._styles, self._spool = strings, styles, spool
        self._parser = new_parser()
        self._parser.StartElementHandler = self._before
        self._pieces: list[str] = []
        self._columns: dict[str, int] = {}
        self._names = dict.fromkeys(("c", "v", "row", "t", "f", "rPh", "sheetData"), "")
        self._row = 0
        self._is_hidden = False
        self._cells: Cells = {}
        self._next = 0
        self._phonetic = 0
        self._value: str | None = None
        self._inline: list[str] = []
        self._begin_cell({})

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        parse(self._parser, archive, part, self._pieces)

    # Before the cells, and after them.

    def _before(self, name: str, attributes: Attributes) -> None:
        kind = local(name)
        if kind == "col" and is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self._spool.facts.hidden_columns |= set(range(first, min(last, MOST_COLUMNS)))
        elif kind == "sheetData":
            prefix = name.removesuffix(kind)
            self._names = {plain: prefix + plain for plain in self._names}
            self._bind()

    def _after(self, name: str, attributes: Attributes) -> None:
        if local(name) == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            self._spool.merged.append((top, left, bottom, right))
            self._spool.facts.merged += 1
            if len(self._spool.merged) > MOST_MERGED:
                raise Unfit(Fault.MERGED, expected=str(MOST_MERGED))

    def _bind(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._pieces.append

    # Among the cells.

    def _start(self, name: str, attributes: Attributes) -> None:
        names = self._names
        if name == names["c"]:
            self._begin_cell(attributes)
        elif name == names["row"]:
            self._begin_row(attributes)
        elif name == names["f"]:
            self._has_formula = True
        elif name == names["rPh"]:
            self._phonetic += 1
        self._pieces.clear()

    def _end(self, name: str) -> None:
        names = self._names
        if name == names["v"]:
            self._value = "".join(self._pieces)
        elif name == names["c"]:
            self._end_cell()
        elif name == names["row"]:
            self._spool.add(self._row, self._cells, is_hidden=self._is_hidden)
        else:
            self._end_other(name)
        self._pieces.clear()

    def _end_other(self, name: str) -> None:
        names = self._names
        if name == names["t"] and not self._phonetic:
            self._inline.append("".join(self._pieces))
        elif name == names["rPh"]:
            self._phonetic -= 1
        elif name == names["sheetData"]:
            self._parser.StartElementHandler = self._after
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None

    def _begin_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._row + 1))
        if number <= self._row:
            raise Unfit(Fault.BROKEN, f"第 {number} 行的次序")
        self._row, self._next = number, 0
        self._is_hidden = is_true(attributes.get("hidden"))
        self._cells = {}

    def _begin_cell(self, attributes: Attributes) -> None:
        self._reference = attributes.get("r")
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s")
        self._value = None
        self._inline = []
        self._has_formula = False

    def _end_cell(self) -> None:
        column = self._column()
        self._next = column + 1
        if self._has_formula:
            is_computed = bool(self._value) or (self._kind == "str" and self._value is not None)
            self._spool.count_formula(self._row, column, is_computed=is_computed)
        text = self._text()
        if len(text) > LONGEST_TEXT:
            self._spool.refuse_long(self._row, column)
        elif text and not text.isspace():
            self._cells[column] = text

    def _column(self) -> int:
        if self._reference is None:
            return self._next
        letters = self._reference.removesuffix(str(self._row))
        column = self._columns.get(letters)
        if column is None:
            row, column = _place(self._reference)
            if row != self._row:
                raise Unfit(Fault.BROKEN, f"单元格 {self._reference} 的位置")
            self._columns[letters] = column
        return column

    def _text(self) -> str:
        value = self._value
        if self._kind == "inlineStr":
            return plain_text(unescaped("".join(self._inline)))
        if not value:
            return ""
        if self._kind == "s":
            return self._strings[int(value)]
        if self._kind == "n":
            return self._number(value)
        return _TEXTS.get(self._kind, plain_text)(value)

    def _number(self, value: str) -> str:
        is_date = self._styles.is_date(self._style)
        if not is_date and value.isdecimal() and len(value) <= _DIGITS and value[0] != "0":
            return value
        try:
            number = float(value)
        except ValueError:
            return plain_text(value)
        if is_date:
            return serial_text(number, is_1904=self._styles.is_1904)
        return number_text(number)


def _place(reference: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of a reference such as C5."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise Unfit(Fault.BROKEN, f"单元格 {reference[:20]} 的位置")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN:
        raise Unfit(Fault.BROKEN, f"单元格 {reference[:20]} 的位置")
    return int(match[2]), column - 1


def _iso_text(value: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(value).replace(tzinfo=None))
    except ValueError:
        return plain_text(value)


def _truth_text(value: str) -> str:
    return truth_text(value=value.strip() in {"1", "true"})


def _formula_text(value: str) -> str:
    return plain_text(unescaped(value))


_TEXTS = {"b": _truth_text, "d": _iso_text, "str": _formula_text}  # "e": the error as it stands
