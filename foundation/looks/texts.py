"""Tables as text (csv, tsv): UTF-8, GB 18030, or UTF-16 with its mark; nothing a reader takes for a
page or a program."""

import codecs
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from foundation.looks.guessing import UNKNOWN, head_of, mismatch
from foundation.looks.report import Finding, Json, Report

_CHUNK = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_TEXT = (b"<", b"%PDF", b"{\\rtf", b"#!", b"PK\x03\x04")


class _NulError(ValueError):
    """A character that no text holds."""


def look(path: Path, *, extension: str, into: str) -> Json:  # noqa: ARG001 -- nothing to clean
    report = Report()
    with path.open("rb") as stream:
        head = head_of(stream)
        try:
            is_text = not _start_of(head).startswith(_NOT_TEXT)
            row = _broken_row(stream, _codecs_of(head)) if is_text else None
        except _NulError:
            is_text = False
    if not is_text:
        report.findings.append(mismatch(head, extension))
    elif row:
        report.findings.append(_undecoded(head, extension, row))
    return report.as_json()


def _undecoded(head: bytes, extension: str, row: int) -> Finding:
    """Of what looks like nothing else, the row helps to find the character."""
    finding = mismatch(head, extension)
    is_known = finding.found != UNKNOWN
    return finding if is_known else replace(finding, found=f"第 {row} 行的文字认不出编码")


def _codecs_of(head: bytes) -> tuple[str, ...]:
    return ("utf-16",) if head.startswith(_UTF16_MARKS) else ("utf-8", "gb18030")


def _start_of(head: bytes) -> bytes:
    """As UTF-8, without a mark and blanks."""
    if head.startswith(_UTF16_MARKS):
        head = head[: len(head) & ~1].decode("utf-16", errors="replace").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def _broken_row(stream: BinaryIO, names: tuple[str, ...]) -> int | None:
    """The row at which the last of the codecs fails; None if one reads all."""
    decoders = [codecs.getincrementaldecoder(name)() for name in names]
    stream.seek(0)
    row, chunk = 1, b"-"
    while chunk:
        chunk = stream.read(_CHUNK)
        failures = [_failure(decoder, chunk) for decoder in decoders]
        decoders = [one for one, fails in zip(decoders, failures, strict=True) if fails is None]
        if not decoders:
            return row + max(fails for fails in failures if fails is not None)
        row += chunk.count(b"\n")
    return None


def _failure(decoder: codecs.IncrementalDecoder, chunk: bytes) -> int | None:
    """How many rows further down it fails; raises _NulError."""
    try:
        text = decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError as fault:
        return bytes(fault.object[: fault.start]).count(b"\n")
    if "\0" in text:
        raise _NulError
    return None
