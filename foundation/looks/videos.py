"""MP4 (ISO/IEC 14496-12): the boxes must follow each other to the file's end; none is opened."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from foundation.looks.guessing import head_of, mismatch, refuse_second_form
from foundation.looks.report import Fault, Finding, Json, Report, Unreadable

# Brands of `ftyp` boxes that hold QuickTime, pictures or sound.
_NOT_VIDEO = (b"qt  ", b"he", b"mif1", b"msf1", b"avi", b"crx ", b"M4A ", b"M4B ")
_HEADER, _LONG_HEADER = 8, 16
_MOST_BOXES = 100_000  # a day in pieces of two seconds


def look(path: Path, *, extension: str, into: str) -> Json:  # noqa: ARG001 -- nothing to clean
    report = Report()
    with path.open("rb") as stream:
        head = head_of(stream)
        if head[4:8] != b"ftyp" or head[8:12].startswith(_NOT_VIDEO):
            report.findings.append(mismatch(head, extension))
            return report.as_json()
        try:
            report.findings += _box_findings(stream, path.stat().st_size)
            refuse_second_form(path, extension)
        except Unreadable as fault:
            report.findings.append(fault.finding)
    return report.as_json()


def _box_findings(stream: BinaryIO, size: int) -> list[Finding]:
    kinds = set(_boxes(stream, size))
    missing = [name for name in ("moov", "mdat") if name.encode() not in kinds]
    return [Finding(Fault.BROKEN, f"没有 {name}") for name in missing]


def _boxes(stream: BinaryIO, size: int) -> Iterator[bytes]:
    at = count = 0
    while at < size:
        count += 1
        length, kind = _box(stream, at, size)
        if count > _MOST_BOXES or length < _HEADER:
            raise Unreadable(Fault.BROKEN, "结构")
        if at + length > size:
            raise Unreadable(Fault.TRUNCATED, "视频")
        yield kind
        at += length


def _box(stream: BinaryIO, at: int, size: int) -> tuple[int, bytes]:
    stream.seek(at)
    header = stream.read(_LONG_HEADER)
    if len(header) < _HEADER:
        raise Unreadable(Fault.TRUNCATED, "视频")
    length, kind = struct.unpack_from(">I4s", header)
    if length == 1 and len(header) == _LONG_HEADER:
        (length,) = struct.unpack_from(">Q", header, _HEADER)
    return (length or size - at), kind
