"""Reading Word documents in the confined child: what is read, what is not, what is refused."""

import io
import time
import zipfile

import pytest
import segno

from foundation import word_reading
from foundation.errors import Refused
from foundation.word import MOST_BYTES, read_word
from tests.foundation.word_files import cell, made, merged, p, r, raw, spanned, table


def read(content, name="表.docx"):
    return read_word(name, io.BytesIO(content))


def lines(content):
    return [block["line"] for block in read(content).blocks if "line" in block]


def tables(content):
    return [block["table"] for block in read(content).blocks if "table" in block]


def test_lines_and_tables_come_in_order_and_counted():
    blocks = read(raw(p("甲") + table(["乙", "丙"]) + p("") + p("丁"))).blocks

    assert blocks == [
        {"line": "甲", "at": 1},
        {"table": [[[0, 1, "乙", False], [1, 1, "丙", False]]], "at": 1},
        {"line": "丁", "at": 3},
    ]


def test_merged_cells_keep_their_place_in_the_grid():
    content = raw(
        table(
            [merged("联系人"), "姓名", spanned("周蜀", 2)],
            [merged(), "手机", "138", "x"],
        )
    )

    assert tables(content) == [
        [
            [[0, 1, "联系人", False], [1, 1, "姓名", False], [2, 2, "周蜀", False]],
            [[0, 1, "", True], [1, 1, "手机", False], [2, 1, "138", False], [3, 1, "x", False]],
        ]
    ]


def test_nested_tables_follow_the_one_they_stand_in():
    inner = table(["内一", "内二"])

    found = tables(raw(table(["外", cell(p("旁") + inner + p(""))])))

    assert [[[c[2] for c in row] for row in grid] for grid in found] == [
        [["外", "旁"]],
        [["内一", "内二"]],
    ]


def test_insertions_are_read_and_deletions_are_not():
    inserted = f"<w:ins>{r('增加的')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>删掉的</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{r('移走的')}</w:moveFrom><w:moveTo>{r('移来的')}</w:moveTo>"

    assert lines(raw(f"<w:p>{r('原有')}{inserted}{deleted}{moved}</w:p>")) == ["原有增加的移来的"]


def test_rows_deleted_under_review_are_not_read():
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删掉的行')}</w:tr>"

    assert tables(raw(f"<w:tbl>{gone}<w:tr>{cell('留下')}</w:tr></w:tbl>")) == [
        [[], [[0, 1, "留下", False]]]
    ]


def test_comments_text_boxes_pictures_and_hidden_text_are_left_out():
    comment = '<w:commentRangeStart w:id="1"/><w:commentReference w:id="1"/>'
    box = f"<w:txbxContent>{p('框里的')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    hidden = r("看不见的", "<w:vanish/>")
    content = raw(
        f"<w:p>{r('正文')}{comment}{drawn}{hidden}</w:p>",
        comments=f"<w:comments xmlns:w='x'>{p('批注')}</w:comments>",
    )

    assert lines(content) == ["正文"]


def test_controls_are_read_and_their_grey_words_are_not():
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('填了的')}</w:sdtContent></w:sdt>"
    grey = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        f"<w:sdtContent>{r('单击此处输入文字')}</w:sdtContent></w:sdt>"
    )
    block = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('整段')}</w:sdtContent></w:sdt>"

    assert lines(raw(f"<w:p>{filled}{grey}</w:p>{block}")) == ["填了的", "整段"]


@pytest.mark.parametrize(
    ("drawn", "box"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "☑"),
        ('<w:sym w:font="Wingdings" w:char="F0A8"/>', "□"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="Wingdings 2" w:char="00A3"/>', "□"),
        (r"<w:instrText>eq \o\ac(□,√)</w:instrText>", "☑"),
        (
            (
                '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
                "</w:ffData></w:fldChar>"
            ),
            "☑",
        ),
        (
            (
                '<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>'
                "</w:checkBox></w:ffData></w:fldChar>"
            ),
            "□",
        ),
    ],
)
def test_boxes_are_read_however_they_are_drawn(drawn, box):
    assert lines(raw(f"<w:p><w:r>{drawn}</w:r>{r('是')}</w:p>")) == [f"{box}是"]


