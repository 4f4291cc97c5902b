"""ODS (OpenDocument 1.3, part 3, chapter 9), in one pass. No Django.

Cells and rows may say that they are repeated a million times; only those with values count.
"""

import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

from foundation.sheets.choosing import Choice
from foundation.sheets.ods_text import CellText
from foundation.sheets.shape import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNCOMPUTED,
    Cells,
    Facts,
    Fault,
    Unfit,
)
from foundation.sheets.spooling import Spool, fill_merged
from foundation.sheets.values import moment_text, number_text, plain_text, span_text, truth_text
from foundation.sheets.xml import Attributes, new_parser, parse

_CELLS = ("table:table-cell", "table:covered-table-cell")
_HIDDEN = {"collapse", "filter"}
_NUMBERS = {"float", "percentage", "currency"}
_SPAN = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")


def read(path: Path, *, extension: str, choice: Choice) -> None:  # noqa: ARG001 -- one form
    with zipfile.ZipFile(path) as archive:
        reader = _ContentReader(choice)
        reader.read(archive)
    if not choice.all:
        raise Unfit(Fault.BROKEN, "没有工作表")


class _ContentReader:
    """Gives a Spool to each worksheet in its turn."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._path: list[str] = []
        self._text = CellText()
        self._spool: Spool
        self._depth = 0  # of tables: those inside of cells and links are not worksheets
        self._row: Attributes = {}
        self._number = 0
        self._column = 0
        self._cell: Attributes = {}
        self._cells: Cells = {}

    def read(self, archive: zipfile.ZipFile) -> None:
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.pieces.append
        parse(parser, archive, "content.xml", self._text.pieces)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._begin_table(attributes)
        elif self._depth > 1:
            self._text.pieces.clear()
        elif name.startswith("table:") and self._depth:
            self._start_in_table(name, attributes)
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        else:
            self._text.start(name, attributes)

    def _start_in_table(self, name: str, attributes: Attributes) -> None:
        if name == "table:table-column":
            self._take_column(attributes)
        elif name == "table:table-row":
            self._row, self._cells, self._column = attributes, {}, 0
        elif name in _CELLS:
            self._cell = attributes
            self._text.clear()

    def _end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
            if self._depth == 0:
                self._end_table()
        elif self._depth != 1:
            self._text.pieces.clear()
        elif name == "table:table-row":
            self._end_row()
        elif name in _CELLS:
            self._end_cell()
        else:
            self._text.end(name)

    def _begin_table(self, attributes: Attributes) -> None:
        is_hidden = attributes.get("table:style-name") in self._hidden_styles
        facts = Facts(attributes.get("table:name", ""), is_hidden=is_hidden)
        self._number = self._column = 0
        self._spool = Spool(self._choice.spool_path(), facts)

    def _end_table(self) -> None:
        self._spool.close()
        fill_merged(self._spool)
        self._choice.take(self._spool.facts)

    def _take_column(self, attributes: Attributes) -> None:
        first = self._column
        self._column += _times(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            hidden = range(first, min(self._column, MOST_COLUMNS))
            self._spool.facts.hidden_columns |= set(hidden)

    def _end_row(self) -> None:
        times = _times(self._row, "table:number-rows-repeated")
        is_hidden = self._row.get("table:visibility") in _HIDDEN
        told = min(times, MOST_ROWS + 1) if self._cells else 0
        for number in range(self._number + 1, self._number + told + 1):
            self._spool.add(number, self._cells, is_hidden=is_hidden)
        if self._cells:
            self._spool.facts.rows += times - told
        self._number += times

    def _end_cell(self) -> None:
        times = _times(self._cell, "table:number-columns-repeated")
        first, row = self._column, self._number + 1
        self._column += times
        text = self._value()
        if "table:formula" in self._cell:
            is_computed = "office:value-type" in self._cell or bool(text)
            for column in range(first, first + min(times, MOST_UNCOMPUTED)):
                self._spool.count_formula(row, column, is_computed=is_computed)
        rows = _times(self._cell, "table:number-rows-spanned")
        columns = _times(self._cell, "table:number-columns-spanned")
        if rows * columns > 1:
            self._spool.add_merged(row, first, row + rows - 1, first + columns - 1)
        if len(text) > LONGEST_TEXT:
            text = self._spool.refuse_long(row, first)
        if text and not text.isspace():
            last = min(first + times, max(first, MOST_COLUMNS) + 1)
            self._cells |= dict.fromkeys(range(first, last), text)

    def _value(self) -> str:
        """As it is stored; an error as it is shown."""
        shown = self._text.text()
        kind = self._cell.get("office:value-type", "string")
        if self._cell.get("calcext:value-type") == "error" or kind == "string":
            return plain_text(shown or self._cell.get("office:string-value", ""))
        if kind in _NUMBERS:
            return number_text(float(self._cell.get("office:value", "0")))
        if kind == "boolean":
            return truth_text(value=self._cell.get("office:boolean-value") == "true")
        if kind == "date":
            return _date_text(self._cell.get("office:date-value", ""))
        return _time_text(self._cell.get("office:time-value", ""))


def _times(attributes: Attributes, name: str) -> int:
    value = attributes.get(name, "1")
    return max(1, int(value[:12])) if value.isdecimal() else 1


def _date_text(value: str) -> str:
    try:
        return moment_text(datetime.fromisoformat(value).replace(tzinfo=None))
    except ValueError:
        return plain_text(value)


def _time_text(value: str) -> str:
    match = _SPAN.fullmatch(value)
    if match is None:
        return plain_text(value)
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return span_text(timedelta(hours=hours, minutes=minutes, seconds=seconds))
