"""One look at a hostile file before anything is kept: name, size, digest, real form, viruses."""

import hashlib
from dataclasses import dataclass
from typing import BinaryIO

from foundation.errors import Problem
from foundation.uploads.archives import CENTRAL_SIGNATURE, MAX_MEMBERS
from foundation.uploads.forms import TAKEN, Form, Purpose, form_of
from foundation.uploads.names import clean_name, split_name
from foundation.uploads.problems import UploadProblem
from foundation.uploads.scanning import scan_stream

_CHUNK = 1 << 16
_MIB = 1 << 20
_REFUSED_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class UploadVerdict:
    """A file as it may be kept: clean name, content type we vouch for, size in bytes, SHA-256.

    Of a file over the limit only the part read is counted, and there is no digest.
    """

    name: str
    content_type: str
    size: int
    sha256: str
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Reading:
    size: int
    sha256: str
    members: int  # zip directory entries there can be


def inspect_upload(
    name: str, stream: BinaryIO, *, purpose: Purpose, limit: int, scanner: str = ""
) -> UploadVerdict:
    """All problems of a file, read in pieces of 64 KiB; the stream must seek and is left at 0.

    `limit` is in bytes; `scanner` is the address of a clamd (see `scan_stream`) or "".
    """
    cleaned = clean_name(name)
    extension = split_name(cleaned)[1].lower()
    form = form_of(extension, purpose)
    reading = _read(stream, limit)
    problems = _outer_problems(extension, purpose, reading, limit)
    if form and not problems:
        problems = form.look(stream, reading.size, extension)
    if scanner and not problems:
        problems = scan_stream(stream, address=scanner)
    stream.seek(0)
    return _verdict(cleaned, form, reading, problems)


def _verdict(
    name: str, form: Form | None, reading: _Reading, problems: list[Problem]
) -> UploadVerdict:
    content_type = form.content_type if form and not problems else _REFUSED_TYPE
    return UploadVerdict(name, content_type, reading.size, reading.sha256, tuple(problems))


def _outer_problems(
    extension: str, purpose: Purpose, reading: _Reading, limit: int
) -> list[Problem]:
    problems = []
    if extension not in TAKEN[purpose]:
        found = f" {extension} 文件" if extension else "没有扩展名的文件"
        taken = "、".join(TAKEN[purpose])
        problems.append(Problem(UploadProblem.EXTENSION, expected=taken, found=found))
    if not reading.size:
        problems.append(Problem(UploadProblem.EMPTY))
    if reading.size > limit:
        problems.append(Problem(UploadProblem.TOO_LARGE, expected=_in_words(limit)))
    if reading.members > MAX_MEMBERS:
        problems.append(Problem(UploadProblem.BOMB, found=f"{reading.members} 个部分"))
    return problems


def _read(stream: BinaryIO, limit: int) -> _Reading:
    digest = hashlib.sha256()
    size = members = 0
    tail = b""
    stream.seek(0)
    while size <= limit and (chunk := stream.read(_CHUNK)):
        digest.update(chunk)
        size += len(chunk)
        # A signature may lie across two pieces; three bytes are too few for one of their own.
        members += (tail + chunk).count(CENTRAL_SIGNATURE)
        tail = (tail + chunk)[-3:]
    return _Reading(size, digest.hexdigest() if size <= limit else "", members)


def _in_words(size: int) -> str:
    return f"{size // _MIB} MB" if size >= _MIB else f"{size} 字节"
