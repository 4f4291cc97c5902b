"""The look inside zip files (docx, xlsx, pptx, ofd, ods): nothing in them is believed unread."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from foundation.errors import Problem
from foundation.uploads.problems import UploadProblem

SIGNATURE = b"PK\x03\x04"
CENTRAL_SIGNATURE = b"PK\x01\x02"
MAX_MEMBERS = 10_000
_MIB = 1 << 20
_MAX_UNPACKED = 512 * _MIB
_MAX_RATIO = 100
_RATIO_FREE = 16 * _MIB  # small files of repeated rows pack far better than 1:100
_CHUNK = 1 << 16
_HEAD = 4096
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # all that OOXML, ODF and OFD allow
_ENCRYPTED = 0x1
_PROGRAMS = frozenset(
    {
        "exe",
        "dll",
        "com",
        "scr",
        "bat",
        "cmd",
        "ps1",
        "vbs",
        "js",
        "jse",
        "wsf",
        "hta",
        "lnk",
        "msi",
    }
)
_XML = (".xml", ".rels")
_PROGRAM_HEADS = (b"MZ", b"\x7fELF")


@dataclass(frozen=True, slots=True)
class Inside:
    """What a zip file holds: its members' names and the text of its `mimetype`, if any."""

    names: frozenset[str] = frozenset()
    mimetype: str = ""
    problems: tuple[Problem, ...] = ()


class _BrokenMember(ValueError):  # noqa: N818 -- says what it is
    """A member that cannot be read as its headers say."""


def look_inside(stream: BinaryIO, size: int) -> Inside:
    """Every member is inflated and counted, and nothing is kept; problems are all there are.

    `size` is the file's in bytes. The caller has counted CENTRAL_SIGNATURE (at most MAX_MEMBERS):
    the directory is read into memory.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Inside(problems=(_broken("目录"),))
    names = frozenset(member.filename for member in members)
    problems = _directory_problems(members, size)
    if problems:
        return Inside(names, problems=tuple(problems))
    mimetype, problems = _read_members(stream, members, size)
    return Inside(names, mimetype, tuple(problems))


def _directory_problems(members: list[zipfile.ZipInfo], size: int) -> list[Problem]:
    problems = [problem for member in members for problem in _member_problems(member)]
    if any(member.flag_bits & _ENCRYPTED for member in members):
        problems.append(Problem(UploadProblem.ENCRYPTED))
    if len({member.filename for member in members}) < len(members):
        problems.append(Problem(UploadProblem.MEMBER, found="重名的部分"))
    packed, unpacked = (
        sum(getattr(m, field) for m in members) for field in ("compress_size", "file_size")
    )
    if packed > size or _is_bomb(unpacked, size):
        problems.append(_bomb(unpacked))
    return problems


def _member_problems(member: zipfile.ZipInfo) -> Iterator[Problem]:
    name = member.orig_filename
    shown = "".join(c if c.isprintable() else "�" for c in name)[-60:]
    if any(map(_is_unsafe_path, (name, member.filename))) or stat.S_ISLNK(
        member.external_attr >> 16
    ):
        yield Problem(UploadProblem.MEMBER, found=shown)
    if _is_macro(name):
        yield Problem(UploadProblem.MACROS, found=shown)
    if name.lower().rpartition(".")[2] in _PROGRAMS:
        yield Problem(UploadProblem.MEMBER, found=shown)
    if member.compress_type not in _METHODS:
        yield _broken(shown)


def _is_unsafe_path(name: str) -> bool:
    """Names that leave the folder they are unpacked into, on any system."""
    parts = PurePosixPath(name).parts
    outside = name.startswith("/") or ".." in parts or not parts
    return outside or any(c in "\\:" or ord(c) < 32 for c in name)  # noqa: PLR2004 -- controls


def _is_macro(name: str) -> bool:
    # vbaProject.bin in OOXML; the Basic folder in ODF.
    return name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/"))


def _read_members(
    stream: BinaryIO, members: list[zipfile.ZipInfo], size: int
) -> tuple[str, list[Problem]]:
    mimetype, total = "", 0
    for member in members:
        head = b""
        try:
            for chunk in _inflated(stream, member):
                head += chunk[: _HEAD - len(head)]
                total += len(chunk)
                if _is_bomb(total, size):
                    return mimetype, [_bomb(total)]
        except (ValueError, OSError, zlib.error, struct.error):
            return mimetype, [_broken(member.filename[-60:])]
        if _is_hostile(member.filename, head):
            return mimetype, [Problem(UploadProblem.MEMBER, found=member.filename[-60:])]
        if member.filename == "mimetype":
            mimetype = head.decode("ascii", errors="replace").strip()
    return mimetype, []


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


def _is_hostile(name: str, head: bytes) -> bool:
    """A program under another name, or an XML part with a document type (entities expand)."""
    has_doctype = b"<!DOCTYPE" in head.replace(b"\0", b"")  # also in UTF-16
    return head.startswith(_PROGRAM_HEADS) or (name.endswith(_XML) and has_doctype)


def _is_bomb(unpacked: int, size: int) -> bool:
    return unpacked > _MAX_UNPACKED or unpacked > max(_RATIO_FREE, size * _MAX_RATIO)


def _bomb(unpacked: int) -> Problem:
    return Problem(UploadProblem.BOMB, found=f"{-(-unpacked // _MIB)} MB")


def _broken(where: str) -> Problem:
    return Problem(UploadProblem.BROKEN, found=where)
