"""The code on every printed page: it binds the paper to the version it was printed from."""

import re
from dataclasses import dataclass
from typing import Self

from provinces.models import PlanVersion

FORMAT = "ZTC1:"  # what every code of ours begins with
# Alphanumeric mode of ISO/IEC 18004: capitals, digits and the colon, half as dense as bytes.
_TEXT = re.compile(
    r"ZTC1:(?P<unit>[A-Z]{2}):(?P<plan>[0-9A-Z]{10}):(?P<version>\d{1,6}):(?P<page>\d{1,4})"
    r":(?P<sha256>[0-9A-F]{64})"
)


@dataclass(frozen=True, slots=True)
class PageCode:
    """Unit, plan, version, page (from 1), SHA-256 of the version's canonical JSON (capitals)."""

    unit: str
    plan: str
    version: int
    page: int
    sha256: str

    @classmethod
    def of(cls, version: PlanVersion, page: int) -> Self:
        plan = version.plan
        return cls(plan.unit_id, plan.ref, version.number, page, version.sha256.upper())

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for the codes of others."""
        found = _TEXT.fullmatch(text)
        if found is None:
            return None
        version, page = int(found["version"]), int(found["page"])
        return cls(found["unit"], found["plan"], version, page, found["sha256"])

    @property
    def text(self) -> str:
        return f"ZTC1:{self.unit}:{self.plan}:{self.version}:{self.page}:{self.sha256}"

    def in_words(self, version: PlanVersion) -> str:
        plan = version.plan
        return (
            f"{plan.unit.name} {plan.ref} 第{self.version}版 第{self.page}页 SHA-256 {self.sha256}"
        )
