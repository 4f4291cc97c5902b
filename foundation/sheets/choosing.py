"""Which worksheet of several is read. No Django."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from foundation.sheets.shape import Facts, Fault, Json, Unfit

_FEWEST_ROWS = 2  # names of columns and one row
_NOTES = re.compile(r"(^|填写|填报|使用)说明|说明$|字典|代码表|read\s*me", re.IGNORECASE)


@dataclass(slots=True)
class Choice:
    """Takes worksheets in their order, keeps the rows of the best so far at `into`.

    The one named `tab`; else the first visible one with two rows that is not named like notes;
    else the first visible one with any.
    """

    into: Path
    tab: str = ""
    all: list[Facts] = field(default_factory=list)
    best: Facts | None = None

    def spool_path(self) -> Path:
        """Where the rows of the next worksheet go."""
        return self.into.with_suffix(".next")

    def take(self, facts: Facts) -> None:
        """After its rows are written."""
        self.all.append(facts)
        if self._is_better(facts):
            self.best = facts
            self.spool_path().replace(self.into)

    def _is_better(self, facts: Facts) -> bool:
        if self.tab:
            return facts.name == self.tab
        if facts.is_hidden or not facts.rows:
            return False
        return self.best is None or (_is_table(facts) and not _is_table(self.best))

    def answer(self) -> Json:
        """The facts as JSON; raises Unfit where there is nothing to read."""
        if self.best is None:
            raise self._nothing()
        if self.best.problem:
            fault, found, expected = self.best.problem
            found = f"{self.best.rows:,}" if fault is Fault.ROWS else found
            raise Unfit(fault, found, expected)
        if not self.best.rows:
            raise Unfit(Fault.EMPTY)
        tabs = [[facts.name, facts.rows, facts.is_hidden] for facts in self.all if facts.name]
        return self.best.as_json() | {"tabs": tabs}

    def _nothing(self) -> Unfit:
        if self.tab:
            return Unfit(Fault.NO_TAB, self.tab, "、".join(facts.name for facts in self.all))
        hidden = [facts.name for facts in self.all if facts.rows]
        return Unfit(Fault.HIDDEN, "、".join(hidden)) if hidden else Unfit(Fault.EMPTY)


def _is_table(facts: Facts) -> bool:
    return facts.rows >= _FEWEST_ROWS and not _NOTES.search(facts.name)
