"""XLSX made to do harm, by accident or not: refused by its place, in little memory."""

import pytest

from foundation.sheets.problems import SheetProblem
from foundation.uploads import UploadProblem
from tests.foundation import files
from tests.foundation.opening import HEADER, MIB, inspected, peak_of, problems_of, rows_of
from tests.spreadsheets import cell, data, raw_xlsx, row, xlsx_rows


def _used_range(rows, columns):
    """Formatted cells without values below and beside 50 rows of data."""
    letters = [chr(ord("A") + column) for column in range(columns)]
    blank = "".join(f'<c r="{letter}%d" s="1"/>' for letter in letters)
    full = "".join(f'<c r="{letter}%d" s="1"><v>7</v></c>' for letter in letters[:5])
    empty = blank.replace("%d", "{0}")
    lines = [row(n, full.replace("%d", str(n))) for n in range(1, 51)]
    lines += [row(n, empty.format(n)) for n in range(51, rows + 1)]
    return raw_xlsx(data(*lines, before='<dimension ref="A1:XFD1048576"/>'))


def test_used_range_of_formatted_cells_holds_only_the_rows_with_values(tmp_path):
    told, peak = peak_of(tmp_path, "xlsx", _used_range(100_000, 8))

    assert (told["rows"], told["width"]) == (50, 5)
    assert peak < 40


@pytest.mark.parametrize(
    ("reference", "code", "found"),
    [
        ("XFD1048576", "sheet_columns", "XFD1048576"),
        ("CV1048576", "sheet_far", "CV1048576"),
        ("SG1048576", "sheet_columns", "SG1048576"),
        ("XFE2", "sheet_broken", "单元格 XFE2 的位置"),
        ("ZZZZ2", "sheet_broken", "单元格 ZZZZ2 的位置"),
        ("A3", "sheet_broken", "单元格 A3 的位置"),
    ],
)
def test_one_value_far_away_is_refused_in_little_memory(tmp_path, reference, code, found):
    line = 1_048_576 if reference.endswith("1048576") else 2
    content = raw_xlsx(data(row(1, cell("A1", "甲")), row(line, cell(reference, "远"))))

    told, peak = peak_of(tmp_path, "xlsx", content)

    assert told["problem"][:2] == [code, found]
    assert peak < 32


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (lambda: xlsx_rows(["x"] * 501), SheetProblem.COLUMNS, "SG1"),
        (lambda: raw_xlsx(data(row(1, cell("C1", "x" * 32_768)))), SheetProblem.LONG, "C1"),
        (lambda: raw_xlsx(data(row(7, cell("C7", "长" * 2 * MIB)))), SheetProblem.LONG, "C7"),
        (
            lambda: raw_xlsx(
                data(row(2, '<c r="B2" t="s"><v>0</v></c>')),
                shared=f"<si><t>{'长' * 2 * MIB}</t></si>",
            ),
            SheetProblem.LONG,
            "B2",
        ),
        (
            lambda: raw_xlsx(data(row(2, '<c r="B2" t="s"><v>5</v></c>'))),
            SheetProblem.BROKEN,
            "共享文字",
        ),
        (lambda: raw_xlsx(data(row(2), row(1))), SheetProblem.BROKEN, "第 1 行的次序"),
        (lambda: raw_xlsx("<sheetData>"), SheetProblem.BROKEN, "内部结构"),
        (raw_xlsx, SheetProblem.BROKEN, "没有工作表"),
        (
            lambda: raw_xlsx(data(*["<row><c><v>1</v></c></row>"] * 201_000)),
            SheetProblem.ROWS,
            "201,000",
        ),
    ],
)
def test_worksheet_that_does_not_fit_is_refused_by_its_place(tmp_path, content, code, found):
    assert problems_of(tmp_path, "xlsx", content()) == [(code, found)]


