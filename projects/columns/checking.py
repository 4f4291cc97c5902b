"""The rows of a spreadsheet against the rules of the form: every fault of every cell at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms

from foundation.validators.verdict import quoted
from projects.columns.cells import UNCOMPUTED
from projects.columns.layout import TITLE, Layout, choices_in
from projects.columns.proposals import propose

_REMEMBERED = 4096  # cells of one column

Reading = tuple[Any, tuple[str, ...]]  # the value, or what is wrong


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in one cell; `proposal` is a text that would be right, or ""."""

    name: str
    told: str
    found: str = ""
    proposal: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "name": self.name,
            "told": self.told,
            "found": self.found,
            "proposal": self.proposal,
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """`values` by column, as JSON holds them, of all cells that say something and can be read."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)


class Checker:
    """One for many rows: it reads the lists there are to choose from once."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._columns = layout, layout.columns()
        self._reading: dict[str, Callable[[str], Reading]] = {}
        self._proposal = lru_cache(_REMEMBERED)(self._proposed)

    def check(self, cells: Mapping[str, str], uncomputed: Iterable[str] = ()) -> Checked:
        """`cells` by the names of the columns; `uncomputed` names those that hold a formula
        without a value."""
        values: dict[str, Any] = {}
        layout, formulas = self._layout, set(uncomputed)
        faults = [CellFault(layout.column_for(n, ""), UNCOMPUTED) for n in sorted(formulas)]
        for asked, text in {**cells, TITLE: cells.get(TITLE, "")}.items():
            if asked in formulas:
                continue
            name = layout.column_for(asked, text)
            value, told = self._read(name, text)
            if told:
                faults += [self._fault(name, text, one) for one in told]
            elif value not in (None, "", [], False) or (value is False and name in layout.answers):
                values[name] = value
        faults += [
            CellFault(n, told, quoted(cells.get(n, ""))) for n, told in layout.settle(values)
        ]
        values = {name: _plain(value) for name, value in values.items() if value is not None}
        return Checked(values, faults)

    def _fault(self, name: str, text: str, told: str) -> CellFault:
        return CellFault(name, told, quoted(text), self._proposal(name, text))

    def _proposed(self, name: str, text: str) -> str:
        """Only what would be read without a fault."""
        corrected = self._layout.corrected.get(name)
        proposal = propose(text, self._columns[name].widget, corrected)
        return proposal if proposal and not self._read(name, proposal)[1] else ""

    def _read(self, name: str, text: str) -> Reading:
        read = self._reading.get(name)
        if read is None:
            read = self._reading[name] = self._reader(name)
        return read(text)

    def _reader(self, name: str) -> Callable[[str], Reading]:
        clean = self._columns[name].widget.clean

        def read(text: str) -> Reading:
            try:
                return clean(text), ()
            except forms.ValidationError as fault:
                return None, tuple(fault.messages)

        # What is chosen from a list repeats from row to row, as does whose it is.
        repeats = name in self._layout.repeating or choices_in(self._columns[name])
        return lru_cache(_REMEMBERED)(read) if repeats else read


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
