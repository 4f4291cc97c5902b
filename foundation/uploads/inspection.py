"""One look at a hostile file before anything is kept: name, size, digests, real form, viruses."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import BinaryIO

from foundation.errors import Problem
from foundation.uploads.forms import TAKEN, Form, Purpose, form_of, with_macros
from foundation.uploads.looking import Looked, look_inside
from foundation.uploads.names import clean_name, split_name
from foundation.uploads.problems import UploadProblem
from foundation.uploads.scanning import scan_stream

_CHUNK = 1 << 16
_MIB = 1 << 20
_REFUSED_TYPE = "application/octet-stream"
_SM3 = "sm3"  # GB/T 32905; an OpenSSL may be built without it


@dataclass(frozen=True, slots=True)
class UploadVerdict:
    """A file as it may be kept: clean name, content type we vouch for, size in bytes, digests in
    hex (SM3 "" where OpenSSL has none), measures where they are known.

    `content` is what to keep, at its start: the stream inspected or, where something was taken out,
    a new one; then `cleaned` says what, in words, and size and digests are the new one's.
    Of a file over the limit only the part read is counted, and there is no digest.
    """

    name: str
    content_type: str
    size: int
    sha256: str
    problems: tuple[Problem, ...] = ()
    sm3: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    cleaned: tuple[str, ...] = ()
    content: BinaryIO = field(default_factory=io.BytesIO, repr=False, compare=False)

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Reading:
    size: int
    sha256: str = ""
    sm3: str = ""


def inspect_upload(
    name: str, stream: BinaryIO, *, purpose: Purpose, limit: int, scanner: str = ""
) -> UploadVerdict:
    """All problems of a file, read in pieces of 64 KiB and opened in a child process only; the
    stream must seek and is left at 0.

    `limit` is in bytes; `scanner` is the address of a clamd (see `scan_stream`) or "".
    """
    cleaned = clean_name(name)
    extension = split_name(cleaned)[1].lower()
    form = form_of(extension, purpose)
    reading = _read(stream, limit)
    looked = Looked(problems=tuple(_outer_problems(extension, purpose, reading, limit)))
    if form and not looked.problems:
        looked = look_inside(stream, form=form, extension=extension, size=reading.size)
    problems = looked.problems
    if scanner and not problems:
        problems = tuple(scan_stream(stream, address=scanner))
    stream.seek(0)
    if problems or form is None:
        return UploadVerdict(cleaned, _REFUSED_TYPE, reading.size, reading.sha256, problems)
    return _accepted(cleaned, form, reading, looked, stream)


def check_declared(name: str, size: int, *, purpose: Purpose, limit: int) -> list[Problem]:
    """What is wrong with a file of which only the name and the declared size in bytes are known."""
    extension = split_name(clean_name(name))[1].lower()
    return _outer_problems(extension, purpose, _Reading(size), limit)


def _accepted(
    name: str, form: Form, reading: _Reading, looked: Looked, stream: BinaryIO
) -> UploadVerdict:
    content = stream if looked.content is None else io.BytesIO(looked.content)
    if looked.content is not None:
        reading = _read(content, len(looked.content))
        content.seek(0)
    return UploadVerdict(
        name,
        form.content_type,
        reading.size,
        reading.sha256,
        sm3=reading.sm3,
        pages=looked.pages,
        width=looked.width,
        height=looked.height,
        cleaned=looked.cleaned,
        content=content,
    )


def _outer_problems(
    extension: str, purpose: Purpose, reading: _Reading, limit: int
) -> list[Problem]:
    problems = []
    if with_macros(extension, purpose):
        problems.append(Problem(UploadProblem.MACROS, found=extension))
    elif extension not in TAKEN[purpose]:
        found = f" {extension} 文件" if extension else "没有扩展名的文件"
        taken = "、".join(TAKEN[purpose])
        problems.append(Problem(UploadProblem.EXTENSION, expected=taken, found=found))
    if not reading.size:
        problems.append(Problem(UploadProblem.EMPTY))
    if reading.size > limit:
        problems.append(Problem(UploadProblem.TOO_LARGE, expected=_in_words(limit)))
    return problems


def _read(stream: BinaryIO, limit: int) -> _Reading:
    names = ["sha256", *([_SM3] if _SM3 in hashlib.algorithms_available else [])]
    digests = {name: hashlib.new(name) for name in names}
    size = 0
    stream.seek(0)
    while size <= limit and (chunk := stream.read(_CHUNK)):
        size += len(chunk)
        for digest in digests.values():
            digest.update(chunk)
    if size > limit:
        return _Reading(size)
    found = {name: digest.hexdigest() for name, digest in digests.items()}
    return _Reading(size, found["sha256"], found.get(_SM3, ""))


def _in_words(size: int) -> str:
    return f"{size // _MIB} MB" if size >= _MIB else f"{size} 字节"
