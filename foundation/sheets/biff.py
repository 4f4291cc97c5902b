"""Records of an XLS workbook ([MS-XLS] 2.3): what calamine does not tell. No Django."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from foundation.sheets.shape import Fault, Unfit

_BOF, _EOF = 0x0809, 0x000A
_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR = 0x0006, 0x0203, 0x027E, 0x00BD, 0x0205
_CELLS = {_FORMULA, _NUMBER, _RK, _BOOLERR, 0x0204, 0x00FD, 0x00D6}  # and labels of three kinds
_ROW, _COLINFO = 0x0208, 0x007D
_BOUNDSHEET, _FORMAT, _XF, _DATEMODE = 0x0085, 0x041E, 0x00E0, 0x0022
_FLATTENED = 0x20
_COMPUTED_ERROR = 2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_MOST_ERRORS = 200_000
# Dates where Chinese is spoken, unless the file says otherwise.
_LOCAL_DATES = {*range(27, 37), *range(50, 59)}

Place = tuple[int, int]


@dataclass(slots=True)
class Book:
    """`starts`: where the records of each sheet begin, in order; `dates`: numbers of formats that
    calamine takes for numbers."""

    starts: list[int] = field(default_factory=list)
    dates: set[int] = field(default_factory=set)
    is_1904: bool = False


@dataclass(slots=True)
class Grid:
    """Rows and columns count from 0. `errors` are texts and `dates` local dates by row, column."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    dates: set[Place] = field(default_factory=set)
    last_row: int = -1
    last_column: int = -1


def book_of(content: bytes) -> Book:
    book, own, formats = Book(), set(), []
    for kind, body in _records(content, 0):
        if kind == _BOUNDSHEET:
            book.starts.append(int.from_bytes(body[:4], "little"))
        elif kind == _FORMAT:
            own.add(int.from_bytes(body[:2], "little"))
        elif kind == _XF:
            formats.append(int.from_bytes(body[2:4], "little"))
        elif kind == _DATEMODE:
            book.is_1904 = body[:1] == b"\1"
    local = _LOCAL_DATES - own
    book.dates = {style for style, number in enumerate(formats) if number in local}
    return book


def grid_of(content: bytes, start: int, book: Book) -> Grid:
    grid = Grid()
    for kind, body in _records(content, start):
        if kind in _CELLS:
            _take_cell(kind, body, grid, book)
        elif kind == _MULRK:
            _take_many(body, grid, book)
        elif kind == _ROW and body[12] & _FLATTENED:
            grid.hidden_rows.add(int.from_bytes(body[:2], "little"))
        elif kind == _COLINFO and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            grid.hidden_columns |= set(range(first, last + 1))
    return grid


def _records(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each up to the end of the part that begins at `start`; charts inside of it
    are passed over."""
    at, depth = start, 0
    while True:
        if at + 4 > len(content):
            raise Unfit(Fault.BROKEN, "记录")
        kind, length = struct.unpack_from("<HH", content, at)
        body = content[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body


def _take_cell(kind: int, body: bytes, grid: Grid, book: Book) -> None:
    row, column, style = struct.unpack_from("<HHH", body)
    _stretch(grid, row, column)
    if style in book.dates:
        grid.dates.add((row, column))
    if kind == _FORMULA:
        grid.formulas += 1
        result = body[6:14]
        if result[6:] == b"\xff\xff" and result[0] == _COMPUTED_ERROR:
            _take_error(grid, row, column, result[2])
    elif kind == _BOOLERR and body[7]:
        _take_error(grid, row, column, body[6])


def _take_many(body: bytes, grid: Grid, book: Book) -> None:
    row, first = struct.unpack_from("<HH", body)
    count = (len(body) - 6) // 6
    _stretch(grid, row, first + count - 1)
    if book.dates:
        for number in range(count):
            (style,) = struct.unpack_from("<H", body, 4 + number * 6)
            if style in book.dates:
                grid.dates.add((row, first + number))


def _take_error(grid: Grid, row: int, column: int, code: int) -> None:
    if len(grid.errors) >= _MOST_ERRORS:
        raise Unfit(Fault.HEAVY)
    grid.errors[row, column] = _ERRORS.get(code, "#ERROR!")


def _stretch(grid: Grid, row: int, column: int) -> None:
    grid.last_row = max(grid.last_row, row)
    grid.last_column = max(grid.last_column, column)
