"""A scan from outside, read in a confined child; here its pages come back as plain values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from foundation.confining import (
    Answer,
    ConfinedFault,
    Limits,
    OutOfMemory,
    OutOfTime,
    run_confined,
)
from foundation.errors import Problem
from foundation.passing import passing_folder
from foundation.scans.problems import ScanProblem
from foundation.uploads.looking import on_disk

# A worker reads: nobody waits. The child paces itself by the page (`child.read`).
LIMITS = Limits(seconds=120, memory_mib=256, writes_mib=4, answer_kib=4096)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ScanPage:
    """`number` from 1; the QR codes read, wanted ones first, at most 20 of 300 characters; whether
    a round red seal is seen, which is a hint only; a JPEG at most 900 pixels wide, b"" if the page
    holds no picture."""

    number: int
    codes: tuple[str, ...]
    has_seal: bool
    picture: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """The pages that were read, at most 100, and what is wrong: with problems, but pages, a person
    has to look at the rest."""

    pages: tuple[ScanPage, ...]
    problems: tuple[Problem, ...]


def read_scan(source: BinaryIO | Path, *, extension: str, wanted: str = "") -> Scan:
    """Reads a pdf, ofd, jpg or png file that passed `inspect_upload`, page by page: some 0.3 s
    each. A page without a code that begins with `wanted` is looked at harder."""
    with passing_folder() as folder:
        path = source if isinstance(source, Path) else on_disk(source, folder)
        pictures = folder / "pages"
        pictures.mkdir()
        try:
            answer = run_confined(
                "foundation.scans.child:read",
                path,
                limits=LIMITS,
                extension=extension,
                wanted=wanted,
                into=str(pictures),
            )
        except ConfinedFault as fault:
            _log.warning("scan_not_read", fault=str(fault)[-300:], **_taken(fault))
            return Scan((), (_problem_of(fault),))
        _log.info("scan_read", **_taken(answer))
        return _scan(answer.value, pictures)


def _taken(end: Answer | ConfinedFault) -> dict[str, Any]:
    return {"peak_kib": end.peak_kib, "seconds": round(end.seconds, 3)}


def _problem_of(fault: ConfinedFault) -> Problem:
    if isinstance(fault, OutOfTime):
        return Problem(ScanProblem.SLOW)
    if isinstance(fault, OutOfMemory):
        return Problem(ScanProblem.HEAVY)
    return Problem(ScanProblem.BROKEN, found="读取中断")


def _scan(told: dict[str, Any], pictures: Path) -> Scan:
    pages = [
        ScanPage(
            number,
            codes=tuple(page["codes"]),
            has_seal=page["has_seal"],
            picture=(pictures / f"{number}.jpg").read_bytes() if page["has_picture"] else b"",
        )
        for number, page in enumerate(told["pages"], start=1)
    ]
    problems = [
        Problem(ScanProblem(code), found=found, expected=expected)
        for code, found, expected in told["problems"]
    ]
    return Scan(tuple(pages), tuple(problems))
