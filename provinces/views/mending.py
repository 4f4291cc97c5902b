"""What of a returned plan is to be mended, and what was found at each check, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from provinces.columns.sections import EVENTS, SCAN, Section, labels_of_mending
from provinces.mending import reopened_sections
from provinces.models import FormalCheck, WorkPlan
from provinces.queries import standing_return


@dataclass(frozen=True)
class Mending:
    """`sections` are what may be typed, `beside` the words of what else may be changed."""

    check: FormalCheck
    sections: tuple[Section, ...]
    beside: list[str]

    @property
    def events_are_open(self) -> bool:
        return EVENTS in self.check.sections


def mending_of(plan: WorkPlan, sections: Sequence[Section]) -> Mending | None:
    """None while nothing was returned: then nothing is shut."""
    returned = standing_return(plan)
    if returned is None:
        return None
    beside = [name for name in returned.sections if name in (EVENTS, SCAN)]
    words = labels_of_mending(beside, returned.submission.version.content)
    return Mending(returned, reopened_sections(returned, sections), words)


@dataclass(frozen=True)
class Told:
    """A check as it is read: the labels of what went back."""

    check: FormalCheck
    sections: list[str]


def told_of(check: FormalCheck) -> Told:
    content = check.submission.version.content
    return Told(check, labels_of_mending(check.sections, content))
