"""JPEG (ISO/IEC 10918-1, annex B): its segments, without those that only tell of the picture."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.looks.drawn import NOTES, TAIL, TAKING, Drawn
from foundation.looks.report import Fault, Unreadable

SIGNATURE = b"\xff\xd8\xff"
_END, _SCAN, _NOTE, _EXIF = 0xD9, 0xDA, 0xFE, 0xE1
_APPLICATIONS = range(0xE0, 0xF0)
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: all that browsers show
_OTHER_FRAMES = {0xC3, *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)}
_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
# In coded data FF is followed by 00, or by one of the eight restart marks.
_NEXT_MARK = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_MAX_SCANS = 100  # progressive ones have about ten
_ORIENTATION = 0x0112
_EXIF_HEAD = b"Exif\0\0"


@dataclass(frozen=True, slots=True)
class _Segment:
    """A marker with its body, and with the coded data that follows the head of a scan."""

    mark: int
    body: bytes
    whole: bytes


def needed_parts(data: bytes) -> Drawn:
    """Raises Unreadable when the segments do not lead to the end mark, or draw twice."""
    drawn, scans, frames, end = Drawn(parts=[data[:2]]), 0, 0, 2
    for segment in _segments(data):
        end += len(segment.whole)
        scans += segment.mark == _SCAN
        frames += segment.mark in _FRAMES
        if segment.mark in _OTHER_FRAMES or frames > 1 or scans > _MAX_SCANS:
            raise Unreadable(Fault.BROKEN, "少见的 JPEG 编码")
        if segment.mark in _FRAMES:
            drawn.height, drawn.width = struct.unpack_from(">HH", segment.body.ljust(6, b"\0"), 1)
        _sort(segment, drawn)
    if not scans or not frames:
        raise Unreadable(Fault.BROKEN, "没有图像")
    if data[end:]:
        drawn.left_out.append(TAIL)
    return drawn


def _sort(segment: _Segment, drawn: Drawn) -> None:
    is_telling = segment.mark in _APPLICATIONS or segment.mark == _NOTE
    if not is_telling or segment.body.startswith(_KEPT.get(segment.mark, b"\0\0")):
        drawn.parts.append(segment.whole)
    elif segment.mark == _EXIF and segment.body.startswith(_EXIF_HEAD):
        drawn.parts += _upright(segment.body)
        drawn.left_out.append(TAKING)
    else:
        drawn.left_out.append(NOTES)


def _segments(data: bytes) -> Iterator[_Segment]:
    """All of them up to the end mark."""
    at = 2
    while True:
        begun = at
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 2:
            raise Unreadable(Fault.TRUNCATED, "图片")
        if data[at] != 0xFF:  # noqa: PLR2004 -- begins every marker
            raise Unreadable(Fault.BROKEN, "JPEG 结构")
        mark = data[at + 1]
        if mark == _END:
            yield _Segment(mark, b"", data[begun : at + 2])
            return
        body, at = _body(data, at + 2)
        if mark == _SCAN:
            at = _after_scan(data, at)
        yield _Segment(mark, body, data[begun:at])


def _body(data: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(data[at : at + 2], "big")
    if len(data) < at + length:
        raise Unreadable(Fault.TRUNCATED, "图片")
    if length < 2:  # noqa: PLR2004 -- the length counts itself
        raise Unreadable(Fault.BROKEN, "JPEG 结构")
    return data[at + 2 : at + length], at + length


def _after_scan(data: bytes, at: int) -> int:
    match = _NEXT_MARK.search(data, at)
    if match is None:
        raise Unreadable(Fault.TRUNCATED, "图片")
    return match.start()


def _upright(body: bytes) -> list[bytes]:
    """A segment that tells nothing but which way is up, if the camera was not held straight."""
    turned = _orientation(body[len(_EXIF_HEAD) :])
    if turned not in range(2, 9):
        return []
    tags = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    content = _EXIF_HEAD + tags
    return [struct.pack(">BBH", 0xFF, _EXIF, len(content) + 2) + content]


def _orientation(tiff: bytes) -> int:
    """Tag 274 of the first directory (TIFF 6.0); 1, upright, if there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if order and tag == _ORIENTATION:
                return int(value)
    except struct.error:
        return 1
    return 1
