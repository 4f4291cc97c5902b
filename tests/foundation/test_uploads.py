"""Uploads: allow-list, size, digest, real form, clean name; zip files have a test of their own."""

import hashlib
import io
import struct

import pytest
from hypothesis import given, strategies as st

from foundation.uploads import Purpose, UploadProblem, clean_name, inspect_upload
from foundation.uploads.forms import form_of
from tests.foundation import files
from tests.foundation.looking import PURPOSES, codes, findings, report_of

LIMIT = 1 << 20
OOXML = "application/vnd.openxmlformats-officedocument."
HONEST = {
    "pdf": (files.PDF, "application/pdf"),
    "png": (files.PNG, "image/png"),
    "jpg": (files.JPEG, "image/jpeg"),
    "jpeg": (files.JPEG, "image/jpeg"),
    "mp4": (files.MP4, "video/mp4"),
    "doc": (files.ole("WordDocument"), "application/msword"),
    "xls": (files.ole("Workbook"), "application/vnd.ms-excel"),
    "ppt": (files.ole("PowerPoint Document"), "application/vnd.ms-powerpoint"),
    "wps": (files.ole("WordDocument"), "application/vnd.ms-works"),
    "docx": (files.docx(), OOXML + "wordprocessingml.document"),
    "xlsx": (files.zipped([files.TYPES, "xl/workbook.xml"]), OOXML + "spreadsheetml.sheet"),
    "pptx": (
        files.zipped([files.TYPES, "ppt/presentation.xml"]),
        OOXML + "presentationml.presentation",
    ),
    "ofd": (files.zipped(["OFD.xml", "Doc_0/Document.xml"]), "application/ofd"),
    "ods": (files.ods(), files.ODS),
    "csv": ("项目名称,单位\n碳化硅,四川大学\n".encode("gb18030"), "text/csv"),
    "tsv": ("\ufeff项目名称\t单位\n".encode(), "text/tab-separated-values"),
}


def _inspect(name, content, purpose=Purpose.DOCUMENT, limit=LIMIT):
    return inspect_upload(name, io.BytesIO(content), purpose=purpose, limit=limit)


def _codes(verdict):
    return [problem.code for problem in verdict.problems]


