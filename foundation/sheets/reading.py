"""A spreadsheet from outside, opened in a confined child; here its rows come one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from foundation.confining import ConfinedFault, Limits, OutOfMemory, OutOfTime, run_confined
from foundation.errors import Problem, refuse_if
from foundation.passing import passing_folder
from foundation.sheets.problems import SheetProblem
from foundation.sheets.spooling import read_lines

# 100,000 rows of 30 columns: XLSX 33 MiB and 35 s (65 s on a busy machine), ODS 18 MiB and 64 s;
# calamine would take some 400 for an XLS of 65,536 such rows: it is told to be saved as xlsx.
_SECONDS = 180
LIMITS = Limits(seconds=_SECONDS, memory_mib=160, writes_mib=512, answer_kib=256)
_LIMITS_BY_FORM = {"xls": replace(LIMITS, memory_mib=380)}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tab:
    """A worksheet as it is listed; `rows` are those with values."""

    name: str
    rows: int
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The worksheets of a file, and what is to know of the one that was read.

    `rows` are those with values, title and names of columns among them; columns count from 0.
    `name` and `tabs` are empty for text files, `encoding` ("UTF-8", "UTF-16", "GB 18030") for
    all others. `uncomputed` are formulas without a result, at most 1,000, as pairs of row number
    (from 1) and column.
    """

    tabs: tuple[Tab, ...]
    name: str
    encoding: str
    rows: int
    width: int
    hidden_rows: int
    hidden_columns: tuple[int, ...]
    merged: int
    formulas: int
    uncomputed: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A worksheet that was read; its rows lie in a file for as long as it is open."""

    facts: SheetFacts
    _lines: Path

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number as the spreadsheet program shows it, and `facts.width` texts; blank rows are
        left out. May be called again."""
        width = self.facts.width
        for number, texts in read_lines(self._lines):
            yield number, texts + [""] * (width - len(texts))


@contextmanager
def open_sheet(path: Path, *, extension: str, tab: str = "") -> Iterator[OpenedSheet]:
    """Reads a csv, tsv, xlsx, xls or ods file that passed `inspect_upload`; `tab` is the name of
    a worksheet, "" for the first that looks like a table. Takes seconds for large files.

    Raises Refused (422) in the words of SheetProblem.
    """
    with passing_folder() as folder:
        lines = Path(folder, "rows")
        told, problem = _told(path, extension, tab, lines)
        refuse_if([problem] if problem else [])
        yield OpenedSheet(_facts(told), lines)


def _told(
    path: Path, extension: str, tab: str, into: Path
) -> tuple[dict[str, Any], Problem | None]:
    try:
        answer = run_confined(
            "foundation.sheets.child:read",
            path,
            limits=_LIMITS_BY_FORM.get(extension, LIMITS),
            extension=extension,
            tab=tab,
            into=str(into),
        )
    except ConfinedFault as fault:
        _log.warning("sheet_not_read", fault=str(fault)[-300:], peak_kib=fault.peak_kib)
        return {}, _problem_of(fault)
    _log.info("sheet_read", peak_kib=answer.peak_kib, seconds=round(answer.seconds, 3))
    return answer.value, _problem_in(answer.value)


def _problem_of(fault: ConfinedFault) -> Problem:
    if isinstance(fault, OutOfTime):
        return Problem(SheetProblem.SLOW, expected=str(_SECONDS))
    if isinstance(fault, OutOfMemory):
        return Problem(SheetProblem.HEAVY)
    return Problem(SheetProblem.BROKEN, found="读取中断")


def _problem_in(told: dict[str, Any]) -> Problem | None:
    if "problem" not in told:
        return None
    code, found, expected = told["problem"]
    return Problem(SheetProblem(code), found=found, expected=expected)


def _facts(told: dict[str, Any]) -> SheetFacts:
    return SheetFacts(
        tabs=tuple(Tab(*tab) for tab in told["tabs"]),
        name=told["name"],
        encoding=told["encoding"],
        rows=told["rows"],
        width=told["width"],
        hidden_rows=told["hidden_rows"],
        hidden_columns=tuple(told["hidden_columns"]),
        merged=told["merged"],
        formulas=told["formulas"],
        uncomputed=tuple((row, column) for row, column in told["uncomputed"]),
    )
