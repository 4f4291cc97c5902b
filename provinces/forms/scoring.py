"""An expert's sheet as the page draws it, and the reasons people give for giving it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.errors import Problem
from foundation.fields import ProseField
from foundation.typed import Typed
from provinces.models import Assignment
from provinces.scoring import (
    LONGEST_COMMENT,
    LONGEST_REASON,
    LOW,
    MOST,
    POINTS,
    REASON,
    labels_of,
    sheet_of,
    sheet_problems,
    total_of,
    wants_reason,
)

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
_HIGH, _LOW = "打 5 分，请写好在哪里", "打 0、1 分，请写差在哪里"


@dataclass(frozen=True)
class Line:
    """One criterion: what may be given, what was, and why a reason is asked for (`why`, "" where
    none is)."""

    key: str
    label: str
    weight: int
    floor: int
    points: str
    reason: str
    told: Sequence[str]

    points_name = property(lambda self: POINTS + self.key)
    reason_name = property(lambda self: REASON + self.key)
    choices = tuple(str(points) for points in range(MOST + 1))
    high, low = _HIGH, _LOW
    longest = LONGEST_REASON

    @property
    def section(self) -> str:
        return _SECTIONS.get(self.key, "")

    @property
    def each(self) -> str:
        """What a point is worth, of 100."""
        return f"{Decimal(self.weight) / MOST:g}"

    @property
    def below(self) -> str:
        return f"低于 {self.floor} 分，请写差在哪里" if self.floor > LOW + 1 else ""

    @property
    def why(self) -> str:
        if not self.points or not wants_reason({"floor": self.floor}, int(self.points)):
            return ""
        points = int(self.points)
        return _HIGH if points == MOST else _LOW if points <= LOW else self.below


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
        return [self._line(one) for one in self.criteria]

    def _line(self, one: Mapping[str, Any]) -> Line:
        key, given = one["key"], self.read.points
        names = (POINTS + key, REASON + key)
        return Line(
            *(key, one["label"], one["weight"], one["floor"]),
            points=str(given[key]) if key in given else "",
            reason=str(self.typed.get(REASON + key, "")),
            told=[problem.sentence for problem in self.told if problem.field in names],
        )

    @property
    def familiarity(self) -> str:
        return str(self.read.familiarity or "")

    @property
    def comment(self) -> str:
        return str(self.typed.get("comment", ""))

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
    reason = ProseField(
        label="为什么谢绝",
        max_length=Assignment._meta.get_field("reason").max_length,
        help_text="只有火炬中心看到。最多 300 字",
        widget=forms.Textarea({"rows": 3}),
    )
