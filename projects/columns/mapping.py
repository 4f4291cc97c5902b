"""Which column of a spreadsheet is which of ours, and where its header stands."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import TextChoices

from foundation.text import clean_line
from projects.columns.labels import NOT_ASKED
from projects.columns.layout import TITLE, Layout, fold_label

HEAD = 30  # rows among which a header is looked for
_SAMPLES, _SAMPLE_LENGTH = 3, 40
_NAMED_SHARE = 0.5  # of a row's texts, for it to be a header at once
_ALIKE = 0.75
_TELLING_SHARE = 0.7  # of a column's values, to know it by what it holds
_KEYS_SHARE = 0.6
_LONGEST_LABEL = 40
_LOOKED_AT = 200  # characters of a cell


class Recognised(TextChoices):
    """How a column was recognised."""

    KEY = "key", "自动"
    LABEL = "label", "自动"
    KEPT = "kept", "按上次的对应"
    ALIKE = "alike", "按相似度，请确认"
    VALUES = "values", "按内容，请确认"
    CHOSEN = "chosen", "已选定"
    NO = "no", "忽略"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column of the file: its place from 0, its label and samples as they stand there, and the
    column of ours it fills ("" for none)."""

    at: int
    label: str
    samples: tuple[str, ...]
    name: str = ""
    how: str = Recognised.NO.value

    @property
    def is_unsure(self) -> bool:
        return self.how in (Recognised.ALIKE, Recognised.VALUES)

    @property
    def words(self) -> str:
        return str(Recognised(self.how).label)

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"samples": list(self.samples)}


