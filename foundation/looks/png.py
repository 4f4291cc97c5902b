"""PNG (ISO/IEC 15948): its chunks, each with its checksum, without those that only tell of it."""

import struct
import zlib
from collections.abc import Iterator

from foundation.looks.drawn import NOTES, TAIL, TAKING, Drawn
from foundation.looks.report import Fault, Unreadable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_KEPT = {
    *_NEEDED,
    *(b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs"),
}
_FRAME, _EXIF, _END = b"acTL", b"eXIf", b"IEND"
_AROUND = 12  # length, name and checksum
_IHDR = struct.Struct(">II5B")


def needed_parts(data: bytes) -> Drawn:
    """Raises Unreadable when a chunk is damaged or missing, or the picture moves."""
    drawn, end = Drawn(parts=[SIGNATURE]), len(SIGNATURE)
    seen: set[bytes] = set()
    for name, body, whole in _chunks(data):
        if not seen and name != b"IHDR":
            raise Unreadable(Fault.BROKEN, "PNG 结构")
        if name == _FRAME:
            raise Unreadable(Fault.ANIMATED, expected="png")
        if name == b"IHDR":
            drawn.width, drawn.height = _size(body)
        _sort(name, whole, drawn)
        seen.add(name)
        end += len(whole)
    if b"IDAT" not in seen:
        raise Unreadable(Fault.BROKEN, "没有图像")
    if data[end:]:
        drawn.left_out.append(TAIL)
    return drawn


def _sort(name: bytes, whole: bytes, drawn: Drawn) -> None:
    if name in _KEPT:
        drawn.parts.append(whole)
    elif name[:1].isupper():  # critical, and unknown
        raise Unreadable(Fault.BROKEN, "PNG 结构")
    else:
        drawn.left_out.append(TAKING if name == _EXIF else NOTES)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, body and whole of each, up to the end chunk."""
    at, name = len(SIGNATURE), b""
    while name != _END:
        length = int.from_bytes(data[at : at + 4], "big")
        whole = data[at : at + length + _AROUND]
        if len(whole) < length + _AROUND:
            raise Unreadable(Fault.TRUNCATED, "图片")
        name, body = whole[4:8], whole[8:-4]
        if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise Unreadable(Fault.BROKEN, "图片校验")
        yield name, body, whole
        at += len(whole)


def _size(body: bytes) -> tuple[int, int]:
    if len(body) != _IHDR.size:
        raise Unreadable(Fault.BROKEN, "PNG 结构")
    width, height, *_ = _IHDR.unpack(body)
    return width, height
