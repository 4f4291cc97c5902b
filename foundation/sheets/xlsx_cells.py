"""One worksheet of an XLSX file, cell by cell (ECMA-376 part 1, 18.3.1). No Django."""

import re
import zipfile
from datetime import datetime

from foundation.sheets.shape import LONGEST_TEXT, MOST_COLUMNS, Cells, Fault, Unfit
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
    handlers are called millions of times, which is why what is frequent in them comes first.
    """

    def __init__(self, strings: Strings, styles: Styles, spool: Spool) -> None:
        self._strings, self._styles, self._spool = strings, styles, spool
        self._parser = new_parser()
        self._parser.StartElementHandler = self._before
        self._pieces: list[str] = []
        self._prefix = ""
        self._cell_name, self._value_name = "c", "v"
        self._columns: dict[str, int] = {}
        self._row, self._row_text = 0, "0"
        self._is_hidden = False
        self._cells: Cells = {}
        self._next = 0
        self._phonetic = 0
        self._cell: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._has_formula = False

    def read(self, archive: zipfile.ZipFile, part: str) -> None:
        parse(self._parser, archive, part, self._pieces)

    # Before the cells, and after them.

    def _before(self, name: str, attributes: Attributes) -> None:
        kind = local(name)
        if kind == "col" and is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self._spool.facts.hidden_columns |= set(range(first, min(last, MOST_COLUMNS)))
        elif kind == "sheetData":
            self._prefix = name.removesuffix(kind)
            self._cell_name, self._value_name = f"{self._prefix}c", f"{self._prefix}v"
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._pieces.append

    def _after(self, name: str, attributes: Attributes) -> None:
        if local(name) == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            self._spool.add_merged(top, left, bottom, right)

    # Among the cells.

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == self._cell_name:
            self._cell = attributes
            self._value = None
        elif name != self._value_name:
            self._start_other(name.removeprefix(self._prefix), attributes)
        self._pieces.clear()

    def _end(self, name: str) -> None:
        if name == self._value_name:
            self._value = "".join(self._pieces)
        elif name == self._cell_name:
            self._end_cell()
        else:
            self._end_other(name.removeprefix(self._prefix))
            self._pieces.clear()

    def _start_other(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":  # how it is spoken, above the text
            self._phonetic += 1

    def _end_other(self, name: str) -> None:
        if name == "row":
            self._spool.add(self._row, self._cells, is_hidden=self._is_hidden)
        elif name == "t" and not self._phonetic:
            self._inline.append("".join(self._pieces))
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "sheetData":
            self._parser.StartElementHandler = self._after
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None

    def _begin_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._row + 1))
        if number <= self._row:
            raise Unfit(Fault.BROKEN, f"第 {number} 行的次序")
        self._row, self._row_text, self._next = number, str(number), 0
        self._is_hidden = is_true(attributes.get("hidden"))
        self._cells = {}

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        column = self._next if reference is None else self._column(reference)
        self._next = column + 1
        kind = self._cell.get("t", "n")
        if self._has_formula:
            self._has_formula = False
            is_computed = bool(self._value) or (kind == "str" and self._value is not None)
            self._spool.count_formula(self._row, column, is_computed=is_computed)
        text = self._text(kind)
        if len(text) > LONGEST_TEXT:
            text = self._spool.refuse_long(self._row, column)
        if text and not text.isspace():
            self._cells[column] = text

    def _column(self, reference: str) -> int:
        letters = reference.removesuffix(self._row_text)
        column = self._columns.get(letters)
        if column is None:
            row, column = _place(reference)
            if row != self._row:
                raise Unfit(Fault.BROKEN, f"单元格 {reference} 的位置")
            self._columns[letters] = column
        return column

    def _text(self, kind: str) -> str:
        value = self._value
        if self._inline:
            text = plain_text(unescaped("".join(self._inline)))
            self._inline.clear()
            return text if kind == "inlineStr" else ""
        if not value:
            return ""
        if kind == "s":
            return self._strings[int(value)]
        if kind == "n":
            return self._number(value)
        return _TEXTS.get(kind, plain_text)(value)

    def _number(self, value: str) -> str:
        is_date = self._cell.get("s") in self._styles.dates
        if not is_date and value.isdecimal() and len(value) <= _DIGITS and value[0] != "0":
            return value
        try:
            number = float(value)
        except ValueError:
            return plain_text(value)
        if is_date:
            is_span = self._cell["s"] in self._styles.spans
            return serial_text(number, is_span=is_span, is_1904=self._styles.is_1904)
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
