"""Workbooks for people to fill in: the official template, empty or with drafts to go on with, and
the rows of a file that have to be mended, each with what is wrong."""

from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

from projects.columns.layout import Layout, choices_in, is_several
from projects.models import ImportRow, ImportRun

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASONS = "错误原因"
MOST_ROWS = 5_000  # in one workbook of rows to mend
_LISTS, _HELP = "选项", "填写说明"
_FILLED = 2_000  # rows that choose from lists
_WIDTH, _WIDE = 18, 60  # characters of a column
_LONGEST_CELL = 32_000  # characters; Excel takes 32,767


def template(layout: Layout, drafts: Iterable[Any] = ()) -> IO[bytes]:
    """The labels in the first row, their keys in a hidden second one by which an import knows them
    for sure; what there is to choose drops down; a second sheet explains every column. Below stand
    the drafts, in the words an import reads back."""
    return written(lambda book: _write_template(book, layout, drafts))


def rows_to_mend(run: ImportRun, layout: Layout, rows: Iterable[ImportRow]) -> IO[bytes]:
    """Labels, columns and values of the file as they stand there (with what was corrected on the
    page), and behind them what is wrong, in red. It can be imported again as it is."""
    return written(lambda book: _write_rows(book, run, layout, rows))


def written(write: Any) -> IO[bytes]:
    """What `write` puts into a workbook; no text in it is ever a formula or a link."""
    file = TemporaryFile()  # noqa: SIM115 -- sent and closed by the response
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    write(book)
    book.close()
    file.seek(0)
    return file


def _write_template(book: xlsxwriter.Workbook, layout: Layout, drafts: Iterable[Any]) -> None:
    columns = layout.columns()
    sheet = book.add_worksheet(layout.tab)
    needed = book.add_format({"bold": True, "bg_color": "#FBE3DC", "border": 1, "text_wrap": True})
    free = book.add_format({"bold": True, "bg_color": "#EEF2F6", "border": 1, "text_wrap": True})
    as_text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(layout.names) - 1, _WIDTH, as_text)
    for at, name in enumerate(layout.names):
        how = needed if layout.is_needed(name) else free
        sheet.write_string(0, at, layout.header_of(name), how)
    sheet.set_row(1, None, None, {"hidden": True})
    for at, name in enumerate(layout.names):
        sheet.write_string(1, at, name)
    for row, draft in enumerate(drafts, start=2):
        for at, name in enumerate(layout.names):
            sheet.write_string(row, at, columns[name].export(draft))
    sheet.freeze_panes(2, 2)
    words = {name: choices_in(column) for name, column in columns.items()}
    _write_lists(book, sheet, layout, words)
    _write_help(book, layout, columns)


def _write_lists(
    book: xlsxwriter.Workbook, sheet: Any, layout: Layout, choices: dict[str, list[str]]
) -> None:
    """Drop-downs refer to ranges of a hidden sheet, which have names."""
    lists = book.add_worksheet(_LISTS)
    lists.hide()
    chosen = {name: words for name, words in choices.items() if words}
    for row in range(max(map(len, chosen.values()))):
        for at, words in enumerate(chosen.values()):
            if row < len(words):
                lists.write_string(row, at, words[row])
    for at, (name, words) in enumerate(chosen.items()):
        column = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
        book.define_name(f"list_{name}", f"={_LISTS}!{column}$1:{column}${len(words)}")
        place = layout.names.index(name)
        # Several may be chosen of some: other words are allowed there, and hinted at.
        sheet.data_validation(
            2,
            place,
            _FILLED + 1,
            place,
            {
                "validate": "list",
                "source": f"=list_{name}",
                "error_type": "warning",
                "error_title": "不在选项里",
                "error_message": "多选的，几项之间用顿号隔开，如：资金、场地",
            },
        )


def _write_help(book: xlsxwriter.Workbook, layout: Layout, columns: Any) -> None:
    sheet = book.add_worksheet(_HELP)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(2, 3, _WIDE)
    for at, label in enumerate(("列", "提交前", "怎么填", "选项")):
        sheet.write_string(0, at, label, bold)
    for row, name in enumerate(layout.names, start=1):
        words = "、".join(choices_in(columns[name]))
        several = "（可多选，用顿号隔开）" if is_several(columns[name]) else ""
        sheet.write_string(row, 0, layout.header_of(name))
        sheet.write_string(row, 1, "要填" if layout.is_needed(name) else "选填")
        sheet.write_string(row, 2, layout.hint_of(name), wrap)
        sheet.write_string(row, 3, words + several if words else "", wrap)


def _write_rows(
    book: xlsxwriter.Workbook, run: ImportRun, layout: Layout, rows: Iterable[ImportRow]
) -> None:
    sheet = book.add_worksheet(layout.tab)
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
    red = book.add_format({"font_color": "#C00000", "text_wrap": True})
    wrong = book.add_format({"bg_color": "#FBE3DC"})
    width = len(run.mapping)
    sheet.set_column(0, max(width - 1, 0), _WIDTH)
    sheet.set_column(width, width, _WIDE)
    for one in run.mapping:
        sheet.write_string(0, one["at"], one["label"] or _header_of(one["name"], layout), bold)
    sheet.write_string(0, width, REASONS, red)
    # As in the template, so that it is the same file again whatever its labels say.
    sheet.set_row(1, None, None, {"hidden": True})
    places = {one["at"]: one["name"] for one in run.mapping}
    for place, name in places.items():
        sheet.write_string(1, place, name)
    for at, row in enumerate(rows, start=2):
        told = {problem["name"] for problem in row.problems}
        for place, name in places.items():
            text = row.fixes.get(name) if name in row.fixes else _cell(row, place)
            sheet.write_string(at, place, text or "", wrong if name in told else None)
        sheet.write_string(at, width, _reasons_of(row, layout), red)


def _header_of(name: str, layout: Layout) -> str:
    return layout.header_of(name) if name else ""


def _reasons_of(row: ImportRow, layout: Layout) -> str:
    """A line for each problem."""
    told = "\n".join(f"{layout.header_of(p['name'])}：{p['told']}" for p in row.problems)
    return told[:_LONGEST_CELL]


def _cell(row: ImportRow, place: int) -> str:
    return str(row.cells[place]) if place < len(row.cells) else ""