def test_longest_text_and_widest_row_are_read(tmp_path):
    longest = ["长" * 32_767] + ["x"] * 499

    assert rows_of(tmp_path, "xlsx", xlsx_rows(longest)) == [(1, longest)]


def test_many_shared_strings_lie_on_the_disk(tmp_path):
    shared = "".join(f"<si><t>{n:040}</t></si>" for n in range(300_000))
    content = raw_xlsx(data(row(1, '<c r="A1" t="s"><v>299999</v></c>')), shared=shared)

    told, peak = peak_of(tmp_path, "xlsx", content)

    assert (told["rows"], peak < 48) == (1, True)


def test_more_to_write_than_may_be_written_is_refused(tmp_path):
    shared = f"<si><t>{'长' * 32_767}</t></si>"
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(500))
    content = raw_xlsx(data(*[row(n, cells) for n in range(1, 31)]), shared=shared)

    assert problems_of(tmp_path, "xlsx", content) == [(SheetProblem.HEAVY, "")]


def test_document_type_in_a_worksheet_is_refused_twice(tmp_path):
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    content = raw_xlsx(data(row(1, '<c t="inlineStr"><is><t>&a;</t></is></c>')), head=entity)

    assert inspected("表.xlsx", content) == [(UploadProblem.ENTITIES, "xl/worksheets/sheet1.xml")]
    assert peak_of(tmp_path, "xlsx", content)[0]["problem"][0] == "sheet_broken"


@pytest.mark.parametrize(
    ("name", "content", "code", "found"),
    [
        ("表.xlsx", lambda: files.ole("EncryptedPackage"), UploadProblem.ENCRYPTED, ""),
        ("表.xlsx", files.png, UploadProblem.MISMATCH, "内容像 png"),
        ("表.xlsm", lambda: xlsx_rows(HEADER), UploadProblem.MACROS, "xlsm"),
        ("表.xlsb", lambda: xlsx_rows(HEADER), UploadProblem.MACROS, "xlsb"),
        ("表.docm", lambda: xlsx_rows(HEADER), UploadProblem.EXTENSION, " docm 文件"),
        ("表.csv", bytes, UploadProblem.EMPTY, ""),
        (
            "表.xlsx",
            lambda: raw_xlsx("", extra={"xl/vbaProject.bin": b"x"}.items()),
            UploadProblem.MACROS,
            "xl/vbaProject.bin",
        ),
        (
            "表.xlsx",
            lambda: raw_xlsx("", shared="<si><t>" + "x" * 64 * MIB + "</t></si>"),
            UploadProblem.BOMB,
            "65 MB",
        ),
        (
            "表.xlsx",
            lambda: raw_xlsx(
                "", extra={"xl/embeddings/o.bin": "Ole10Native".encode("utf-16-le")}.items()
            ),
            UploadProblem.PACKAGED,
            "打包对象",
        ),
        (
            "表.csv",
            lambda: "名称,单位\n甲,".encode() + b"\xff\xff",
            UploadProblem.MISMATCH,
            "第 2 行的文字认不出编码",
        ),
        ("表.csv", lambda: "<html>".encode("utf-16"), UploadProblem.MISMATCH, "内容像 ini"),
        ("表.csv", lambda: b"a,b\n\0,c\n", UploadProblem.MISMATCH, "内容认不出"),
    ],
)
def test_inspection_refuses_what_no_reader_shall_open(name, content, code, found):
    assert inspected(name, content()) == [(code, found)]


def test_link_to_another_machine_is_refused():
    link = (
        '<Relationships><Relationship Id="r1" TargetMode="External" Target="https://x.cn/a.xlsx" '
        'Type="http://x/externalLinkPath"/></Relationships>'
    )
    content = raw_xlsx("", extra={"xl/externalLinks/_rels/l.xml.rels": link}.items())

    assert inspected("表.xlsx", content) == [(UploadProblem.REMOTE, "https://x.cn/a.xlsx")]