def without_samples(mapping: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """When the rows are forgotten, so is what was shown of them."""
    return [{**one, "samples": []} for one in mapping]


@dataclass(frozen=True, slots=True)
class Header:
    """By the numbers of the file's own rows: the row of labels (0: there is none) and the first
    row of data."""

    line: int
    data_from: int


Row = tuple[int, Sequence[str]]
Kept = Mapping[str, str]  # label, folded → name, as a unit last had it
_SUREST = (
    *(Recognised.CHOSEN, Recognised.KEY, Recognised.KEPT, Recognised.LABEL),
    *(Recognised.ALIKE, Recognised.VALUES),
)


@dataclass(frozen=True)
class Mapper:
    """Knows the columns of a layout in a file, and what its labels meant to a unit before."""

    layout: Layout
    kept: Kept

    def find_header(self, rows: Sequence[Row]) -> Header:
        """The row that names most of our columns; a row of keys right below it is no data."""
        best, most = None, 1
        for at, (line, cells) in enumerate(rows[:HEAD]):
            said = sum(bool(cell.strip()) for cell in cells)
            found = self._named_in(cells, _above(rows, line))
            # A title over the table may happen to be one of our words, alone.
            is_header = len(found) >= said * _NAMED_SHARE or (TITLE in found and said > 1)
            if len(found) >= most and (len(found) > 1 or is_header):
                best, most = at, len(found)
        if best is None:
            return Header(0, rows[0][0] if rows else 1)
        return self.header_at(rows, rows[self._above_keys(rows, best)][0])

    def header_at(self, rows: Sequence[Row], line: int) -> Header:
        """With the labels in this row."""
        below = [(number, cells) for number, cells in rows if number > line]
        if below and self._is_keys(below[0][1]):
            return Header(line, below[0][0] + 1)
        return Header(line, line + 1)

    def map_columns(self, rows: Sequence[Row], header: Header, width: int) -> list[Mapped]:
        """Every column of the file, each of ours at most once, the surest first."""
        by_line = dict(rows)
        labels, groups = by_line.get(header.line, ()), _above(rows, header.line)
        keys = by_line.get(header.data_from - 1, ()) if header.data_from - header.line > 1 else ()
        data = [cells for number, cells in rows if number >= header.data_from]
        found = [
            self._mapped(at, (_cell(labels, at), _cell(groups, at), _cell(keys, at)), data)
            for at in range(width)
        ]
        return _each_once(found)

    def count_named(self, rows: Sequence[Row], header: Header) -> int:
        """How many columns the header names; that of the names themselves, in full, weighs as two
        more."""
        cells = next((cells for line, cells in rows if line == header.line), ())
        found = self._named_in(cells, _above(rows, header.line))
        is_named = any(self.layout.column_of(text, "") == TITLE for text in cells)
        return len(found) + 2 * is_named

    def _named_in(self, cells: Sequence[str], groups: Sequence[str]) -> set[str]:
        said = (place for place, cell in enumerate(cells) if cell.strip())
        return {self._by_name(cells[at], _cell(groups, at))[0] for at in said} - {""}

    def _above_keys(self, rows: Sequence[Row], at: int) -> int:
        """A row of keys with labels over it is not the header itself."""
        if at == 0 or not self._is_keys(rows[at][1]):
            return at
        keys, labels = (sum(map(bool, rows[n][1])) for n in (at, at - 1))
        return at - 1 if labels >= keys * _KEYS_SHARE else at

    def _mapped(self, at: int, head: tuple[str, str, str], data: Sequence[Sequence[str]]) -> Mapped:
        """`head`: its label, the group over it, the key below it."""
        label, group, key = head
        cut = (clean_line(_cell(cells, at)[:_LOOKED_AT]) for cells in data)
        values = [text for text in cut if text]
        samples = tuple(text[:_SAMPLE_LENGTH] for text in list(dict.fromkeys(values))[:_SAMPLES])
        if key in self.layout.keys:
            name, how = self.layout.keys[key], Recognised.KEY
        else:
            name, how = self._by_name(label, group)
            if not name and how == Recognised.NO and not self._is_not_asked(label, group):
                name, how = self._by_likeness(label)
                if not name:
                    name, how = self._by_values(values)
        return Mapped(at, clean_line(label[:_LOOKED_AT]), samples, name, how.value)

    def _by_name(self, label: str, group: str) -> tuple[str, Recognised]:
        """What its label says, alone or with the group it stands in."""
        text, layout = label[: _LONGEST_LABEL * 4], self.layout
        folded = fold_label(text)
        if not folded:
            return "", Recognised.NO
        if folded in self.kept:
            return self.kept[folded], Recognised.KEPT
        if text.strip().lower() in layout.keys:
            return layout.keys[text.strip().lower()], Recognised.KEY
        in_group = layout.column_of(text, group) if group else ""
        name = in_group or layout.over.get(folded) or layout.column_of(text, "")
        return (name, Recognised.LABEL) if name in layout.keys else ("", Recognised.NO)

    def _is_not_asked(self, label: str, group: str) -> bool:
        return self.layout.column_of(label, group) == NOT_ASKED

    def _by_likeness(self, label: str) -> tuple[str, Recognised]:
        known = self.layout.alike
        near = difflib.get_close_matches(fold_label(label), known, 1, _ALIKE)
        return (known[near[0]], Recognised.ALIKE) if near else ("", Recognised.NO)

    def _by_values(self, values: Sequence[str]) -> tuple[str, Recognised]:
        looked_at = values[:HEAD]
        for name, tells in self.layout.telling:
            if looked_at and sum(map(tells, looked_at)) >= _TELLING_SHARE * len(looked_at):
                return name, Recognised.VALUES
        return "", Recognised.NO

    def _is_keys(self, cells: Sequence[str]) -> bool:
        said = [text.strip() for text in cells if text.strip()]
        keys = self.layout.keys
        return bool(said) and sum(text in keys for text in said) >= _KEYS_SHARE * len(said)


def _each_once(found: Sequence[Mapped]) -> list[Mapped]:
    taken: dict[str, int] = {}
    for how in _SUREST:
        for one in found:
            if one.how == how and one.name and one.name not in taken:
                taken[one.name] = one.at
    return [
        one if not one.name or taken[one.name] == one.at else replace(one, name="", how="no")
        for one in found
    ]


def _above(rows: Sequence[Row], line: int) -> Sequence[str]:
    """Groups over the labels, where they name at least two."""
    before = [cells for number, cells in rows if number < line]
    groups = before[-1] if before else ()
    return groups if len({text for text in groups if text}) > 1 else ()


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
