"""Marks by a rubric: 0 to 5 on each criterion, with reasons where it matters.

A criterion is {"key", "label", "weight", "floor"}: points of 100, and the least that is enough of
0 to 5. Rooms say what a mark is for; how it is typed, counted and drawn is the same everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.typed import Names, Typed

MOST = 5  # points on a criterion
LOW = 1  # so few, or all, want a reason
POINTS, REASON, COMMENT = "points-", "reason-", "comment"  # names under which they are typed
LONGEST_REASON, LONGEST_COMMENT = 500, 2000  # characters
WHOLE = 100  # what the weights sum up to
_HIGH, _LOW = "打 5 分，请写好在哪里", "打 0、1 分，请写差在哪里"

Criteria = Sequence[Mapping[str, Any]]


class MarkProblem(TextChoices):
    NO_POINTS = "score_no_points", "请给“{expected}”打分，0 到 5 分"
    NO_REASON = "score_no_reason", "“{expected}”打了 {found} 分，请写理由"
    TOO_LONG = "score_too_long", "“{expected}”最多 {found} 字，请删短"


def total_of(criteria: Criteria, points: Mapping[str, int]) -> Decimal:
    """Of 100: the sum of points / 5 x weight, to the hundredth; without points nothing is added."""
    whole = sum(points.get(one["key"], 0) * one["weight"] for one in criteria)
    return (Decimal(whole) / MOST).quantize(Decimal("0.01"))


def wants_reason(criterion: Mapping[str, Any], points: int) -> bool:
    """Very good, very poor, or less than is enough."""
    return points == MOST or points <= LOW or points < criterion["floor"]


def mark_problems(
    criteria: Criteria, points: Mapping[str, int], reasons: Mapping[str, str]
) -> list[Problem]:
    """All that lacks, in the order of the rubric."""
    return [problem for one in criteria for problem in _problems_on(one, points, reasons)]


def _problems_on(
    criterion: Mapping[str, Any], points: Mapping[str, int], reasons: Mapping[str, str]
) -> list[Problem]:
    key, label = criterion["key"], criterion["label"]
    given, reason = points.get(key), reasons.get(key, "")
    if given is None or not 0 <= given <= MOST:
        return [Problem(MarkProblem.NO_POINTS, POINTS + key, expected=label)]
    if wants_reason(criterion, given) and not reason.strip():
        told = {"expected": label, "found": str(given)}
        return [Problem(MarkProblem.NO_REASON, REASON + key, **told)]
    return too_long(REASON + key, reason, LONGEST_REASON, f"{label}的理由")


def too_long(name: str, text: str, most: int, label: str) -> list[Problem]:
    told = {"expected": label, "found": str(most)}
    return [Problem(MarkProblem.TOO_LONG, name, **told)] if len(text) > most else []


def mark_labels(criteria: Criteria) -> dict[str, str]:
    """By name, in the order of the rubric."""
    labels: dict[str, str] = {}
    for one in criteria:
        labels |= {POINTS + one["key"]: one["label"], REASON + one["key"]: f"{one['label']}的理由"}
    return labels


def typed_names(labels: Mapping[str, str]) -> Names:
    """What a sheet is typed under: all texts."""
    return Names(rows={}, lists=(), checks=(), label_of=lambda name: labels.get(name, name))


def points_typed(criteria: Criteria, typed: Mapping[str, Typed]) -> dict[str, int]:
    """What was typed, read; a number that is none was not given."""
    given = {one["key"]: digit(typed.get(POINTS + one["key"])) for one in criteria}
    return {key: points for key, points in given.items() if points is not None}


def reasons_typed(criteria: Criteria, typed: Mapping[str, Typed]) -> dict[str, str]:
    return {one["key"]: str(typed.get(REASON + one["key"], "")).strip() for one in criteria}


def digit(text: Typed | None) -> int | None:
    return int(text) if isinstance(text, str) and text in {"0", "1", "2", "3", "4", "5"} else None


@dataclass(frozen=True)
class Line:
    """One criterion as a page draws it: what may be given, what was, and why a reason is asked for
    (`why`, "" where none is). `section` is where to read of it, `held` what falling below the
    floor means."""

    key: str
    label: str
    weight: int
    floor: int
    points: str
    reason: str
    told: Sequence[str]
    section: str = ""
    held: str = ""

    points_name = property(lambda self: POINTS + self.key)
    reason_name = property(lambda self: REASON + self.key)
    choices = tuple(str(points) for points in range(MOST + 1))
    high, low = _HIGH, _LOW
    longest = LONGEST_REASON

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


def line_of(
    criterion: Mapping[str, Any],
    typed: Mapping[str, Typed],
    told: Sequence[Problem],
    *,
    section: str = "",
    held: str = "",
) -> Line:
    """`told` are the problems with which the sheet was refused."""
    key = criterion["key"]
    points = digit(typed.get(POINTS + key))
    names = (POINTS + key, REASON + key)
    return Line(
        *(key, criterion["label"], criterion["weight"], criterion["floor"]),
        points="" if points is None else str(points),
        reason=str(typed.get(REASON + key, "")),
        told=[problem.sentence for problem in told if problem.field in names],
        section=section,
        held=held,
    )
