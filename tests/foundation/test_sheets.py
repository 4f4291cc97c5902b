"""Tables as text: encodings, delimiters, quotes, and what a worksheet may measure."""

import pytest

from foundation.errors import Refused
from foundation.sheets.problems import SheetProblem
from foundation.sheets.reading import open_sheet
from tests.foundation.opening import HEADER, MIB, facts_and_rows, problems_of, rows_of


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("名称,单位\n碳化硅,一所\n".encode(), "UTF-8"),
        ("名称,单位\n碳化硅,一所\n".encode("utf-8-sig"), "UTF-8"),
        ("名称,单位\r\n碳化硅,一所\r\n".encode("gb18030"), "GB 18030"),
        ("名称\t单位\r\n碳化硅\t一所".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + "名称\t单位\n碳化硅\t一所\n".encode("utf-16-be"), "UTF-16"),
        ("名称;单位\r碳化硅;一所\r".encode(), "UTF-8"),
        ("名称，单位\n碳化硅，一所\n".encode("gb18030"), "GB 18030"),
        (b"\xef\xbb\xbf" + "名称\t单位\n碳化硅\t一所".encode(), "UTF-8"),
    ],
)
def test_text_is_read_in_the_encoding_it_proves(tmp_path, content, encoding):
    facts, rows = facts_and_rows(tmp_path, "csv", content)

    assert facts.encoding == encoding
    assert (facts.tabs, facts.name, facts.rows, facts.width) == ((), "", 2, 2)
    assert rows == [(1, HEADER), (2, ["碳化硅", "一所"])]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("成果表,上报\n名称;说明;人\n甲;1,5 倍,好;x\n乙;2,5 倍,好;y\n", ["乙", "2,5 倍,好", "y"]),
        ('成果导入表,,\n名称,说明,人\n甲,"一;二",x\n', ["甲", "一;二", "x"]),
        ("名称,说明,人\n乙,一;二\n甲,一;二,x\n", ["甲", "一;二", "x"]),
        ("名称\t说明\t人\n甲\t一，二，三\tx\n", ["甲", "一，二，三", "x"]),
        ("名称,说明,人\n甲,1；2，3,x\n", ["甲", "1；2，3", "x"]),
        ("只有一列\n甲\n", ["甲"]),
    ],
)
def test_delimiter_is_the_one_that_cuts_rows_alike(tmp_path, content, texts):
    assert rows_of(tmp_path, "csv", content.encode())[-1][1] == texts


def test_tsv_is_cut_at_tabs_though_commas_are_even(tmp_path):
    content = "名称\t人\n甲\t一,二,三\n乙\t一,二,三\n丙\t一,二,三\n".encode()

    assert rows_of(tmp_path, "tsv", content)[1] == (2, ["甲", "一,二,三"])


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'0010", "0010"),
        ("'=1+1", "=1+1"),
        ("'-5", "-5"),
        ("'+86", "+86"),
        ("'@某", "@某"),
        ("''引", "'引"),
        ("'引", "'引"),
        ("'", "'"),
        ("１２３", "１２３"),
        ("a\0b\x07c", "abc"),
        (" 左 ", " 左 "),
        ("13800000000", "13800000000"),
        ("440101199003078888", "440101199003078888"),
    ],
)
def test_text_is_kept_but_for_one_apostrophe_and_controls(tmp_path, written, text):
    path = tmp_path / "sent"
    path.write_text(f"名称,备注\n甲,{written}\n", encoding="utf-8")

    with open_sheet(path, extension="csv") as sheet:
        assert list(sheet.rows())[1] == (2, ["甲", text])


def test_formula_in_text_is_told_and_kept(tmp_path):
    facts, rows = facts_and_rows(tmp_path, "csv", "名称,金额\n甲,=1+1\n乙,'=1+1\n".encode())

    assert (facts.formulas, facts.uncomputed) == (1, ((2, 1),))
    assert rows[1:] == [(2, ["甲", "=1+1"]), (3, ["乙", "=1+1"])]


def test_rows_are_numbered_as_the_program_shows_them(tmp_path):
    content = '名称,备注\n\n甲,"两\r\n行"\n,,\n 　,\n乙,x,,\n\n'.encode()

    facts, rows = facts_and_rows(tmp_path, "csv", content)

    assert rows == [(1, ["名称", "备注"]), (3, ["甲", "两\n行"]), (6, ["乙", "x"])]
    assert (facts.rows, facts.width) == (3, 2)


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        ('名称,备注\n甲,"x"y\n'.encode(), SheetProblem.QUOTES, "2"),
        ('名称,备注\n甲,x\n乙,"没有完\n丙,x\n'.encode(), SheetProblem.QUOTES, "3"),
        (b"\n, ,\n", SheetProblem.EMPTY, ""),
        ("甲,乙\n".encode() + b"x" * 40_000 + b",1\n", SheetProblem.LONG, "A2"),
        ("甲,乙\n1,".encode() + b"x" * (5 * MIB), SheetProblem.LONG, "B2"),
        ("甲,乙\n1,".encode() + b'"' + b"x" * (9 * MIB), SheetProblem.OPEN_QUOTE, "2"),
        (b",".join([b"x"] * 501), SheetProblem.COLUMNS, "SG1"),
        (b"a,b\n" * 201_000, SheetProblem.ROWS, "201,000"),
        (b"a,b\n" + b"\n" * 219_999 + b"c,d\n", SheetProblem.FAR, "B220001"),
    ],
)
def test_text_that_does_not_fit_is_refused_by_its_place(tmp_path, content, code, found):
    assert problems_of(tmp_path, "csv", content) == [(code, found)]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("名称,单位\n碳化硅材料的制备方法,一所".encode()[:-1], "2"),
        ("名称,单位\n碳化硅材料,某".encode("gb18030")[:-1], "2"),
        ("名称,单位\n甲,一所\n".encode("gb18030") + b"\xff\xff,x\n", "3"),
        ("名称,单位\n碳化硅材料制备,一所\n".encode() + b"\xff\xff,x\n", "3"),
        (b"\xff\xfe" + "名称,单位\n甲,乙".encode("utf-16-le")[:-1], "2"),
    ],
)
def test_half_a_character_or_two_encodings_are_refused_by_row(tmp_path, content, found):
    path = tmp_path / "sent"
    path.write_bytes(content)

    with pytest.raises(Refused) as refusal, open_sheet(path, extension="csv"):
        pass

    problems = [(problem.code, problem.found) for problem in refusal.value.problems]
    assert problems == [(SheetProblem.ENCODING, found)]
