"""What a worksheet may measure, and what is said of one that does not fit. No Django."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
Cells = dict[int, str]  # texts by their column, from 0; blank ones are left out

MOST_ROWS = 200_000  # with values
# Nobody has 20,000 blank rows inside a table: what stands below was left there by mistake.
LAST_ROW = 220_000
MOST_COLUMNS = 500
LONGEST_TEXT = 32_767  # Excel's own limit, in characters
MOST_MERGED = 100_000
MOST_UNCOMPUTED = 1_000


class Fault(StrEnum):
    """The codes of `foundation.sheets.SheetProblem`; the words are there."""

    EMPTY = "sheet_empty"
    HIDDEN = "sheet_hidden"
    NO_TAB = "sheet_no_tab"
    ROWS = "sheet_rows"
    FAR = "sheet_far"
    COLUMNS = "sheet_columns"
    LONG = "sheet_long"
    MERGED = "sheet_merged"
    ENCODING = "sheet_encoding"
    QUOTES = "sheet_quotes"
    BROKEN = "sheet_broken"
    HEAVY = "sheet_heavy"
    SCATTERED = "sheet_scattered"
    OPEN_QUOTE = "sheet_open_quote"


class Unfit(ValueError):  # noqa: N818 -- says what the file is
    """The file, or one worksheet of it, cannot be read; code, what was found, what was expected."""

    def __init__(self, fault: Fault, found: str = "", expected: str = "") -> None:
        self.problem = (fault, found, expected)
        super().__init__(fault, found)


@dataclass(slots=True)
class Facts:
    """What there is to say of one worksheet; rows are those with values, columns count from 0,
    `uncomputed` are pairs of row (from 1) and column."""

    name: str = ""
    is_hidden: bool = False
    rows: int = 0
    width: int = 0
    hidden_rows: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    merged: int = 0
    formulas: int = 0
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    encoding: str = ""
    problem: tuple[Fault, str, str] | None = None

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "rows": self.rows,
            "width": self.width,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": sorted(c for c in self.hidden_columns if c < self.width),
            "merged": self.merged,
            "formulas": self.formulas,
            "uncomputed": self.uncomputed,
            "encoding": self.encoding,
        }


def address(row: int, column: int) -> str:
    """As spreadsheet programs write it: row 5, column 2 is C5."""
    letters, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
