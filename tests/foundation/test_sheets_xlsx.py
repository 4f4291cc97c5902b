"""XLSX as programs write it: values, formats, what is merged, hidden or never computed."""

import datetime as dt

import pytest

from foundation.sheets.problems import SheetProblem
from foundation.sheets.reading import Tab
from tests.foundation.opening import HEADER, facts_and_rows, problems_of, rows_of
from tests.spreadsheets import cell, data, number, raw_xlsx, row, xlsx, xlsx_rows

DAY = dt.date(2022, 4, 1)
MORNING = dt.datetime(2022, 4, 1, 8, 30)  # noqa: DTZ001 -- spreadsheets have no zones


def test_values_are_texts_as_people_see_them(tmp_path):
    def write(book):
        sheet = book.add_worksheet("成果")
        formats = [
            "yyyy-mm-dd",
            "yyyy-mm-dd hh:mm",
            "h:mm",
            'yyyy"年"m"月"',
            "[$-804]m/d",
            "[h]:mm",
        ]
        values = [DAY, MORNING, dt.time(8, 30), DAY, DAY, 1.26]
        for column, (value, code) in enumerate(zip(values, formats, strict=True)):
            write_one = sheet.write_number if code == "[h]:mm" else sheet.write_datetime
            write_one(0, column, value, book.add_format({"num_format": code}))
        plain = [5, 5.0, 0.1, 1 / 3, 41.3, 13800000000, 123456789012345, 1e-7, 1e15, True, False]
        sheet.write_row(1, 0, plain)
        money = book.add_format({"num_format": '[Red]#,##0.00"元";-0.00E+00'})
        sheet.write_number(2, 0, 1234.5, money)
        sheet.write_row(3, 0, ["１２", "00123", " 左右 ", "两\n行", "a_x000D_b"])

    rows = rows_of(tmp_path, "xlsx", xlsx(write))

    assert [[text for text in texts if text] for _, texts in rows] == [
        [
            "2022-04-01",
            "2022-04-01 08:30",
            "08:30",
            "2022-04-01",
            "2022-04-01",
            "30:14:24",
        ],
        [
            *("5", "5", "0.1", "0.333333333333333", "41.3", "13800000000", "123456789012345"),
            *("0.0000001", "1E+15", "是", "否"),
        ],
        ["1234.5"],
        ["１２", "00123", " 左右 ", "两\n行", "a_x000D_b"],
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [(14, "2022-04-01"), (31, "2022-04-01"), (58, "2022-04-01"), (0, "44652"), (49, "44652")],
)
def test_formats_known_by_number_only_show_dates(tmp_path, code, text):
    styles = '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    styles += f'<cellXfs><xf/><xf numFmtId="{code}"/></cellXfs>'
    content = raw_xlsx(data(row(1, number("A1", 44652, 's="1"'))), styles=styles)

    assert rows_of(tmp_path, "xlsx", content) == [(1, [text])]


def test_days_are_counted_from_1904_where_the_file_says_so(tmp_path):
    def write(book):
        book.add_worksheet().write_datetime(0, 0, DAY, book.add_format({"num_format": "yyyy/m/d"}))

    assert rows_of(tmp_path, "xlsx", xlsx(write, date_1904=True)) == [(1, ["2022-04-01"])]


def test_kinds_of_cells_are_all_read(tmp_path):
    cells = [
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="B1" t="s"><v>1</v></c>',
        '<c r="C1" t="b"><v>1</v></c>',
        '<c r="D1" t="e"><v>#N/A</v></c>',
        '<c r="E1" t="d"><v>2022-04-01T08:30:00</v></c>',
        '<c r="F1" t="str"><f>A1</f><v>算出 的</v></c>',
        '<c r="G1"><f>1+1</f><v>2</v></c>',
        cell("H1", "内 <文>"),
        "<c><v>9</v></c>",
    ]
    shared = (
        "<si><t>平</t></si><si><r><t>富</t></r><r><t xml:space='preserve'> 文</t></r>"
        "<rPh sb='0' eb='1'><t>音</t></rPh></si>"
    )
    content = raw_xlsx(data(row(1, *cells)), shared=shared)

    facts, rows = facts_and_rows(tmp_path, "xlsx", content)

    assert rows == [
        (1, ["平", "富 文", "是", "#N/A", "2022-04-01 08:30", "算出 的", "2", "内 <文>", "9"])
    ]
    assert (facts.formulas, facts.uncomputed) == (2, ())


def test_names_with_a_prefix_and_rows_without_numbers_are_read(tmp_path):
    inside = "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row/><x:row><x:c t='inlineStr'>"
    inside += "<x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData>"

    assert rows_of(tmp_path, "xlsx", raw_xlsx(inside)) == [(1, ["1"]), (3, ["甲"])]


