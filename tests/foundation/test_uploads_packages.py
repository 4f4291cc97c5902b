"""Parts of Office packages that can act: what leads out, what starts, what is packed in."""

import pytest

from foundation.uploads import UploadProblem
from tests.foundation import files
from tests.foundation.hostile import docx_body, docx_relation, field, ppt_with_macros
from tests.foundation.looking import codes, findings


@pytest.mark.parametrize(
    "target",
    [
        *("http://x.cn/a", "HTTPS://x.cn", "ftp://x.cn/a", "mhtml:http://x.cn!a", "//x.cn/a"),
        *("\\\\x.cn\\a", "file://x.cn/a", "file:////x.cn/a", "file:///\\\\x.cn\\a", " http://x"),
        "http://[x/a",
    ],
)
@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "frame", "unheard"])
def test_what_is_fetched_from_another_machine_is_refused(kind, target):
    assert codes("docx", docx_relation(kind, target)) == [UploadProblem.REMOTE]


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "http://x.cn"),
        ("attachedTemplate", "file:///C:\\a.dotm"),
        ("attachedTemplate", "Normal.dotm"),
        ("image", "file://localhost/a.png"),
        ("externalLinkPath", "另一张表.xlsx"),
    ],
)
def test_links_and_what_lies_at_hand_are_taken(kind, target):
    assert codes("docx", docx_relation(kind, target)) == []


@pytest.mark.parametrize("runs", [("DDE x y",), ("D", "D", "E AUTO"), (" ddeauto x",)])
def test_command_in_a_field_is_found_however_it_is_cut(runs):
    assert [code for code, _ in findings("docx", field(*runs))] == [UploadProblem.COMMAND]


def test_command_in_a_simple_field_is_found():
    content = docx_body('<w:fldSimple w:instr="DDEAUTO cmd"/>')

    assert findings("docx", content) == [(UploadProblem.COMMAND, "DDEAUTO")]


def test_words_beside_a_field_are_no_command():
    assert codes("docx", docx_body("<w:r><w:t>DDE</w:t></w:r>")) == []


def test_field_codes_without_end_are_refused():
    assert findings("docx", field("a" * (1 << 20), "b")) == [(UploadProblem.BOMB, "域代码")]


@pytest.mark.parametrize("name", ["word/document.xml", "word/_rels/a.rels"])
def test_part_that_is_no_xml_is_refused(name):
    content = files.zipped([files.TYPES, "word/a.xml", (name, b"<a><b></a>")])

    assert findings("docx", content) == [(UploadProblem.BROKEN, name)]


def test_presentation_that_once_had_macros_is_taken():
    content = ppt_with_macros().replace(b"\7\0\0\0\1\0\0\0", b"\7\0\0\0\0\0\0\0")

    assert codes("ppt", content) == []
