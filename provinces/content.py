"""What a version holds: the plan in words, so that nothing in it changes when a list does; and what
a plan lacks before it can be printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import TextChoices

from foundation.errors import Problem
from projects.columns.words import words_of
from provinces.columns.facts import Facts
from provinces.columns.fields import COLUMNS, column_of, label_of
from provinces.columns.reading import SectionSheet, typed_in
from provinces.columns.rows import ROWS, fields_of_row, sums_of
from provinces.columns.sections import (
    EVENT_NAMES,
    Section,
    base_of,
    section_of_event,
    sections_of,
)
from provinces.models import PlanDraft, PlanEvent, WorkPlan
from provinces.states import Task

_TARGETS = tuple(name for name in COLUMNS if name.startswith("target_"))
_BASIS = tuple(name for name in COLUMNS if name.startswith("basis_"))


class PlanProblem(TextChoices):
    LACKING = "plan_lacking", "还没有填“{expected}”"
    WRONG = "plan_wrong", "“{expected}”：{found}"
    NO_EVENT = "plan_no_event", "还没有申报路演。请增加一场"
    NO_TASK = "plan_no_task", "“{expected}”还没有责任单位"


@dataclass(frozen=True)
class Standing:
    """A plan as it is typed now, read in all sections."""

    plan: WorkPlan
    draft: PlanDraft | None
    events: Sequence[PlanEvent]

    @cached_property
    def facts(self) -> Facts:
        typed = self.draft.typed if self.draft else {}
        chosen = (text for name, text in typed.items() if base_of(name) == "projects")
        return Facts(self.plan, frozenset(str(code) for codes in chosen for code in codes))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(self.events)

    @cached_property
    def sheets(self) -> dict[str, SectionSheet]:
        return {
            section.name: SectionSheet(section, self.facts, typed_in(self.draft, section.names))
            for section in self.sections
        }

    def values_of(self, section: Section) -> Mapping[str, Any]:
        return self.sheets[section.name].values

    @cached_property
    def values(self) -> dict[str, Any]:
        return {name: v for s in self.sections for name, v in self.values_of(s).items()}

    @cached_property
    def problems(self) -> list[Problem]:
        """All that keeps it from being printed, in the order of its sections."""
        found = [problem for section in self.sections for problem in self._problems_in(section)]
        return found + ([] if self.events else [Problem(PlanProblem.NO_EVENT)])

    def _problems_in(self, section: Section) -> Iterable[Problem]:
        sheet = self.sheets[section.name]
        for fault in sheet.faults:
            told = {"expected": fault.label, "found": fault.sentence}
            yield Problem(PlanProblem.WRONG, fault.name, **told)
        wrong = {fault.name for fault in sheet.faults}
        for name in sheet.lacking:
            if name not in wrong:
                yield Problem(PlanProblem.LACKING, name, expected=label_of(name))
        if "tasks" in section.names:
            yield from self._tasks_undone(sheet)

    def _tasks_undone(self, sheet: SectionSheet) -> Iterable[Problem]:
        rows = sheet.values.get("tasks") or []
        done = {row["task"] for row in rows}
        for task in Task:
            if rows and task.value not in done:
                yield Problem(PlanProblem.NO_TASK, "tasks", expected=str(task.label))


def content_of(standing: Standing) -> dict[str, Any]:
    """Texts and lists of texts alone: canonical JSON has no fractions."""
    plan, cycle, said = standing.plan, standing.plan.cycle, standing.values
    unit = plan.unit
    return {
        "unit": {"abbr": unit.abbr, "name": unit.name, "department": unit.department},
        "year": cycle.year,
        "addressee": cycle.issuer,
        "basis_notice": {"title": cycle.call_title, "number": cycle.call_number},
        "letter": {
            "number": said["doc_number"],
            "date": said["letter_date"],
            "office": said["office"],
            "phone": said["phone"],
        },
        "aims": said["aims"],
        "targets": _figures(said, _TARGETS),
        "events": [_event(standing, event) for event in standing.events],
        "basis": {"text": said["basis"], "figures": _figures(said, _BASIS)},
        "organisation": {
            "text": said["organisation"],
            "parties": _rows("parties", said),
            "lead": said["lead"],
            "liaison": said["liaison"],
        },
        "tasks": _rows("tasks", said),
        "programme": {name: said[name] for name in ("selection", "coaching", "broadcast")},
        "support": {
            "budget": _rows("budget", said),
            "total": said["budget_total"],
            "sums": sums_of(said["budget"]),
            **{name: said[name] for name in ("policies", "staff", "safety", "integrity")},
        },
        "tracking": {"text": said["tracking"], "reporting": said["reporting"]},
    }


def _figures(said: Mapping[str, Any], names: Iterable[str]) -> list[dict[str, str]]:
    return [
        {"label": column_of(name).label, "value": said[name], "unit": column_of(name).unit}
        for name in names
        if said[name]
    ]


def _event(standing: Standing, event: PlanEvent) -> dict[str, Any]:
    section = section_of_event(event)
    values, form = standing.values_of(section), standing.sheets[section.name].form
    said = {name: values[f"{event.ref}_{name}"] for name in EVENT_NAMES}
    labels = {
        name: words_of(form.fields[f"{event.ref}_{name}"], said[name]) for name in ("theme", "mode")
    }
    several = {
        name: [words_of(form.fields[f"{event.ref}_{name}"], [one]) for one in said[name]]
        for name in ("fields", "orientations", "strategies")
    }
    plain = ("title", "place", "host", "project_count", "companies", "investors", "agenda")
    dates = [said[name] for name in ("first_date", "second_date") if said[name]]
    return {
        "ref": event.ref,
        **{name: said[name] for name in plain},
        **labels,
        **several,
        "dates": dates,
        "projects": [_project(standing, code) for code in said["projects"]],
    }


def _project(standing: Standing, code: str) -> dict[str, str]:
    row = standing.facts.projects[code]
    return {name: row[name] for name in ("code", "title", "organisation", "trl")}


def _rows(column: str, said: Mapping[str, Any]) -> list[dict[str, str]]:
    fields = fields_of_row(column)
    return [{key: words_of(fields[key], row[key]) for key in ROWS[column]} for row in said[column]]
