"""What a scan may measure, and what is said of one that does not fit. No Django."""

from enum import StrEnum
from typing import Any

Json = dict[str, Any]

MOST_PAGES = 100
# ISO 32000-1, annex C: as long as a side of a page may be, in units of 1/72 inch: 5.08 m.
LONGEST_PAPER = 14_400
LONG = 2_339  # pixels of a page's long side while it is read: A4 at 200 dpi
A4_LONG_MM = 297


class Fault(StrEnum):
    """The codes of `foundation.scans.problems.ScanProblem`; the words are there."""

    EMPTY = "scan_empty"
    BROKEN = "scan_broken"
    BOMB = "scan_bomb"
    PIXELS = "scan_pixels"
    PAPER = "scan_paper"
    PAGES = "scan_pages"
    NO_PICTURES = "scan_no_pictures"
    BARE_PAGES = "scan_bare_pages"


class Unfit(ValueError):  # noqa: N818 -- says what the file is
    """The scan cannot be read; code, what was found, what was expected."""

    def __init__(self, fault: Fault, found: str = "", expected: str = "") -> None:
        self.problem = (fault, found, expected)
        super().__init__(fault, found)
