"""The look inside zip files (docx, xlsx, pptx, ofd, ods): nothing in them is believed unread."""

import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol

from foundation.looks.report import Fault, Finding, Unreadable

SIGNATURE = b"PK\x03\x04"
_CENTRAL_SIGNATURE = b"PK\x01\x02"
_MAX_MEMBERS = 10_000
_MIB = 1 << 20
_MAX_UNPACKED = 512 * _MIB
_MAX_RATIO = 100
_RATIO_FREE = 16 * _MIB  # small files of repeated rows pack far better than 1:100
_CHUNK = 1 << 16
_HEAD = 4096
_DOCTYPE = b"<!DOCTYPE"
_END = struct.Struct("<4s4H2IH")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that OOXML, ODF and OFD allow
_ENCRYPTED = 0x1
_PROGRAMS = {
    *("exe", "dll", "com", "scr", "pif", "cpl", "msi", "jar", "lnk", "reg"),
    *("bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "sct"),
}
_WITH_MACROS = {
    *("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"),
}
# Basic and Scripts: macros in ODF; macrosheets: those of Excel 4.
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
_XML = (".xml", ".rels")
_PROGRAM_HEADS = (b"MZ", b"\x7fELF")


class PartReader(Protocol):
    """Reads one member as it is inflated."""

    def feed(self, chunk: bytes) -> None: ...

    def findings(self) -> list[Finding]:
        """After the last chunk."""
        ...


ReaderOf = Callable[[str], list[PartReader]]


@dataclass(frozen=True, slots=True)
class Inside:
    """What a zip file holds: its members' names and the text of its `mimetype`, if any."""

    names: frozenset[str] = frozenset()
    mimetype: str = ""
    findings: tuple[Finding, ...] = ()


class _BrokenMember(ValueError):  # noqa: N818 -- says what it is
    """A member that cannot be read as its headers say."""


def look_inside(stream: BinaryIO, size: int, readers_of: ReaderOf) -> Inside:
    """Every member is inflated and counted, and nothing is kept; findings are all there are.

    `size` is the file's in bytes; `readers_of` gives the readers of a member by its name.
    """
    outside = _outside_findings(stream, size)
    if outside:
        return Inside(findings=tuple(outside))
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Inside(findings=(_broken("目录"),))
    names = frozenset(member.filename for member in members)
    findings = _directory_findings(members, size)
    if findings:
        return Inside(names, findings=tuple(findings))
    mimetype, findings = _read_members(stream, members, size, readers_of)
    return Inside(names, mimetype, tuple(findings))


def _outside_findings(stream: BinaryIO, size: int) -> list[Finding]:
    """Before the directory is read into memory: its length, and that nothing follows it."""
    count = _count(stream, _CENTRAL_SIGNATURE)
    if count > _MAX_MEMBERS:
        return [Finding(Fault.BOMB, f"{count} 个部分")]
    return _tail_findings(stream, size)


def _tail_findings(stream: BinaryIO, size: int) -> list[Finding]:
    """The end record must be the file's end; a comment it tells of belongs to it."""
    start = max(0, size - _END.size - 0xFFFF)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return [Finding(Fault.TRUNCATED, "没有目录")]
    comment = _END.unpack_from(tail, at)[-1]
    extra = len(tail) - at - _END.size - comment
    return [Finding(Fault.POLYGLOT, f"末尾多出 {extra} 字节")] if extra > 0 else []


def _count(stream: BinaryIO, signature: bytes) -> int:
    count, tail = 0, b""
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        # A signature may lie across two pieces; three bytes are too few for one of their own.
        count += (tail + chunk).count(signature)
        tail = (tail + chunk)[-len(signature) + 1 :]
    return count


def _directory_findings(members: list[zipfile.ZipInfo], size: int) -> list[Finding]:
    findings = [finding for member in members for finding in _member_findings(member)]
    if any(member.flag_bits & _ENCRYPTED for member in members):
        findings.append(Finding(Fault.ENCRYPTED))
    twice = [name for name, count in Counter(m.filename for m in members).items() if count > 1]
    findings += [Finding(Fault.TWICE, name[-60:]) for name in twice[:1]]
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    if packed > size or _is_bomb(unpacked, size):
        findings.append(Finding(Fault.BOMB, _megabytes(unpacked)))
    return findings


def _member_findings(member: zipfile.ZipInfo) -> Iterator[Finding]:
    name = member.orig_filename
    shown = "".join(c if c.isprintable() else "�" for c in name)[-60:]
    if any(map(_is_unsafe_path, (name, member.filename))) or stat.S_ISLNK(
        member.external_attr >> 16
    ):
        yield Finding(Fault.PATH, shown)
    if _is_macro(name.lower()):
        yield Finding(Fault.MACROS, shown)
    if "/activex/" in f"/{name.lower()}":
        yield Finding(Fault.CONTROL, shown)
    if _extension(name) in _PROGRAMS:
        yield Finding(Fault.PROGRAM, shown)
    if member.compress_type not in _METHODS:
        yield _broken(shown)


def _is_unsafe_path(name: str) -> bool:
    """Names that leave the folder they are unpacked into, on any system."""
    parts = PurePosixPath(name).parts
    outside = name.startswith("/") or ".." in parts or not parts
    return outside or any(c in "\\:" or ord(c) < 32 for c in name)  # noqa: PLR2004 -- controls


def _is_macro(name: str) -> bool:
    has_name = name.endswith("vbaproject.bin") or _extension(name) in _WITH_MACROS
    return has_name or name.startswith(_MACRO_FOLDERS)


def _extension(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _read_members(
    stream: BinaryIO, members: list[zipfile.ZipInfo], size: int, readers_of: ReaderOf
) -> tuple[str, list[Finding]]:
    """Stops at the first member with a finding: what follows it need not be read."""
    mimetype, total = "", 0
    for member in members:
        head = _Head(member.filename)
        readers: list[PartReader] = [head, *readers_of(member.filename)]
        try:
            total = _feed(readers, _inflated(stream, member), total, size)
        except Unreadable as bomb:
            return mimetype, [bomb.finding]
        except (ValueError, OSError, zlib.error, struct.error):
            return mimetype, head.findings() or [_broken(member.filename[-60:])]
        if findings := [found for reader in readers for found in reader.findings()]:
            return mimetype, findings
        if member.filename == "mimetype":
            mimetype = head.data.decode("ascii", errors="replace").strip()
    return mimetype, []


def _feed(readers: list[PartReader], chunks: Iterator[bytes], total: int, size: int) -> int:
    """The bytes unpacked so far, `total` before; raises Unreadable for a bomb."""
    for chunk in chunks:
        total += len(chunk)
        if _is_bomb(total, size):
            raise Unreadable(Fault.BOMB, _megabytes(total))
        for reader in readers:
            reader.feed(chunk)
    return total


class _Head:
    """A program under another name, or an XML part with a document type (entities expand)."""

    def __init__(self, name: str) -> None:
        self.data = b""
        self._name = name
        self._is_xml = name.endswith(_XML)
        self._has_doctype = False
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        self.data += chunk[: _HEAD - len(self.data)]
        if self._is_xml:
            text = self._tail + chunk.replace(b"\0", b"")  # also in UTF-16
            self._has_doctype |= _DOCTYPE in text
            self._tail = text[-len(_DOCTYPE) :]

    def findings(self) -> list[Finding]:
        faults = [Fault.PROGRAM] * self.data.startswith(_PROGRAM_HEADS)
        faults += [Fault.ENTITIES] * self._has_doctype
        return [Finding(fault, self._name[-60:]) for fault in faults]


def _inflated(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, read without zipfile, which stops silently at the declared size."""
    checksum = length = 0
    for chunk in _decoded(_packed(stream, member), member.compress_type):
        checksum, length = zlib.crc32(chunk, checksum), length + len(chunk)
        if length > member.file_size:
            raise _BrokenMember
        yield chunk
    if (length, checksum) != (member.file_size, member.CRC):
        raise _BrokenMember


def _packed(stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    stream.seek(member.header_offset)
    fields = _LOCAL.unpack(stream.read(_LOCAL.size))
    name = stream.read(fields[9])
    # Readers disagree about which header counts, so both must say the same.
    if fields[0] != SIGNATURE or fields[3] != member.compress_type:
        raise _BrokenMember
    if name.decode(_encoding(fields[2]), errors="replace") != member.orig_filename:
        raise _BrokenMember
    stream.seek(fields[10], 1)
    left = member.compress_size
    while left:
        chunk = stream.read(min(_CHUNK, left))
        if not chunk:
            raise _BrokenMember
        left -= len(chunk)
        yield chunk


def _encoding(flags: int) -> str:
    return "utf-8" if flags & 0x800 else "cp437"


def _decoded(chunks: Iterator[bytes], method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from chunks
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for chunk in chunks:
        data = chunk
        while data and not inflater.eof:
            yield inflater.decompress(data, _CHUNK)
            data = inflater.unconsumed_tail
    if inflater.unused_data or not inflater.eof:
        raise _BrokenMember


def _is_bomb(unpacked: int, size: int) -> bool:
    return unpacked > _MAX_UNPACKED or unpacked > max(_RATIO_FREE, size * _MAX_RATIO)


def _megabytes(size: int) -> str:
    return f"{-(-size // _MIB)} MB"


def _broken(where: str) -> Finding:
    return Finding(Fault.BROKEN, where)
