"""What a look found, as plain data: it leaves the child as JSON."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Fault(StrEnum):
    """The codes of `foundation.uploads.UploadProblem` that a look can find; the words are there."""

    MISMATCH = "upload_mismatch"
    BROKEN = "upload_broken"
    TRUNCATED = "upload_truncated"
    ENCRYPTED = "upload_encrypted"
    MACROS = "upload_macros"
    CONTROL = "upload_control"
    COMMAND = "upload_command"
    REMOTE = "upload_remote"
    PACKAGED = "upload_packaged"
    PROGRAM = "upload_program"
    ENTITIES = "upload_entities"
    PATH = "upload_path"
    TWICE = "upload_twice"
    BOMB = "upload_bomb"
    POLYGLOT = "upload_polyglot"
    PAGES = "upload_pages"
    PIXELS = "upload_pixels"
    ANIMATED = "upload_animated"
    PORTFOLIO = "upload_portfolio"
    MEDIA = "upload_media"
    FORM = "upload_form"
    SIGNED = "upload_signed"
    RESTRICTED = "upload_restricted"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    fault: Fault
    found: str = ""
    expected: str = ""


class Unreadable(ValueError):  # noqa: N818 -- says what the file is
    """A look cannot go on; `finding` says why."""

    def __init__(self, fault: Fault, found: str = "", expected: str = "") -> None:
        self.finding = Finding(fault, found, expected)
        super().__init__(fault, found)


@dataclass(slots=True)
class Report:
    """All a look has to say: findings, what was taken out of the file left at `into`, measures."""

    findings: list[Finding] = field(default_factory=list)
    cleaned: list[str] = field(default_factory=list)
    pages: int | None = None
    width: int | None = None
    height: int | None = None

    def as_json(self) -> Json:
        return {
            "findings": [[f.fault, f.found, f.expected] for f in self.findings],
            "cleaned": self.cleaned,
            "pages": self.pages,
            "width": self.width,
            "height": self.height,
        }


def refused(fault: Fault, found: str = "", expected: str = "") -> Json:
    """The report of a file with one fault."""
    return Report([Finding(fault, found, expected)]).as_json()
