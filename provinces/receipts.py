"""回执: what is said of a submission, and the digest anyone can check it by."""

from dataclasses import dataclass
from datetime import datetime

from foundation.clock import SHANGHAI
from projects.content import sha256_of
from provinces.models import Submission


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """`content` and `scan` are SHA-256 of the version's canonical JSON and of the scanned file;
    `at` is RFC 3339 in Shanghai's time, to the microsecond."""

    serial: str
    unit: str
    department: str
    year: int
    version: int
    content: str
    scan: str
    at: str

    @property
    def digest(self) -> str:
        """SHA-256 over canonical JSON of all that the receipt says but the department's name."""
        names = ("serial", "unit", "year", "version", "content", "scan", "at")
        return sha256_of({name: getattr(self, name) for name in names})


def facts_of(submission: Submission) -> ReceiptFacts:
    plan = submission.plan
    return ReceiptFacts(
        serial=submission.ref,
        unit=plan.unit_id,
        department=submission.version.content["unit"]["department"],
        year=plan.cycle.year,
        version=submission.version.number,
        content=submission.version.sha256,
        scan=submission.scan.document.sha256,
        at=_in_shanghai(submission.filed_at),
    )


def is_true(submission: Submission) -> bool:
    """Whether the digest given at the time is that of what stands here now."""
    return facts_of(submission).digest == submission.digest


def _in_shanghai(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="microseconds")
