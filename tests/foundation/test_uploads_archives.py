"""Zip files inside and out: bombs, macros, passwords, paths, lies in their headers."""

import struct
import zipfile

import pytest

from foundation.uploads import UploadProblem
from tests.foundation import files
from tests.foundation.looking import codes, findings

MIB = 1 << 20


@pytest.mark.parametrize(
    "name", ["../x", "word/../../x", "/etc/passwd", "C:\\x", "a\\b", "word/a\x01b"]
)
def test_member_that_leaves_its_folder_is_refused(name):
    shown = name.replace("\x01", "�")

    assert findings("docx", files.docx(name)) == [(UploadProblem.PATH, shown)]


def test_member_that_is_a_link_is_refused():
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16

    content = files.docx((link, b"/etc/passwd"))

    assert findings("docx", content) == [(UploadProblem.PATH, "word/link")]


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "Basic/Module1.xml"])
def test_macros_are_refused(name):
    assert findings("docx", files.docx(name)) == [(UploadProblem.MACROS, name)]


@pytest.mark.parametrize(
    "member",
    ["word/embeddings/setup.EXE", ("word/embeddings/oleObject1.bin", files.PROGRAM)],
)
def test_program_inside_is_refused(member):
    name = member[0] if isinstance(member, tuple) else member

    assert findings("docx", files.docx(member)) == [(UploadProblem.PROGRAM, name)]


@pytest.mark.parametrize(
    "text",
    [
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>",
        "<!DOCTYPE x><x/>".encode("utf-16"),
        b"<!--" + b"x" * 70_000 + b"--><!DOCTYPE x><x/>",
    ],
)
@pytest.mark.parametrize("name", ["word/x.xml", "word/_rels/x.rels"])
def test_document_type_inside_is_refused(name, text):
    assert findings("docx", files.docx((name, text))) == [(UploadProblem.ENTITIES, name)]


def test_picture_with_a_document_type_is_taken():
    assert codes("docx", files.docx(("word/media/image1.svg", b"<!DOCTYPE svg><svg/>"))) == []


def test_all_faults_of_the_directory_are_said_at_once():
    content = files.docx("../x", "word/vbaProject.bin")

    assert codes("docx", content) == [UploadProblem.PATH, UploadProblem.MACROS]


def test_same_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = files.docx("word/document.xml")

    assert findings("docx", content) == [(UploadProblem.TWICE, "word/document.xml")]


def test_member_with_a_password_is_refused():
    content = bytearray(files.docx())
    content[content.rindex(b"PK\1\2") + 8] |= 1

    assert codes("docx", bytes(content)) == [UploadProblem.ENCRYPTED]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_office_never_uses_is_refused(method):
    content = files.zipped([files.TYPES, "word/document.xml"], method=method)

    assert set(codes("docx", content)) == {UploadProblem.BROKEN}


def test_bomb_by_declared_size_is_refused_unread():
    content = files.docx(("word/bomb.xml", bytes(64 * MIB)))

    assert findings("docx", content) == [(UploadProblem.BOMB, "65 MB")]


def test_bomb_that_declares_little_is_refused_while_reading():
    content = bytearray(files.docx(("word/bomb.xml", bytes(64 * MIB))))
    entry = content.rindex(b"PK\1\2")
    struct.pack_into("<I", content, entry + 24, 100)

    assert findings("docx", bytes(content)) == [(UploadProblem.BROKEN, "word/bomb.xml")]


def test_members_that_share_their_bytes_are_refused():
    content = bytearray(
        files.docx(("word/a.xml", b"<a/>" * 2000), ("word/b.bin", bytes(range(256))))
    )
    entry = content.rindex(b"PK\1\2")
    struct.pack_into("<I", content, entry + 20, len(content))

    assert UploadProblem.BOMB in codes("docx", bytes(content))


def test_more_members_than_any_document_has_are_refused_before_reading_the_directory():
    content = files.docx() + b"PK\1\2" * 10_001

    assert findings("docx", content) == [(UploadProblem.BOMB, "10003 个部分")]


def test_member_whose_two_headers_differ_is_refused():
    content = files.docx("word/other.xml").replace(b"word/other.xml", b"word/0ther.xml", 1)

    assert findings("docx", content) == [(UploadProblem.BROKEN, "word/other.xml")]


def test_damaged_content_is_refused():
    content = files.docx(("word/media/a.bin", b"0123456789"), ("z", b"z"))
    stored = files.zipped([files.TYPES, ("word/a.xml", b"0123456789")], method=zipfile.ZIP_STORED)

    assert codes("docx", content) == []
    assert findings("docx", stored.replace(b"0123456789", b"0123456780")) == [
        (UploadProblem.BROKEN, "word/a.xml")
    ]


@pytest.mark.parametrize("length", [30, 100, 200])
def test_cut_off_archive_is_refused(length):
    assert findings("docx", files.docx()[:length]) == [(UploadProblem.TRUNCATED, "没有目录")]


def test_directory_that_points_before_the_file_is_refused():
    content = bytearray(files.docx())
    content[-6] += 1  # where the directory starts, so that the first member is at -1

    assert codes("docx", bytes(content)) == [UploadProblem.BROKEN]


def test_archive_behind_a_program_is_refused():
    assert codes("docx", files.PROGRAM + files.docx()) == [UploadProblem.MISMATCH]


@pytest.mark.parametrize("mimetype", ["application/vnd.oasis.opendocument.text", ""])
def test_other_open_document_named_ods_is_refused(mimetype):
    assert codes("ods", files.ods(mimetype)) == [UploadProblem.MISMATCH]


def test_plain_zip_named_docx_is_refused():
    assert codes("docx", files.zipped(["readme.txt"])) == [UploadProblem.MISMATCH]


def test_member_names_in_chinese_are_taken():
    assert codes("docx", files.docx("word/media/图片1.png")) == []
