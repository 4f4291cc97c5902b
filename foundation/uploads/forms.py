"""Forms of files the portal takes, by purpose and extension, and how each is recognised."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.uploads import archives, ole
from foundation.uploads.problems import UploadProblem

_HEAD = 8192
_CHUNK = 1 << 16
_MACROS = frozenset({"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"})
_PROGRAMS = {b"MZ": "exe", b"\x7fELF": "elf", b"#!": "sh"}
_NOT_TEXT = (b"<", b"%PDF", b"{\\rtf", b"#!", archives.SIGNATURE)
# Brands of `ftyp` boxes that hold QuickTime, pictures or sound.
_NOT_VIDEO = (b"qt  ", b"he", b"mif1", b"msf1", b"avi", b"crx ", b"M4A ", b"M4B ")
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


class Purpose(TextChoices):
    """What a file is uploaded for; it decides which forms are taken."""

    DOCUMENT = "document", "材料"
    VIDEO = "video", "视频"
    SHEET = "sheet", "表格"


Look = Callable[[BinaryIO, int, str], list[Problem]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its content type, and the look that proves it (stream, size, extension)."""

    content_type: str
    look: Look


def form_of(extension: str, purpose: Purpose) -> Form | None:
    """The form `extension` (lower case, no dot) stands for, if it is taken for `purpose`."""
    return _FORMS[extension] if extension in TAKEN[purpose] else None


def _starts_with(*signatures: bytes) -> Look:
    def look(stream: BinaryIO, _size: int, extension: str) -> list[Problem]:
        # Some writers put a byte order mark or a line break before %PDF.
        head = _head(stream).removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
        return [] if head.startswith(signatures) else [_mismatch(stream, extension)]

    return look


def _look_mp4(stream: BinaryIO, _size: int, extension: str) -> list[Problem]:
    # ISO/IEC 14496-12: the first box is `ftyp`, its brand says what is inside.
    head = _head(stream)
    is_video = head[4:8] == b"ftyp" and not head[8:12].startswith(_NOT_VIDEO)
    return [] if is_video else [_mismatch(stream, extension)]


def _ole(*marks: str) -> Look:
    def look(stream: BinaryIO, _size: int, extension: str) -> list[Problem]:
        if not _head(stream).startswith(ole.SIGNATURE):
            return [_mismatch(stream, extension)]
        return _ole_problems(stream, frozenset(marks), extension)

    return look


def _ole_problems(stream: BinaryIO, marks: frozenset[str], extension: str) -> list[Problem]:
    try:
        names = ole.stream_names(stream)
    except ole.BrokenOle:
        return [Problem(UploadProblem.BROKEN, found="目录")]
    if "EncryptedPackage" in names:
        return [Problem(UploadProblem.ENCRYPTED)]
    problems = [Problem(UploadProblem.MACROS, found=name) for name in sorted(names & _MACROS)[:1]]
    if not names & marks:
        problems.append(_mismatch(stream, extension))
    return problems


def _zip(*marks: str, mimetype: str = "") -> Look:
    """A zip file with all `marks`: members, or folders if they end in a slash."""

    def look(stream: BinaryIO, size: int, extension: str) -> list[Problem]:
        head = _head(stream)
        if head.startswith(ole.SIGNATURE):
            return _ole_problems(stream, frozenset(), extension)  # an Office file with a password
        if not head.startswith(archives.SIGNATURE):
            return [_mismatch(stream, extension)]
        inside = archives.look_inside(stream, size)
        if inside.problems:
            return list(inside.problems)
        has_marks = all(_has(inside.names, mark) for mark in marks)
        is_right = has_marks and inside.mimetype == mimetype
        return [] if is_right else [_mismatch(stream, extension)]

    return look


def _has(names: frozenset[str], mark: str) -> bool:
    return any(name.startswith(mark) for name in names) if mark.endswith("/") else mark in names


def _either(first: Look, second: Look) -> Look:
    """The second look is for zip files, the first for all else."""

    def look(stream: BinaryIO, size: int, extension: str) -> list[Problem]:
        is_zip = _head(stream).startswith(archives.SIGNATURE)
        return (second if is_zip else first)(stream, size, extension)

    return look


def _look_text(stream: BinaryIO, _size: int, extension: str) -> list[Problem]:
    """Text in UTF-8 or GB 18030, without NUL, that no reader takes for a page or a program."""
    head = _head(stream).removeprefix(codecs.BOM_UTF8).lstrip()
    if head.startswith(_NOT_TEXT) or not _decodes(stream):
        return [_mismatch(stream, extension)]
    return []


def _decodes(stream: BinaryIO) -> bool:
    decoders = [codecs.getincrementaldecoder(name)() for name in ("utf-8", "gb18030")]
    stream.seek(0)
    while decoders:
        chunk = stream.read(_CHUNK)
        if b"\0" in chunk:
            return False
        decoders = [decoder for decoder in decoders if _takes(decoder, chunk)]
        if not chunk:
            break
    return bool(decoders)


def _takes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        return False
    return True


def _head(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(_HEAD)


def _mismatch(stream: BinaryIO, extension: str) -> Problem:
    guess = _guess(_head(stream))
    found = f"内容像 {guess}" if guess and guess != extension else "内容认不出"
    return Problem(UploadProblem.MISMATCH, expected=extension, found=found)


def _guess(head: bytes) -> str:
    """What the content looks like, as an extension; "" if nothing is known."""
    for signature, extension in _PROGRAMS.items():
        if head.startswith(signature):
            return extension
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((m.extension.lstrip(".") for m in matches if m.extension), "")


_JPEG = Form("image/jpeg", _starts_with(b"\xff\xd8\xff"))
_WORD = _zip("[Content_Types].xml", "word/")
_FORMS = {
    "pdf": Form("application/pdf", _starts_with(b"%PDF-")),
    "png": Form("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "mp4": Form("video/mp4", _look_mp4),
    "doc": Form("application/msword", _ole("WordDocument")),
    "xls": Form("application/vnd.ms-excel", _ole("Workbook", "Book")),
    "ppt": Form("application/vnd.ms-powerpoint", _ole("PowerPoint Document")),
    "docx": Form(_OOXML + "wordprocessingml.document", _WORD),
    "xlsx": Form(_OOXML + "spreadsheetml.sheet", _zip("[Content_Types].xml", "xl/")),
    "pptx": Form(_OOXML + "presentationml.presentation", _zip("[Content_Types].xml", "ppt/")),
    "wps": Form("application/vnd.ms-works", _either(_ole("WordDocument"), _WORD)),
    "ofd": Form("application/ofd", _zip("OFD.xml")),
    "ods": Form(_ODS, _zip("content.xml", mimetype=_ODS)),
    "csv": Form("text/csv", _look_text),
    "tsv": Form("text/tab-separated-values", _look_text),
}
TAKEN = {
    Purpose.DOCUMENT: (
        *("pdf", "ppt", "pptx", "doc", "docx", "xls", "xlsx", "wps", "ofd"),
        *("jpg", "jpeg", "png"),
    ),
    Purpose.VIDEO: ("mp4",),
    Purpose.SHEET: ("csv", "tsv", "xls", "xlsx", "ods"),
}
