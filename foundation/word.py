"""A Word document from outside, read in a confined child after a look at the file."""

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
_CHUNK = 1 << 16

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
    try:
        found = _read(stream)
    except (OutOfMemory, OutOfTime) as fault:
        refuse_if([_told(fault, seen.sha256, Problem(UploadProblem.BOMB, found="文字太多"))])
    except ConfinedFault as fault:
        refuse_if([_told(fault, seen.sha256, Problem(UploadProblem.BROKEN, found="正文"))])
    return Document(seen.name, seen.sha256, found["blocks"], found["cut"])


def _read(stream: BinaryIO) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=".docx") as copy:
        while chunk := stream.read(_CHUNK):
            copy.write(chunk)
        copy.flush()
        answer = run_confined("foundation.word_reading:read", copy.name, limits=_LIMITS)
    return answer.value


def _told(fault: ConfinedFault, sha256: str, problem: Problem) -> Problem:
    log.warning("word_not_read", sha256=sha256, fault=str(fault)[-300:], peak_kib=fault.peak_kib)
    return problem