def test_raised_and_lowered_figures_stay_raised_and_lowered():
    up = r("6", '<w:vertAlign w:val="superscript"/>')
    down = r("2", '<w:vertAlign w:val="subscript"/>')
    word = r("注", '<w:vertAlign w:val="superscript"/>')

    assert lines(raw(f"<w:p>{r('10')}{up}{r(' Ω，H')}{down}{r('O')}{word}</w:p>")) == [
        "10⁶ Ω，H₂O注"
    ]


def test_breaks_tabs_and_hyphens_are_text():
    run = (
        "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>A</w:t>"
        "<w:noBreakHyphen/><w:t>B</w:t></w:r>"
    )

    assert lines(raw(f"<w:p>{run}</w:p>")) == ["一\n二\tA-B"]


def test_document_of_our_library_with_a_picture_is_read():
    picture = io.BytesIO()
    segno.make("图").save(picture, kind="png")
    picture.seek(0)

    def fill(document):
        document.add_paragraph("成果名称：芯片")
        document.add_picture(picture)
        document.add_paragraph("图后")

    assert lines(made(fill)) == ["成果名称：芯片", "图后"]


def test_ten_thousand_paragraphs_are_read_within_a_second():
    begun = time.monotonic()

    found = read(raw("".join(p(f"第 {n} 段") for n in range(10_000))))

    assert (len(found.blocks), found.is_cut) == (10_000, False)
    assert time.monotonic() - begun < 5  # alone it takes 0.4 s


def test_what_is_longer_than_any_form_is_cut_and_says_so():
    found = read(raw("".join(p("字" * 1000) for _ in range(300))))

    assert found.is_cut
    assert sum(len(block["line"]) for block in found.blocks) == 200_000


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0" * 100, "不能上传 doc 文件。可以上传：docx"),
        ("a.docx", b"", "这个文件是空的"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "文件(已损坏|不完整)"),
        ("a.docx", raw("<w:p>"), "文件已损坏，打不开（"),
        ("a.docx", raw(p("x") * 600_000), "文件解开后过大（"),
        ("a.docx", raw(p("x" * 60) * 90_000), "文件解开后过大（"),
        ("a.docx", bytes(MOST_BYTES + 1), "文件超过 5 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(content, name)


def test_entities_are_not_expanded(tmp_path):
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    path = tmp_path / "表.docx"
    with zipfile.ZipFile(io.BytesIO(raw(p("x&b;")))) as old, zipfile.ZipFile(path, "w") as new:
        for one in old.namelist():
            new.writestr(one, old.read(one).decode().replace("?><w:doc", f"?>{doctype}<w:doc"))

    assert word_reading.read(path)["blocks"] == [{"line": "x", "at": 1}]


NUMBERS = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def item(text, depth=0):
    about = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{r(text)}</w:p>"


@pytest.mark.parametrize(
    ("form", "text", "marks"),
    [
        ("decimal", "%1.", ("1.", "2.", "2.1", "3.")),
        ("chineseCountingThousand", "（%1）", ("（一）", "（二）", "二.1", "（三）")),
        ("decimalEnclosedCircle", "%1", ("①", "②", "②.1", "③")),
        ("upperRoman", "%1、", ("I、", "II、", "II.1", "III、")),
        ("bullet", "\uf0b7", ("·", "·", "bullet", "·")),
    ],
)
def test_numbers_of_lists_are_read(form, text, marks):
    body = item("甲") + item("乙") + item("丙", 1) + item("丁")

    found = lines(raw(body, numbering=NUMBERS.format(form=form, text=text)))

    expected = [f"{mark} {words}" for mark, words in zip(marks, "甲乙丙丁", strict=True)]
    assert [one for one in found if "丙" not in one] == [e for e in expected if "丙" not in e]
    assert form == "bullet" or found[2] == expected[2]
