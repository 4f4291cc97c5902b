"""XLS of Excel 97 to 2003, and of Excel 95: calamine reads the values. No Django."""

from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine as calamine

from foundation.looks import ole
from foundation.sheets import biff
from foundation.sheets.choosing import Choice
from foundation.sheets.shape import LONGEST_TEXT, Cells, Facts, Fault, Unfit, address
from foundation.sheets.spooling import Spool, fill_merged
from foundation.sheets.values import (
    moment_text,
    number_text,
    plain_text,
    serial_text,
    span_text,
    truth_text,
)

# calamine unpacks every sheet as a rectangle of some 32 bytes a cell.
_MOST_CELLS = 6_000_000


def read(path: Path, *, extension: str, choice: Choice) -> None:  # noqa: ARG001 -- one form
    try:
        with path.open("rb") as stream:
            content = ole.read_stream(stream, "Workbook", "Book")
    except ole.BrokenOle as fault:
        raise Unfit(Fault.BROKEN, "目录") from fault
    book = biff.book_of(content)
    grids = [biff.grid_of(content, start, book) for start in book.starts]
    del content
    _refuse_scattered(grids)
    try:
        with calamine.CalamineWorkbook.from_path(path) as workbook:
            for metadata, grid in zip(workbook.sheets_metadata, grids, strict=True):
                if metadata.typ is calamine.SheetTypeEnum.WorkSheet:
                    _read_sheet(workbook, metadata, (grid, book.is_1904), choice)
    except calamine.CalamineError as fault:
        raise Unfit(Fault.BROKEN, "记录") from fault


def _refuse_scattered(grids: list[biff.Grid]) -> None:
    if sum((grid.last_row + 1) * (grid.last_column + 1) for grid in grids) > _MOST_CELLS:
        largest = max(grids, key=lambda grid: grid.last_row * grid.last_column)
        raise Unfit(Fault.SCATTERED, address(largest.last_row + 1, largest.last_column))


def _read_sheet(
    workbook: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    beside: tuple[biff.Grid, bool],
    choice: Choice,
) -> None:
    grid, is_1904 = beside
    is_hidden = metadata.visible is not calamine.SheetVisibleEnum.Visible
    facts = Facts(metadata.name, is_hidden=is_hidden, hidden_columns=grid.hidden_columns)
    facts.formulas = grid.formulas
    sheet = workbook.get_sheet_by_name(metadata.name)
    with closing(Spool(choice.spool_path(), facts)) as spool:
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            spool.add_merged(top + 1, left, bottom + 1, right)
        _add_rows(sheet, grid, spool, is_1904=is_1904)
    fill_merged(spool)
    choice.take(facts)


def _add_rows(
    sheet: calamine.CalamineSheet, grid: biff.Grid, spool: Spool, *, is_1904: bool
) -> None:
    """calamine leaves out what is empty to the left, not above, and errors everywhere."""
    left = sheet.start[1] if sheet.start else 0
    values = sheet.iter_rows()
    errors: dict[int, Cells] = {}
    for (row, column), text in grid.errors.items():
        errors.setdefault(row, {})[column] = text
    for row in range(grid.last_row + 1):
        cells: Cells = {}
        for column, value in enumerate(next(values, ()), start=left):
            is_serial = (row, column) in grid.dates
            text = value_text(value, is_serial=is_serial, is_1904=is_1904)
            if len(text) > LONGEST_TEXT:
                text = spool.refuse_long(row + 1, column)
            if text and not text.isspace():
                cells[column] = text
        spool.add(row + 1, cells | errors.get(row, {}), is_hidden=row in grid.hidden_rows)


def value_text(value: Any, *, is_serial: bool, is_1904: bool) -> str:
    """A value of calamine's; `is_serial` says that a number counts days."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, bool):
        return truth_text(value=value)
    if isinstance(value, int | float):
        return (
            serial_text(value, is_span=False, is_1904=is_1904) if is_serial else number_text(value)
        )
    if isinstance(value, timedelta):
        return span_text(value)
    return moment_text(value) if isinstance(value, datetime | date | time) else str(value)
