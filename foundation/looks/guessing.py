"""What bytes look like that are not what their name says."""

import zipfile
from pathlib import Path
from typing import BinaryIO

import puremagic

from foundation.looks.report import Fault, Finding, Unreadable

UNKNOWN = "内容认不出"
_HEAD = 8192
_PDF_HEAD = 1024  # as far in as readers look for its beginning
_PROGRAMS = {b"MZ": "exe", b"\x7fELF": "elf", b"#!": "sh"}


def head_of(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(_HEAD)


def mismatch(head: bytes, extension: str) -> Finding:
    """The finding that `head` is not the beginning of an `extension` file."""
    guess = _guess(head)
    found = f"内容像 {guess}" if guess and guess != extension else UNKNOWN
    return Finding(Fault.MISMATCH, found, extension)


def refuse_second_form(path: Path, own: str) -> None:
    """A file, `own` by its extension, that readers of zip or PDF would open too is two files in
    one: raises Unreadable."""
    if own != "pdf" and is_pdf(path):
        raise Unreadable(Fault.POLYGLOT, "pdf")
    if _is_zip(path):
        raise Unreadable(Fault.POLYGLOT, "zip")


def is_pdf(path: Path) -> bool:
    """Whether readers of PDF find a beginning in it."""
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(_PDF_HEAD)


def _is_zip(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


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
