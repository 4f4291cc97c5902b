"""What stands beside the form: the steps as stations, what is wrong in this one, what a submission
would lack, and the six conditions, all by what is typed now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.models import Unit
from foundation import clock
from foundation.errors import Problem
from foundation.typed import Typed
from projects.columns.steps import CHECK, STATIONS, Step, step_of
from projects.content import judged_of, mode_names, stated_of
from projects.duplicates import own_likes_of
from projects.eligibility import judge
from projects.forms.sheet import StepForm
from projects.forms.taking import overlaid, read_sheets
from projects.forms.typing import NAMES
from projects.intake import problems_of
from projects.models import Project
from projects.states import Source, Verdict
from projects.views.mending import to_mend_of


@dataclass(frozen=True)
class FormPage:
    """Where one sheet is filled in."""

    url: str

    def at_step(self, step: Step) -> str:
        return f"{self.url}?step={step.name}"

    def at_field(self, column: str) -> str:
        return f"{self.at_step(step_of(column))}#id_{column}"


@dataclass(frozen=True)
class Desk:
    """Where a sheet is filled in: names of its addresses, and whether for somebody else."""

    name: str  # before the verbs: `my_project` has `my_project_discard`
    form: str
    new: str
    list: str
    list_label: str
    on_behalf: bool

    def form_of(self, project: Project | None) -> FormPage:
        return FormPage(reverse(self.form, args=[project.ref]) if project else reverse(self.new))

    def address_of(self, verb: str, project: Project | None) -> str:
        """Of what is done with the sheet, or with one that is no project yet."""
        if project is None:
            return reverse(f"{self.new}_{verb}")
        return reverse(f"{self.name}_{verb}", args=[project.ref])


@dataclass(frozen=True)
class Station:
    """One step in the line beside the form; `lacks` counts what a submission would miss there."""

    step: Step
    url: str
    lacks: int
    is_now: bool
    is_done: bool


@dataclass(frozen=True)
class Lack:
    """What keeps a project from being submitted, and the way to the field it is about."""

    sentence: str
    step: Step | None = None
    url: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet at its desk: the project if it is one already, and all that waits to be taken."""

    desk: Desk
    project: Project | None
    typed: Mapping[str, Typed]
    asked_at: datetime

    @cached_property
    def page(self) -> FormPage:
        return self.desk.form_of(self.project)


def standing_of(sheet: Sheet, step: Step) -> dict[str, Any]:
    """For the side of the form at `step`."""
    desk, project, page = sheet.desk, sheet.project, sheet.page
    read = read_sheets(project, sheet.typed, on_behalf=desk.on_behalf)
    standing = overlaid(project or _nothing_yet(desk), read)
    unreadable = [name for one in read for name in one.faulty if name in sheet.typed]
    problems = [*NAMES.unread(unreadable), *problems_of(standing)]
    lacking = {problem.field for problem in problems}
    content = stated_of(standing, judged_of(standing, mode_names([standing])))
    verdicts = judge(content, this_year=clock.year_in_shanghai(sheet.asked_at))
    return {
        "stations": [_station(sheet, one, lacking, is_now=one == step) for one in STATIONS],
        "wrong": [fault for one in read if one.step == step for fault in _told(one, sheet.typed)],
        "to_mend": to_mend_of(project, content, page),
        "own_likes": own_likes_of(standing) if project and step == CHECK else [],
        "lacks": [lack_of(page, problem) for problem in problems],
        "conditions": [{**v, "url": page.at_field(v["column"])} for v in verdicts],
        "conditions_met": sum(v["verdict"] == Verdict.PASS for v in verdicts),
    }


def lack_of(page: FormPage, problem: Problem) -> Lack:
    if not problem.field:
        return Lack(problem.sentence)
    return Lack(problem.sentence, step_of(problem.field), page.at_field(problem.field))


def _nothing_yet(desk: Desk) -> Project:
    return Project(unit=Unit(), source=Source.UNIT if desk.on_behalf else Source.SELF)


def _told(read: StepForm, typed: Mapping[str, Typed]) -> Sequence[Any]:
    """Of what was typed here; what merely goes with it, and is empty, is told at submission."""
    names = tuple(f"id_{name}" for name in typed)
    return [fault for fault in read.faults if fault.anchor.startswith(names)]


def _station(sheet: Sheet, step: Step, lacking: set[str], *, is_now: bool) -> Station:
    """The other steps wait for the sheet to become a project."""
    lacks = len(lacking) if step == CHECK else len(lacking.intersection(step.names))
    if sheet.project is None:
        return Station(step, "", lacks, is_now=is_now, is_done=False)
    is_done = step != CHECK and not lacks
    return Station(step, sheet.page.at_step(step), lacks, is_now=is_now, is_done=is_done)