def test_accepted_file_has_the_type_size_and_digests_of_its_content():
    content = HONEST["docx"][0]

    verdict = _inspect("材料.DOCX", content)

    assert (verdict.name, verdict.content_type) == (
        "材料.DOCX",
        OOXML + "wordprocessingml.document",
    )
    assert (verdict.size, verdict.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert verdict.sm3 == files.sm3(content)
    assert (verdict.problems, verdict.cleaned, verdict.content.read()) == ((), (), content)


@pytest.mark.parametrize("extension", sorted(HONEST))
def test_honest_file_of_every_form_is_taken(extension):
    content, content_type = HONEST[extension]

    assert findings(extension, content) == []
    assert form_of(extension, PURPOSES[extension]).content_type == content_type


@pytest.mark.parametrize("extension", sorted(HONEST))
@pytest.mark.parametrize("content", [files.PROGRAM, files.HTML, files.SVG, b"\x7fELF\2\1\1\0"])
def test_program_or_page_under_any_name_is_refused(extension, content):
    assert codes(extension, content) == [UploadProblem.MISMATCH]


@pytest.mark.parametrize("extension", sorted(HONEST))
def test_every_form_under_the_name_of_another_is_refused(extension):
    own = HONEST[extension][1]
    same_inside = {"application/msword", "application/vnd.ms-works"}
    same_inside |= {OOXML + "wordprocessingml.document"} if extension == "wps" else set()
    text = {"text/csv", "text/tab-separated-values"}
    for content, content_type in HONEST.values():
        alike = any({own, content_type} <= group for group in (same_inside, text, {own}))
        assert (not codes(extension, content)) is alike, content_type


@pytest.mark.parametrize(
    ("name", "found"),
    [("a.exe", " exe 文件"), ("a.pdf.exe", " exe 文件"), ("报告", "没有扩展名的文件")],
)
def test_extension_off_the_list_is_refused_by_name(name, found):
    verdict = _inspect(name, files.PDF)

    assert [(p.code, p.found) for p in verdict.problems] == [(UploadProblem.EXTENSION, found)]


def test_form_of_another_purpose_is_refused():
    assert _codes(_inspect("a.mp4", files.MP4, Purpose.SHEET)) == [UploadProblem.EXTENSION]


def test_all_outer_faults_are_said_at_once():
    verdict = _inspect("a.exe", b"")

    assert _codes(verdict) == [UploadProblem.EXTENSION, UploadProblem.EMPTY]


@pytest.mark.parametrize(
    ("size", "expected"), [(LIMIT, []), (LIMIT + 1, [UploadProblem.TOO_LARGE])]
)
def test_size_limit_is_inclusive_and_said_in_megabytes(size, expected):
    around = len(files.pdf(files.pdf_stream(bytes(LIMIT // 2)))) - LIMIT // 2
    content = files.pdf(files.pdf_stream(bytes(size - around - 10)))

    verdict = _inspect("a.pdf", content.ljust(size, b"\n"))

    assert _codes(verdict) == expected
    assert [p.expected for p in verdict.problems] == ["1 MB" for _ in expected]


def test_reading_stops_soon_after_the_limit():
    stream = io.BytesIO(bytes(LIMIT * 4))

    verdict = inspect_upload("a.pdf", stream, purpose=Purpose.DOCUMENT, limit=LIMIT)

    assert (verdict.sha256, verdict.size - LIMIT <= 1 << 16) == ("", True)


def test_stream_is_left_at_its_start():
    stream = io.BytesIO(files.docx())

    inspect_upload("a.docx", stream, purpose=Purpose.DOCUMENT, limit=LIMIT)

    assert stream.tell() == 0


def test_mismatch_says_what_the_content_looks_like():
    verdict = _inspect("a.pdf", files.PROGRAM)

    assert [p.sentence for p in verdict.problems] == [
        "这个文件不是真正的 pdf 文件（内容像 exe）。请用原来的软件另存后再上传"
    ]


@pytest.mark.parametrize("lead", [b"\xef\xbb\xbf", b"\r\n"])
def test_pdf_after_a_mark_or_a_line_break_is_taken(lead):
    assert codes("pdf", lead + files.PDF) == []


@pytest.mark.parametrize("brand", [b"qt  ", b"heic", b"avif", b"M4A "])
def test_quicktime_picture_or_sound_named_mp4_is_refused(brand):
    assert codes("mp4", files.mp4(brand=brand)) == [UploadProblem.MISMATCH]


@pytest.mark.parametrize("brand", [b"iso2", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV"])
def test_mp4_of_every_usual_brand_is_taken(brand):
    assert codes("mp4", files.mp4(brand=brand)) == []


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\0c\n",
        b"\xff\xfea\0,",
        b"\xff\xfe<\0p\0",
        b"\x81,\n",
        b"%PDF-1.4",
        b"{\\rtf1}",
        b" <p>",
    ],
)
def test_csv_that_is_no_text_is_refused(content):
    assert codes("csv", content) == [UploadProblem.MISMATCH]


def test_csv_cut_inside_a_character_by_our_reading_is_taken():
    content = ("碳" * 50_000).encode()

    assert codes("csv", content) == []


@pytest.mark.parametrize("mark", ["_VBA_PROJECT", "VBA", "Macros"])
def test_old_office_file_with_macros_is_refused(mark):
    content = files.ole("WordDocument", "x", "y", "z", mark)

    assert findings("doc", content) == [(UploadProblem.MACROS, mark)]


def test_office_file_with_a_password_is_refused():
    content = files.ole("EncryptionInfo", "EncryptedPackage")

    assert codes("docx", content) == [UploadProblem.ENCRYPTED]


@pytest.mark.parametrize("place", [8 * 128, 30, 48, 76, 512 + 4])
def test_old_office_file_with_broken_tables_is_refused(place):
    content = bytearray(files.ole("WordDocument", "a", "b", "c", "d"))
    content[place : place + 4] = b"\1\0\0\0"

    assert codes("xls", bytes(content)) != []


def test_old_office_file_with_a_circular_directory_is_refused():
    content = bytearray(files.ole("WordDocument", "a", "b", "c", "d"))
    content[512 + 4 : 512 + 8] = b"\1\0\0\0"  # the directory's sector follows itself

    assert codes("doc", bytes(content)) == [UploadProblem.BROKEN]


@pytest.mark.parametrize(
    ("following", "expected"), [(files.END_OF_CHAIN, []), (3, [UploadProblem.BROKEN])]
)
def test_table_list_of_a_large_office_file_is_followed_but_not_in_a_circle(following, expected):
    content = bytearray(files.ole("WordDocument", "a", "b", "c", "d"))
    assert len(content) == 512 * 4  # header, table, two sectors of directory
    struct.pack_into("<II", content, 68, 3, 1)
    content += struct.pack("<128I", *[files.FREE] * 127, following)

    assert codes("doc", bytes(content)) == expected


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\桌面\\路演 材料（终稿）.pptx", "路演 材料（终稿）.pptx"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("a\0b\r\nX: y.pdf", "ab X_ y.pdf"),
        ('"><img src=x>.pdf', "___img src=x_.pdf"),
        ("...隐藏.pdf...", "隐藏.pdf"),
        ("", "附件"),
        ("字" * 200 + ".docx", "字" * 115 + ".docx"),
    ],
)
def test_name_is_cleaned(name, cleaned):
    assert clean_name(name) == cleaned


@given(st.text(max_size=200))
def test_cleaned_name_of_any_text_is_short_visible_and_without_path(name):
    cleaned = clean_name(name)

    assert 1 <= len(cleaned) <= 120
    assert cleaned.isprintable()
    assert not set(cleaned) & set('/\\<>:"|?*')


@given(st.sampled_from(sorted(HONEST)), st.binary(max_size=3000))
def test_any_bytes_never_raise(extension, content):
    report, _ = report_of(extension, content)

    assert {code for code, _, _ in report["findings"]} <= set(UploadProblem.values)


@given(st.sampled_from(sorted(HONEST)), st.data())
def test_honest_file_damaged_anywhere_never_raises(extension, data):
    content = bytearray(HONEST[extension][0])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    report, _ = report_of(extension, bytes(content))

    assert {code for code, _, _ in report["findings"]} <= set(UploadProblem.values)
