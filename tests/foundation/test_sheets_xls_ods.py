"""XLS and ODS: the same rows and facts as of XLSX, the same refusals."""

import datetime as dt
import struct

import pytest
import xlwt

from foundation.sheets.problems import SheetProblem
from foundation.sheets.reading import Tab
from foundation.uploads import UploadProblem
from tests.foundation import files
from tests.foundation.opening import facts_and_rows, inspected, peak_of, problems_of, rows_of
from tests.spreadsheets import ods, table, table_cell, table_row, xls

DAY = dt.date(2022, 4, 1)
MORNING = dt.datetime(2022, 4, 1, 8, 30)  # noqa: DTZ001 -- spreadsheets have no zones
REPEATED = 'table:number-rows-repeated="{}"'


def _dated(code):
    return xlwt.easyxf(num_format_str=code)


def test_values_of_xls_are_texts_as_people_see_them(tmp_path):
    def write(book):
        sheet = book.add_sheet("成果")
        sheet.write(2, 1, "名称")
        sheet.write(3, 1, DAY, _dated("yyyy-mm-dd"))
        sheet.write(3, 2, MORNING, _dated("yyyy-mm-dd hh:mm"))
        sheet.write(3, 3, dt.time(8, 30), _dated("h:mm"))
        for column, value in enumerate([5, 0.1, 1 / 3, 13800000000, True, "１２"], 4):
            sheet.write(3, column, value)
        sheet.row(5).set_cell_error(2, 0x2A)
        sheet.row(5).set_cell_error(3, 0x17)

    facts, rows = facts_and_rows(tmp_path, "xls", xls(write))

    assert (facts.rows, facts.width) == (3, 10)
    assert rows[0] == (3, ["", "名称", *[""] * 8])
    assert rows[1] == (
        4,
        [
            *("", "2022-04-01", "2022-04-01 08:30", "08:30", "5", "0.1", "0.333333333333333"),
            *("13800000000", "是", "１２"),
        ],
    )
    assert rows[2] == (6, ["", "", "#N/A", "#REF!", *[""] * 6])


def test_merged_and_hidden_cells_of_xls_are_told(tmp_path):
    def write(book):
        sheet = book.add_sheet("成果")
        sheet.write_merge(0, 0, 0, 2, "成果导入表")
        sheet.write_merge(1, 2, 0, 0, "碳化硅")
        for number in (1, 2, 3):
            sheet.write(number, 1, f"r{number}")
            sheet.write(number, 2, xlwt.Formula("1+1"))
        sheet.row(2).hidden = True
        sheet.col(1).hidden = True
        book.add_sheet("藏").visibility = 1

    facts, rows = facts_and_rows(tmp_path, "xls", xls(write))

    assert (facts.hidden_rows, facts.hidden_columns, facts.merged) == (1, (1,), 2)
    assert facts.formulas == 3
    assert facts.tabs == (Tab("成果", 4, is_hidden=False), Tab("藏", 0, is_hidden=True))
    assert [(number, texts[:2]) for number, texts in rows] == [
        (1, ["成果导入表", "成果导入表"]),
        (2, ["碳化硅", "r1"]),
        (3, ["碳化硅", "r2"]),
        (4, ["", "r3"]),
    ]


def test_dates_of_chinese_excel_in_xls_are_dates(tmp_path):
    def write(book):
        sheet = book.add_sheet("成果")
        for column in range(3):
            sheet.write(0, column, 44652, _dated("0.0000"))
        sheet.write(1, 0, 44652)

    content = xls(write)
    # The format of its own becomes number 31, which Excel in Chinese knows without being told.
    own = next(
        at
        for at in range(len(content))
        if content[at : at + 2] == b"\x1e\x04" and b"0.0000" in content[at : at + 24]
    )
    (number,) = struct.unpack_from("<H", content, own + 4)
    swapped = bytearray(content)
    struct.pack_into("<H", swapped, own + 4, 200)
    at = 0
    while (at := content.find(b"\xe0\x00\x14\x00", at)) >= 0:
        if struct.unpack_from("<H", content, at + 6) == (number,):
            struct.pack_into("<H", swapped, at + 6, 31)
        at += 4

    assert rows_of(tmp_path, "xls", bytes(swapped)) == [
        (1, ["2022-04-01"] * 3),
        (2, ["44652", "", ""]),
    ]


def test_one_value_far_away_in_xls_is_refused_before_it_is_unpacked(tmp_path):
    def write(book):
        sheet = book.add_sheet("成果")
        sheet.write(0, 0, "甲")
        sheet.write(65_535, 255, "远")

    told, peak = peak_of(tmp_path, "xls", xls(write))

    assert told["problem"][:2] == ["sheet_scattered", "IV65536"]
    assert peak < 32


def test_empty_and_broken_xls_are_refused(tmp_path):
    content = xls(lambda book: book.add_sheet("空"))

    assert problems_of(tmp_path, "xls", content) == [(SheetProblem.EMPTY, "")]
    assert problems_of(tmp_path, "xls", files.ole("Workbook")) == [(SheetProblem.BROKEN, "记录")]


def test_small_streams_of_xls_are_found_among_the_small(tmp_path):
    content = xls(lambda book: book.add_sheet("一").write(0, 0, "甲"))

    assert rows_of(tmp_path, "xls", content) == [(1, ["甲"])]


