"""Tables as text (csv, tsv): UTF-8, GB 18030, or UTF-16 with its mark; nothing a reader takes for a
page or a program."""

import codecs
from pathlib import Path
from typing import BinaryIO

from foundation.looks.guessing import head_of, mismatch
from foundation.looks.report import Json, Report

_CHUNK = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_TEXT = (b"<", b"%PDF", b"{\\rtf", b"#!", b"PK\x03\x04")


def look(path: Path, *, extension: str, into: str) -> Json:  # noqa: ARG001 -- nothing to clean
    report = Report()
    with path.open("rb") as stream:
        head = head_of(stream)
        if _start_of(head).startswith(_NOT_TEXT) or not _decodes(stream, _codecs_of(head)):
            report.findings.append(mismatch(head, extension))
    return report.as_json()


def _codecs_of(head: bytes) -> tuple[str, ...]:
    return ("utf-16",) if head.startswith(_UTF16_MARKS) else ("utf-8", "gb18030")


def _start_of(head: bytes) -> bytes:
    """As UTF-8, without a mark and blanks."""
    if head.startswith(_UTF16_MARKS):
        head = head[: len(head) & ~1].decode("utf-16", errors="replace").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _decodes(stream: BinaryIO, names: tuple[str, ...]) -> bool:
    """Whether one of the codecs reads all of it, and no NUL."""
    decoders = [codecs.getincrementaldecoder(name)() for name in names]
    stream.seek(0)
    while decoders:
        chunk = stream.read(_CHUNK)
        decoders = [decoder for decoder in decoders if _takes(decoder, chunk)]
        if not chunk:
            break
    return bool(decoders)


def _takes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        return "\0" not in decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        return False
