"""Which fields of the 信息表 a Word document answers: labels recognised in tables and lines.

Only text is moved here; what it is worth is for the form to say (`proposals`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from foundation.text import clean, clean_line
from projects.columns.labels import NOT_ASKED, PHONE, column_of, key_of
from projects.columns.telephones import column_of_phone
from projects.models import Project
from projects.models.sheet import COLUMNS
from projects.vocabulary import ROWS

_HEADING = re.compile(
    r"^(第?[一二三四五六七八九十]+(部分|章)?|[(（][一二三四五六七八九十]+[)）])[、.．\s]"
)
_LONGEST_HEADING = 30
_MOST_ROWS = 100
_MOST_OTHERS = 40
_LONGEST = 6_000  # characters of one answer
_HEAD_SHARE = 0.6  # of a head's cells must be known labels


@dataclass
class Found:
    """Raw answers by the name of their field; rows by their column, each key with its text;
    others are labels nobody here knows, with what stands beside them. `places` says where."""

    fields: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    others: list[list[str]] = field(default_factory=list)

    def answer(self, name: str, raw: str, where: str) -> None:
        """The first answer that says anything stands. A table is never answered by one text."""
        text = clean(raw[:_LONGEST])
        if name == PHONE:
            name = column_of_phone(text)
        if name and name not in (NOT_ASKED, *ROWS) and text and name not in self.fields:
            self.fields[name], self.places[name] = text, where

    def add_rows(self, column: str, rows: list[dict[str, str]], where: str) -> None:
        if rows and column not in self.rows:
            self.rows[column], self.places[column] = rows[:_MOST_ROWS], where

    def leave(self, label: str, text: str) -> None:
        said = [clean_line(label[:_LONGEST]), clean_line(text[:_LONGEST])]
        if all(said) and len(self.others) < _MOST_OTHERS:
            self.others.append(said)


@dataclass(frozen=True)
class _Cell:
    column: int
    span: int
    text: str
    is_continued: bool


@dataclass(frozen=True)
class _Head:
    """The head of a table of rows: at which columns of the grid its keys stand."""

    column: str
    keys: dict[int, str]


def find(blocks: Sequence[dict[str, Any]]) -> Found:
    """`blocks` are as `foundation.word_reading.read` tells them."""
    found = Found()
    lines: list[dict[str, Any]] = []
    for block in blocks:
        if "line" in block:
            lines.append(block)
            continue
        _find_in_lines(lines, found)
        lines = []
        _find_in_table(block, found)
    _find_in_lines(lines, found)
    return found


# lines


def _find_in_lines(blocks: Sequence[dict[str, Any]], found: Found) -> None:
    """`标签：值`, and what follows a label until the next: prose has more lines than one."""
    name, said, at = "", [""], 0
    for block in blocks:
        for line in block["line"].split("\n"):
            label, text = _label_in(line)
            if label or _is_heading(line):
                found.answer(name, "\n".join(said), f"第 {at} 段")
                name, said, at = label, [text], block["at"]
            elif _is_prose(name):
                said.append(line)
    found.answer(name, "\n".join(said), f"第 {at} 段")


def _label_in(line: str) -> tuple[str, str]:
    """The field a line begins to answer, and what of the answer stands in it already."""
    head, mark, rest = line.replace(":", "：", 1).partition("：")
    name = column_of(head) if mark or _is_heading(line) else ""
    return name, rest if name else ""


def _is_heading(line: str) -> bool:
    text = line.strip()
    return len(text) <= _LONGEST_HEADING and bool(_HEADING.match(text))


def _is_prose(name: str) -> bool:
    return name in COLUMNS and Project._meta.get_field(name).get_internal_type() == "TextField"


# tables


def _find_in_table(block: dict[str, Any], found: Found) -> None:
    grid = [[_Cell(*cell) for cell in row] for row in block["table"]]
    held: dict[int, str] = {}  # of cells merged downwards: column → text
    at = 0
    while at < len(grid):
        row = _carried(grid[at], held)
        where = f"表 {block['at']} 第 {at + 1} 行"
        head = _head_in(row)
        if head:
            at = _read_rows(grid, at + 1, head, found, where)
        else:
            below = grid[at + 1] if at + 1 < len(grid) else []
            at += 1 + _find_in_row(row, below, found, where)


def _carried(row: list[_Cell], held: dict[int, str]) -> list[_Cell]:
    """The row with the text of what is merged from above; other text is noted for rows below."""
    carried = []
    for cell in row:
        if not cell.is_continued:
            held[cell.column] = cell.text
        text = held.get(cell.column, "") if cell.is_continued else cell.text
        carried.append(_Cell(cell.column, cell.span, text, cell.is_continued))
    return carried


def _head_in(row: list[_Cell]) -> _Head | None:
    """The table of rows whose labels stand here: two of them at least, and most of the row."""
    cells = [cell for cell in row if clean_line(cell.text) and not cell.is_continued]
    heads = [_head_of(column, cells) for column in ROWS]
    head = max(heads, key=lambda one: len(one.keys))
    first = {next(iter(ROWS[head.column])), "number"}
    is_head = len(head.keys) >= 2 and not first.isdisjoint(head.keys.values())  # noqa: PLR2004 -- one may be chance
    named = [cell for cell in cells if column_of(cell.text) not in ROWS]
    return head if is_head and len(head.keys) >= _HEAD_SHARE * len(named) else None


def _head_of(column: str, cells: Sequence[_Cell]) -> _Head:
    keys: dict[int, str] = {}
    for cell in cells:
        key = key_of(column, cell.text)
        if key and key not in keys.values():
            keys[cell.column] = key
    return _Head(column, keys)


def _read_rows(grid: list[list[_Cell]], begin: int, head: _Head, found: Found, where: str) -> int:
    """Rows as long as they have the columns of the head; the number of the first other row."""
    rows, at = [], begin
    while at < len(grid) and set(head.keys) <= {cell.column for cell in grid[at]}:
        if _head_in(grid[at]) or _is_answer(grid[at]):
            break
        texts = {
            head.keys[cell.column]: clean_line(cell.text[:_LONGEST])
            for cell in grid[at]
            if cell.column in head.keys and not cell.is_continued
        }
        if any(texts.values()):
            rows.append(dict.fromkeys(ROWS[head.column], "") | texts)
        at += 1
    found.add_rows(head.column, rows, where)
    return at


def _is_answer(row: list[_Cell]) -> bool:
    """A row that goes back to labels and values: two of its cells are labels of more than rows."""
    names = [column_of(cell.text) for cell in row if not cell.is_continued]
    return len([name for name in names if name and name not in ROWS]) >= 2  # noqa: PLR2004 -- one may be chance


def _find_in_row(row: list[_Cell], below: list[_Cell], found: Found, where: str) -> int:
    """Label and value by turns; how many further rows were read as well."""
    if len(row) == 1:
        return _find_in_single(row[0], below, found, where)
    context, label = "", ""
    said: list[str] = []
    for cell in row:
        name = column_of(cell.text, context)
        is_value = bool(label) and not said and len(row) == 2  # noqa: PLR2004 -- label | value
        if name and not is_value:
            found.answer(label, "\n".join(said), where)
            context = context if label else cell.text
            label, said = name, []
        elif label:
            said.append(cell.text)
        else:
            context = cell.text
    found.answer(label, "\n".join(said), where)
    if not label and len(row) == 2 and not column_of(row[0].text):  # noqa: PLR2004 -- as above
        _find_in_others(row, found, where)
    return 0


def _find_in_others(row: list[_Cell], found: Found, where: str) -> None:
    before = len(found.fields)
    for cell in row:
        _find_in_cell(cell.text, found, where)
    if len(found.fields) == before:
        found.leave(row[0].text, row[1].text)


def _find_in_single(cell: _Cell, below: list[_Cell], found: Found, where: str) -> int:
    """One cell as wide as the table: `标签：值`, or a label whose answer is the row below."""
    name = column_of(cell.text)
    if name and name not in ROWS and len(below) == 1 and not column_of(below[0].text):
        found.answer(name, below[0].text, where)
        return 1
    _find_in_cell(cell.text, found, where)
    return 0


def _find_in_cell(text: str, found: Found, where: str) -> None:
    name, said = "", [""]
    for line in text.split("\n"):
        label, rest = _label_in(line)
        if label:
            found.answer(name, "\n".join(said), where)
            name, said = label, [rest]
        else:
            said.append(line)
    found.answer(name, "\n".join(said), where)
