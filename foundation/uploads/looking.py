"""The look inside a file, in a child process: the only place where its content is opened."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from foundation.confining import Answer, ConfinedFault, Limits, OutOfMemory, OutOfTime, run_confined
from foundation.errors import Problem
from foundation.passing import passing_folder
from foundation.uploads.forms import Form
from foundation.uploads.problems import UploadProblem

_log = structlog.get_logger(__name__)
_MIB = 1 << 20
_SECONDS = 10
_MEMORY_MIB = 256


@dataclass(frozen=True, slots=True)
class Looked:
    """Problems, or measures and, where something was taken out, the file without it and words."""

    problems: tuple[Problem, ...] = ()
    cleaned: tuple[str, ...] = ()
    content: bytes | None = None
    pages: int | None = None
    width: int | None = None
    height: int | None = None


def look_inside(stream: BinaryIO, *, form: Form, extension: str, size: int) -> Looked:
    """`size` is the file's in bytes. A child that fails is a problem like any other."""
    limits = Limits(
        seconds=_SECONDS, memory_mib=_MEMORY_MIB, writes_mib=size // _MIB + 2, answer_kib=64
    )
    with passing_folder() as folder:
        path, into = on_disk(stream, folder), Path(folder, "cleaned")
        try:
            answer = run_confined(
                f"foundation.looks.{form.look}:look",
                path,
                limits=limits,
                extension=extension,
                into=str(into),
            )
        except ConfinedFault as fault:
            _log.warning("upload_look_failed", detail=str(fault), **_taken(form, fault))
            return Looked(problems=(_problem_of(fault),))
        _log.info("upload_looked_into", **_taken(form, answer))
        return _looked(answer.value, into)


def _taken(form: Form, end: Answer | ConfinedFault) -> dict[str, Any]:
    return {"look": form.look, "peak_kib": end.peak_kib, "seconds": round(end.seconds, 3)}


def on_disk(stream: BinaryIO, folder: Path) -> Path:
    """Where the stream's bytes are as a file: its own, or a copy."""
    with suppress(OSError, AttributeError):  # it has no number, or no name any more
        stream.flush()
        own = Path(f"/proc/self/fd/{stream.fileno()}").readlink()
        if os.path.samestat(own.stat(), os.fstat(stream.fileno())):
            return own
    stream.seek(0)
    copy = folder / "sent"
    with copy.open("wb") as file:
        shutil.copyfileobj(stream, file, _MIB)
    return copy


def _problem_of(fault: ConfinedFault) -> Problem:
    if isinstance(fault, OutOfTime):
        return Problem(UploadProblem.SLOW, expected=str(_SECONDS))
    if isinstance(fault, OutOfMemory):
        return Problem(UploadProblem.HEAVY)
    return Problem(UploadProblem.BROKEN, found="检查中断")


def _looked(report: dict[str, Any], into: Path) -> Looked:
    problems = tuple(
        Problem(UploadProblem(code), found=found, expected=expected)
        for code, found, expected in report["findings"]
    )
    cleaned = () if problems else tuple(report["cleaned"])
    return Looked(
        problems=problems,
        cleaned=cleaned,
        content=into.read_bytes() if cleaned else None,
        pages=report["pages"],
        width=report["width"],
        height=report["height"],
    )
