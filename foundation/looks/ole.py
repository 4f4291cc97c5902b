"""The directory of an OLE compound file ([MS-CFB]): doc, xls, ppt and encrypted Office files."""

import itertools
import struct
from collections.abc import Iterator
from typing import BinaryIO

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_LAST_SECTOR = 0xFFFFFFFA  # above it stand marks: end of chain, free, FAT
_MAX_SECTORS = 4096  # of a directory or a table; Office files have some dozens
_SECTOR_SHIFTS = {9, 12}
_SMALL = 4096  # bytes; a shorter stream lies among the small ones
_SMALL_SECTOR = 64


class BrokenOle(ValueError):  # noqa: N818 -- says what the file is
    """The file does not follow its own tables."""


def stream_names(stream: BinaryIO) -> frozenset[str]:
    """Names of all streams and storages; BrokenOle when the tables lead nowhere or in a circle."""
    return _Ole(stream).names()


def read_stream(stream: BinaryIO, *names: str) -> bytes:
    """The bytes of the first of `names` that there is; BrokenOle when there is none."""
    found = _Ole(stream)
    for name in names:
        if (content := found.content(name)) is not None:
            return content
    raise BrokenOle


class _Ole:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.seek(0)
        header = stream.read(_HEADER)
        if len(header) < _HEADER or not header.startswith(SIGNATURE):
            raise BrokenOle
        (shift,) = struct.unpack_from("<H", header, 30)
        if shift not in _SECTOR_SHIFTS:
            raise BrokenOle
        self._size = 1 << shift
        (self._directory,) = struct.unpack_from("<I", header, 48)
        (self._small,) = struct.unpack_from("<I", header, 60)
        self._fat = list(self._fat_sectors(header))

    def names(self) -> frozenset[str]:
        return frozenset(name for name in map(_entry_name, self._entries()) if name)

    def content(self, name: str) -> bytes | None:
        """Of a stream; small ones lie in sectors of 64 bytes inside of the root's own stream."""
        entries = list(self._entries())
        entry = next((entry for entry in entries if _entry_name(entry) == name), None)
        if entry is None:
            return None
        first, size = struct.unpack_from("<II", entry, 116)
        if size >= _SMALL:
            return self._joined(first, size)
        (root, root_size) = struct.unpack_from("<II", entries[0], 116)
        inside = self._joined(root, root_size)
        table = b"".join(self._chain(self._small))
        return b"".join(_small_sectors(inside, table, first))[:size]

    def _joined(self, first: int, size: int) -> bytes:
        most = -(-size // self._size)
        content = b"".join(itertools.islice(self._chain(first, most + 1), most))
        if len(content) < size:
            raise BrokenOle
        return content[:size]

    def _entries(self) -> Iterator[bytes]:
        for sector in self._chain(self._directory):
            for at in range(0, self._size, _ENTRY):
                yield sector[at : at + _ENTRY]

    def _fat_sectors(self, header: bytes) -> Iterator[int]:
        """Where the table of sectors lies: 109 places in the header, the rest in a list."""
        yield from struct.unpack_from("<109I", header, 76)
        (at,) = struct.unpack_from("<I", header, 68)
        for _ in range(_MAX_SECTORS):
            if at > _LAST_SECTOR:
                return
            *places, at = struct.unpack(f"<{self._size // 4}I", self._sector(at))
            yield from places
        raise BrokenOle

    def _chain(self, first: int, most: int = _MAX_SECTORS) -> Iterator[bytes]:
        at = first
        for _ in range(most):
            if at > _LAST_SECTOR:
                return
            yield self._sector(at)
            at = self._next(at)
        raise BrokenOle

    def _next(self, sector: int) -> int:
        table, place = divmod(sector, self._size // 4)
        if table >= len(self._fat) or self._fat[table] > _LAST_SECTOR:
            raise BrokenOle
        (following,) = struct.unpack_from("<I", self._sector(self._fat[table]), place * 4)
        return int(following)

    def _sector(self, number: int) -> bytes:
        self._stream.seek((number + 1) * self._size)
        sector = self._stream.read(self._size)
        if len(sector) < self._size:
            raise BrokenOle
        return sector


def _small_sectors(inside: bytes, table: bytes, first: int) -> Iterator[bytes]:
    at = first
    for _ in range(len(table) // 4):
        if at > _LAST_SECTOR:
            return
        if at * 4 + 4 > len(table):
            raise BrokenOle
        yield inside[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR]
        (at,) = struct.unpack_from("<I", table, at * 4)


def _entry_name(entry: bytes) -> str:
    length, kind = struct.unpack_from("<HB", entry, 64)
    if kind == 0 or not 2 <= length <= 64:  # noqa: PLR2004 -- UTF-16 with its NUL in 64 bytes
        return ""
    return entry[: length - 2].decode("utf-16-le", errors="replace")
