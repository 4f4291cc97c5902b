"""Tables as text (csv, tsv): UTF-8 or GB 18030, nothing a reader takes for a page or a program."""

import codecs
from pathlib import Path
from typing import BinaryIO

from foundation.looks.guessing import head_of, mismatch
from foundation.looks.report import Json, Report

_CHUNK = 1 << 16
_NOT_TEXT = (b"<", b"%PDF", b"{\\rtf", b"#!", b"PK\x03\x04")


def look(path: Path, *, extension: str, into: str) -> Json:  # noqa: ARG001 -- nothing to clean
    report = Report()
    with path.open("rb") as stream:
        head = head_of(stream)
        start = head.removeprefix(codecs.BOM_UTF8).lstrip()
        if start.startswith(_NOT_TEXT) or not _decodes(stream):
            report.findings.append(mismatch(head, extension))
    return report.as_json()


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