def test_formulas_without_a_result_are_told(tmp_path):
    computed = '<c r="A2" t="str"><f>""</f><v></v></c>'
    not_computed = '<c r="B2"><f>A1+1</f></c><c r="C2"><f>A1+1</f><v/></c>'
    content = raw_xlsx(data(row(1, cell("A1", "甲")), row(2, computed + not_computed)))

    facts, rows = facts_and_rows(tmp_path, "xlsx", content)

    assert (facts.formulas, facts.uncomputed) == (3, ((2, 1), (2, 2)))
    assert rows == [(1, ["甲"])]


def test_merged_cells_all_hold_the_text_of_the_first(tmp_path):
    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 2, "成果导入表")
        sheet.merge_range(2, 0, 3, 0, "名称")
        sheet.merge_range(2, 1, 2, 2, "联系人")
        sheet.write_row(3, 1, ["姓名", "手机"])
        sheet.merge_range(4, 0, 6, 0, "碳化硅")
        sheet.write_row(4, 1, ["甲", "1"])
        sheet.write_row(6, 1, ["乙", "2"])
        sheet.write_row(7, 1, ["丙", "3"])

    facts, rows = facts_and_rows(tmp_path, "xlsx", xlsx(write))

    assert facts.merged == 4
    assert rows == [
        (1, ["成果导入表"] * 3),
        (3, ["名称", "联系人", "联系人"]),
        (4, ["名称", "姓名", "手机"]),
        (5, ["碳化硅", "甲", "1"]),
        (7, ["碳化硅", "乙", "2"]),
        (8, ["", "丙", "3"]),
    ]


def test_merged_range_over_the_whole_sheet_makes_it_no_larger(tmp_path):
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    content = raw_xlsx(data(row(1, cell("A1", "甲"), cell("B1", "乙")), after=merged))

    facts, rows = facts_and_rows(tmp_path, "xlsx", content)

    assert (facts.rows, facts.width, facts.merged) == (1, 2, 1)
    assert rows == [(1, ["甲", "乙"])]


def test_hidden_rows_and_columns_are_counted_and_read(tmp_path):
    def write(book):
        sheet = book.add_worksheet()
        for number_of_row in range(4):
            sheet.write_row(number_of_row, 0, ["a", "b", "c"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
        sheet.set_column(5, 16383, None, None, {"hidden": True})

    facts, rows = facts_and_rows(tmp_path, "xlsx", xlsx(write))

    assert (facts.hidden_rows, facts.hidden_columns) == (1, (1,))
    assert rows[2] == (3, ["a", "b", "c"])


def _workbook(*sheets):
    """Pairs of name and rows; a name after * is hidden."""

    def write(book):
        for name, count in sheets:
            sheet = book.add_worksheet(name.lstrip("*"))
            for number_of_row in range(count):
                sheet.write(number_of_row, 0, name)
            if name.startswith("*"):
                sheet.hide()
        if sheets[0][0].startswith("*"):
            book.worksheets()[-1].activate()
            book.worksheets()[-1].set_first_sheet()

    return xlsx(write)


@pytest.mark.parametrize(
    ("sheets", "tab", "name"),
    [
        ([("填写说明", 9), ("成果", 2), ("代码表", 50)], "", "成果"),
        ([("*旧", 9), ("成果", 2)], "", "成果"),
        ([("空", 0), ("标题", 1), ("成果", 3)], "", "成果"),
        ([("README", 3), ("空", 0)], "", "README"),
        ([("标题", 1), ("空", 0)], "", "标题"),
        ([("一", 2), ("二", 2)], "二", "二"),
        ([("一", 2), ("*藏", 2)], "藏", "藏"),
    ],
)
def test_worksheet_is_the_one_named_or_the_first_table(tmp_path, sheets, tab, name):
    facts, _ = facts_and_rows(tmp_path, "xlsx", _workbook(*sheets), tab)

    assert facts.name == name
    assert facts.tabs == tuple(
        Tab(one.lstrip("*"), count, is_hidden=one.startswith("*")) for one, count in sheets
    )


@pytest.mark.parametrize(
    ("sheets", "tab", "problem"),
    [
        ([("一", 0), ("二", 0)], "", (SheetProblem.EMPTY, "")),
        ([("*藏", 5), ("二", 0)], "", (SheetProblem.HIDDEN, "藏")),
        ([("一", 2)], "二", (SheetProblem.NO_TAB, "二")),
        ([("一", 2), ("二", 0)], "二", (SheetProblem.EMPTY, "")),
    ],
)
def test_file_without_a_worksheet_to_read_is_refused(tmp_path, sheets, tab, problem):
    assert problems_of(tmp_path, "xlsx", _workbook(*sheets), tab) == [problem]


def test_names_of_columns_alone_are_one_row(tmp_path):
    facts, rows = facts_and_rows(tmp_path, "xlsx", xlsx_rows(HEADER))

    assert (facts.rows, rows) == (1, [(1, HEADER)])
