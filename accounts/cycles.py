"""年度: opened by the centre's lead, one for each year, with the settings rooms read."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices

from accounts.models import Cycle
from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.marking import WHOLE
from records.actors import PORTAL, Actor
from records.workflow import begin, move


def open_cycle(year: int, *, issuer: str, by: Actor) -> Cycle:
    return begin(Cycle(year=year, issuer=issuer), "open", by=by)


class CycleProblem(TextChoices):
    WEIGHTS = "rubric_weights", "专业评价指标的分值相加要等于 {expected}，现在是 {found}"
    UNNAMED = "rubric_unnamed", "有分值的指标要写名称，名称不能重复"


def change_cycle(cycle: Cycle, settings: Mapping[str, Any], *, by: Actor) -> Cycle:
    """Set these columns; what is being evaluated keeps its own rubric. Raises Refused: not the
    centre's lead (403); 422 with all that is wrong with the rubric."""

    def write(row: Cycle) -> None:
        for name, value in settings.items():
            setattr(row, name, value)
        refuse_if(_problems(row))

    return move(cycle, "change", by=by, write=write)


def _problems(cycle: Cycle) -> list[Problem]:
    problems = []
    weights = sum(int(one["weight"]) for one in cycle.rubric)
    if weights != WHOLE:
        told = {"expected": str(WHOLE), "found": str(weights)}
        problems.append(Problem(CycleProblem.WEIGHTS, "rubric", **told))
    labels = [one["label"] for one in cycle.rubric]
    if "" in labels or len(set(labels)) < len(labels):
        problems.append(Problem(CycleProblem.UNNAMED, "rubric"))
    return problems


def current_cycle() -> Cycle:
    """The newest that has begun; before the first, the first. Raises Cycle.DoesNotExist before
    the taxonomies are loaded."""
    year = clock.year_in_shanghai(clock.now())
    begun = Cycle.objects.filter(year__lte=year).order_by("-year").first()
    return begun or Cycle.objects.earliest("year")


def open_first_cycle(*, issuer: str) -> None:
    """A new portal stands in the year it was installed."""
    if not Cycle.objects.exists():
        open_cycle(clock.year_in_shanghai(clock.now()), issuer=issuer, by=PORTAL)
