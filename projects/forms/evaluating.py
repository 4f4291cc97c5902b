"""An evaluator's form as the page draws it, what lists are narrowed by, and the reasons a lead
writes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from accounts.forms.people import DeskForm
from foundation.errors import Problem
from foundation.fields import LineField, ReasonField
from foundation.marking import COMMENT, LONGEST_COMMENT, Criteria, Line, line_of, total_of
from foundation.typed import Typed
from projects.evaluating import Marks, labels_of, marks_of, marks_problems
from projects.forms.decisions import DecisionForm

_HELD = "不能推荐"
_LONGEST_REASON = 300
# Where on the sheet a criterion of the usual rubric is to be read of: the section's place.
_SECTIONS = {
    **dict.fromkeys(("lead", "maturity"), "section-3"),
    "rights": "section-4",
    "market": "section-5",
    "team": "section-6",
}


class OpinionSheet:
    """Filled with what is typed; `told` are the problems with which it was refused."""

    longest_comment = LONGEST_COMMENT

    def __init__(
        self, rubric: Criteria, typed: Mapping[str, Typed], told: Sequence[Problem] = ()
    ) -> None:
        self.rubric, self.typed, self.told = rubric, typed, told
        self.names = list(labels_of(rubric))

    @cached_property
    def marks(self) -> Marks:
        return marks_of(self.rubric, self.typed)

    @property
    def lines(self) -> list[Line]:
        return [
            line_of(one, self.typed, self.told, section=_SECTIONS.get(one["key"], ""), held=_HELD)
            for one in self.rubric
        ]

    @property
    def comment(self) -> str:
        return str(self.typed.get(COMMENT, ""))

    @property
    def comment_told(self) -> list[str]:
        return [problem.sentence for problem in self.told if problem.field == COMMENT]

    @property
    def lacks(self) -> list[Problem]:
        """What keeps it from being filed."""
        return marks_problems(self.rubric, self.marks)

    @property
    def given(self) -> int:
        """On how many criteria there are points."""
        return len(self.marks.points)

    @property
    def total(self) -> Decimal:
        return total_of(self.rubric, self.marks.points)


class EvaluatorReasonForm(DecisionForm):
    reason = ReasonField("评价人和持有人会看到", longest=_LONGEST_REASON)


class FindForm(DeskForm):
    optional_names = ("q",)

    q = LineField(label="成果名称或编号", max_length=60, required=False)
