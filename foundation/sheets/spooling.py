"""The rows of one worksheet on their way into a file of JSON lines, counted and measured."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from foundation.sheets.shape import (
    LAST_ROW,
    LONGEST_TEXT,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_UNCOMPUTED,
    Cells,
    Facts,
    Fault,
    address,
)

Merged = tuple[int, int, int, int]  # first row (from 1), first column (from 0), last row and column
_BUFFER = 1 << 20


class Spool:
    """Takes rows in the order of the file. At the first one that does not fit it stops writing,
    keeps the problem in `facts`, and goes on counting: the sheet may not be the one wanted."""

    def __init__(self, path: Path, facts: Facts) -> None:
        self.path = path
        self.facts = facts
        self.merged: list[Merged] = []
        self._file = path.open("wb", _BUFFER)

    def close(self) -> None:
        self._file.close()

    def add(self, number: int, cells: Cells, *, is_hidden: bool = False) -> None:
        """A row, by its number in the file from 1; one without cells is not a row with values."""
        if not cells:
            return
        facts = self.facts
        facts.rows += 1
        facts.hidden_rows += is_hidden
        last = max(cells)
        facts.width = max(facts.width, last + 1)
        if facts.problem is None:
            facts.problem = self._problem_of(number, last)
        if facts.problem is None:
            texts = [cells.get(column, "") for column in range(last + 1)]
            self._file.write(orjson.dumps([number, texts]) + b"\n")

    def count_formula(self, number: int, column: int, *, is_computed: bool) -> None:
        self.facts.formulas += 1
        if not is_computed and len(self.facts.uncomputed) < MOST_UNCOMPUTED:
            self.facts.uncomputed.append((number, column))

    def add_merged(self, top: int, left: int, bottom: int, right: int) -> None:
        """A merged range: rows from 1, columns from 0, ends included."""
        self.facts.merged += 1
        if self.facts.merged <= MOST_MERGED:
            self.merged.append((top, left, bottom, right))
        elif self.facts.problem is None:
            self.facts.problem = (Fault.MERGED, "", str(MOST_MERGED))

    def refuse_long(self, number: int, column: int) -> str:
        """A text that is too long to keep; returns what stands for it."""
        if self.facts.problem is None:
            self.facts.problem = (Fault.LONG, address(number, column), str(LONGEST_TEXT))
        return "…"

    def _problem_of(self, number: int, last: int) -> tuple[Fault, str, str] | None:
        if self.facts.rows > MOST_ROWS:
            return Fault.ROWS, "", str(MOST_ROWS)
        if last >= MOST_COLUMNS:
            return Fault.COLUMNS, address(number, last), str(MOST_COLUMNS)
        if number > LAST_ROW:
            return Fault.FAR, address(number, last), str(LAST_ROW)
        return None


def fill_merged(spool: Spool) -> None:
    """Write the file anew: the top left text of a merged range stands in all its cells.

    Only in rows that have values of their own, and in columns that have any: a title over two
    rows stays one row, and a range to the end of the sheet makes none longer.
    """
    if not spool.merged or spool.facts.problem:
        return
    filled = spool.path.with_suffix(".filled")
    with filled.open("wb", _BUFFER) as into:
        for number, texts in _filled(spool):
            into.write(orjson.dumps([number, texts]) + b"\n")
    filled.replace(spool.path)


def _filled(spool: Spool) -> Iterator[tuple[int, list[str]]]:
    waiting = sorted(spool.merged, reverse=True)
    last_rows: dict[int, int] = {}  # by column
    carried: Cells = {}
    for number, own in read_lines(spool.path):
        texts = own + [""] * (spool.facts.width - len(own))
        while waiting and waiting[-1][0] <= number:
            _, left, bottom, right = top = waiting.pop()
            text = texts[left] if top[0] == number and left < len(texts) else ""
            for column in range(left, min(right + 1, len(texts))):
                last_rows[column], carried[column] = bottom, text
        for column, text in carried.items():
            if number <= last_rows[column]:
                texts[column] = texts[column] or text
        yield number, texts


def read_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open("rb", _BUFFER) as lines:
        for line in lines:
            number, texts = orjson.loads(line)
            yield number, texts