@pytest.mark.parametrize(
    ("about", "shown", "text"),
    [
        ('office:value-type="string"', "名  称", "名  称"),
        ('office:value-type="float" office:value="3.0"', "3", "3"),
        ('office:value-type="percentage" office:value="0.125"', "12.5%", "0.125"),
        ('office:value-type="currency" office:value="1234.5"', "¥1,234.50", "1234.5"),
        ('office:value-type="date" office:date-value="2022-04-01"', "4/1", "2022-04-01"),
        (
            'office:value-type="date" office:date-value="2022-04-01T08:30:00"',
            "",
            "2022-04-01 08:30",
        ),
        ('office:value-type="time" office:time-value="PT08H30M00S"', "8:30", "08:30"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE", "是"),
        ('office:value-type="string" calcext:value-type="error"', "#N/A", "#N/A"),
        ('office:value-type="string"', "一\n二", "一\n二"),
    ],
)
def test_values_of_ods_are_texts_as_people_see_them(tmp_path, about, shown, text):
    content = ods(table(table_row(table_cell(shown, about))))

    assert rows_of(tmp_path, "ods", content) == [(1, [text])]


def test_text_of_ods_is_without_notes_and_with_its_breaks(tmp_path):
    inside = (
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>甲<text:s text:c="2"/><text:span>乙</text:span><text:tab/>丙<text:line-break/>丁'
        "</text:p>"
    )
    cell = f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'

    assert rows_of(tmp_path, "ods", ods(table(table_row(cell)))) == [(1, ["甲  乙\t丙\n丁"])]


def test_merged_hidden_and_repeated_cells_of_ods_are_told(tmp_path):
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    spanned = 'office:value-type="string" table:number-rows-spanned="2"'
    covered = "<table:covered-table-cell/>"
    content = ods(
        table(
            columns,
            table_row(table_cell("a", 'table:number-columns-repeated="3"')),
            table_row(table_cell("碳化硅", spanned), table_cell("r2")),
            table_row(covered, table_cell("r3"), about='table:visibility="filter"'),
            table_row(table_cell("x"), about=REPEATED.format(2)),
            table_row(table_cell("", ""), about=REPEATED.format(1_048_570)),
        ),
        table(table_row(table_cell("藏")), name="藏", about='table:style-name="hidden"'),
    )

    facts, rows = facts_and_rows(tmp_path, "ods", content)

    assert (facts.hidden_rows, facts.hidden_columns, facts.merged) == (1, (1,), 1)
    assert facts.tabs == (Tab("成果", 5, is_hidden=False), Tab("藏", 1, is_hidden=True))
    assert rows == [
        (1, ["a", "a", "a"]),
        (2, ["碳化硅", "r2", ""]),
        (3, ["碳化硅", "r3", ""]),
        (4, ["x", "", ""]),
        (5, ["x", "", ""]),
    ]


def test_formulas_of_ods_are_told(tmp_path):
    computed = 'table:formula="of:=1+1" office:value-type="float" office:value="2"'
    content = ods(table(table_row(table_cell("2", computed), table_cell("", 'table:formula="x"'))))

    facts, rows = facts_and_rows(tmp_path, "ods", content)

    assert (facts.formulas, facts.uncomputed) == (2, ((1, 1),))
    assert rows == [(1, ["2"])]


def test_table_inside_a_cell_of_ods_is_no_worksheet(tmp_path):
    inner = table(table_row(table_cell("内")), name="内")
    outer = f"<table:table-cell>{inner}</table:table-cell>"

    facts, rows = facts_and_rows(tmp_path, "ods", ods(table(table_row(table_cell("外"), outer))))

    assert [tab.name for tab in facts.tabs] == ["成果"]
    assert rows == [(1, ["外"])]


@pytest.mark.parametrize(
    ("rows", "code", "found"),
    [
        (table_row(table_cell("x"), about=REPEATED.format(10**9)), "sheet_rows", "1,000,000,000"),
        (
            table_row(table_cell("x", 'table:number-columns-repeated="999999999999"')),
            "sheet_columns",
            "SG1",
        ),
        (
            table_row(table_cell("", ""), about=REPEATED.format(1_048_575))
            + table_row(table_cell("远")),
            "sheet_far",
            "A1048576",
        ),
        (table_row(table_cell("长" * 40_000)), "sheet_long", "A1"),
        (
            table_row(table_cell("长" * 32_767, 'table:number-columns-repeated="500"')).replace(
                "<table:table-row", f"<table:table-row {REPEATED.format(1000)}"
            ),
            "sheet_heavy",
            "",
        ),
        ("<table:table-row>", "sheet_broken", "内部结构"),
    ],
)
def test_ods_that_does_not_fit_is_refused_in_little_memory(tmp_path, rows, code, found):
    told, peak = peak_of(tmp_path, "ods", ods(table(rows)))

    assert told["problem"][:2] == [code, found]
    assert peak < 130


def test_ods_with_a_password_is_refused_by_inspection():
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    content = ods(extra={"META-INF/manifest.xml": manifest}.items())

    assert inspected("表.ods", content) == [(UploadProblem.ENCRYPTED, "")]
    assert inspected("表.xls", files.ole("Workbook", "_VBA_PROJECT_CUR")) == [
        (UploadProblem.MACROS, "_VBA_PROJECT_CUR")
    ]
