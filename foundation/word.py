"""A Word document from outside, read in a confined child after a look at the file."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import structlog

from foundation.confining import ConfinedFault, Limits, OutOfMemory, OutOfTime, run_confined
from foundation.errors import Problem, refuse_if
from foundation.uploads import Purpose, UploadProblem, inspect_upload

MOST_BYTES = 5 << 20
_LIMITS = Limits(seconds=5, memory_mib=224, answer_kib=4096)
_TOO_LONG = Problem(UploadProblem.BOMB, found="文字太多")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """A clean file name, the SHA-256, and blocks as `word_reading.read` tells them."""

    name: str
    sha256: str
    blocks: Sequence[dict[str, Any]]
    is_cut: bool


def read_word(name: str, stream: BinaryIO, *, scanner: str = "") -> Document:
    """Raises Refused (422) in the words of UploadProblem; `scanner` as for `inspect_upload`."""
    seen = inspect_upload(name, stream, purpose=Purpose.WORD, limit=MOST_BYTES, scanner=scanner)
    refuse_if(seen.problems)
    found, problem = _read(stream, seen.sha256)
    refuse_if([problem] if problem else [])
    return Document(seen.name, seen.sha256, found["blocks"], found["cut"])


def _read(stream: BinaryIO, sha256: str) -> tuple[dict[str, Any], Problem | None]:
    try:
        found = _read_confined(stream)
    except ConfinedFault as fault:
        log.warning("word_not_read", sha256=sha256, fault=str(fault)[-300:], peak=fault.peak_kib)
        is_large = isinstance(fault, OutOfMemory | OutOfTime)
        return {}, _TOO_LONG if is_large else Problem(UploadProblem.BROKEN, found="正文")
    return (found, None) if found else ({}, _TOO_LONG)


def _read_confined(stream: BinaryIO) -> dict[str, Any] | None:
    with tempfile.NamedTemporaryFile(suffix=".docx") as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        found: dict[str, Any] | None = run_confined(
            "foundation.word_reading:read", copy.name, limits=_LIMITS
        ).value
    return found
