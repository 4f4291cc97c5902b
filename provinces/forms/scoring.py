"""An expert's sheet as the page draws it, and the reasons people give for giving it back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.forms.people import DeskForm
from foundation.errors import Problem
from foundation.fields import ReasonField
from foundation.marking import COMMENT, LONGEST_COMMENT, Line, line_of, total_of
from foundation.typed import Typed
from provinces.models import Assignment
from provinces.scoring import labels_of, sheet_of, sheet_problems

FAMILIARITY = (
    ("1", "1 不熟悉"),
    ("2", "2 了解一点"),
    ("3", "3 一般"),
    ("4", "4 熟悉"),
    ("5", "5 正是本行"),
)
# Where in the plan a criterion of the notice is to be read of.
_SECTIONS = {
    "theme": "events",
    "basis": "basis",
    "organisation": "organisation",
    "support": "support",
    "novelty": "tasks",
}
_HELD = "会商时先搁置"


class ScoreSheet:
    """Filled with what is typed; `told` are the problems with which it was refused."""

    familiarities = FAMILIARITY
    longest_comment = LONGEST_COMMENT

    def __init__(
        self,
        criteria: Sequence[Mapping[str, Any]],
        typed: Mapping[str, Typed],
        told: Sequence[Problem] = (),
    ) -> None:
        self.criteria, self.typed, self.told = criteria, typed, told
        self.names = list(labels_of(criteria))

    @cached_property
    def read(self) -> Any:
        return sheet_of(self.criteria, self.typed)

    @property
    def lines(self) -> list[Line]:
        return [
            line_of(one, self.typed, self.told, section=_SECTIONS.get(one["key"], ""), held=_HELD)
            for one in self.criteria
        ]

    @property
    def familiarity(self) -> str:
        return str(self.read.familiarity or "")

    @property
    def comment(self) -> str:
        return str(self.typed.get(COMMENT, ""))

    @property
    def lacks(self) -> list[Problem]:
        """What keeps it from being filed."""
        return sheet_problems(self.criteria, self.read)

    @property
    def given(self) -> int:
        """On how many criteria there are points."""
        return len(self.read.points)

    @property
    def total(self) -> Decimal:
        return total_of(self.criteria, self.read.points)


class DeclineForm(DeskForm):
    reason = ReasonField(
        "只有火炬中心看到",
        label="为什么谢绝",
        longest=Assignment._meta.get_field("reason").max_length,
    )
