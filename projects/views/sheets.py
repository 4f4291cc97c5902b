"""What the desks share in filling in a 信息表: steps, saving, submitting, and giving it up."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import actor_on
from accounts.models import Organisation
from accounts.registering import register_organisation
from foundation import clock
from foundation.errors import Problem, Refused
from projects.content import content_of, mode_names
from projects.eligibility import judge
from projects.forms.sheet import StepForm
from projects.forms.steps import CHECK, FIRST, STATIONS, Step, step_after, step_named, step_of
from projects.intake import (
    discard,
    give_mandate,
    open_draft,
    problems_of,
    resume,
    save_draft,
    submit,
    take_back,
)
from projects.models import Project
from projects.queries import custody_of, last_return_of
from projects.rules import may_edit
from projects.states import ProjectStatus
from projects.views.reading import find_project
from records.actors import Actor


@dataclass(frozen=True)
class Desk:
    """Where a sheet is filled in: names of its addresses, and whether for somebody else."""

    name: str  # before the verbs: `my_project` has `my_project_discard`
    form: str
    new: str
    list: str
    list_label: str
    on_behalf: bool

    def form_of(self, project: Project | None, step: Step) -> str:
        page = reverse(self.form, args=[project.ref]) if project else reverse(self.new)
        return f"{page}?step={step.name}"

    def field_of(self, project: Project, column: str) -> str:
        return f"{self.form_of(project, step_of(column))}#id_{column}"


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


def is_open(project: Project, by: Actor) -> bool:
    """Whether `by` may fill it in now."""
    return may_edit(by, project) and project.status in ProjectStatus.editable


def new_sheet(request: HttpRequest, desk: Desk, *, unit: str = "") -> HttpResponse:
    """The first step; what is saved here goes on at the project's own address."""
    data = request.POST if request.method == "POST" else None
    sheet = StepForm(FIRST, None, data, on_behalf=desk.on_behalf, unit=unit)
    if data is not None and sheet.is_valid():
        return _carry_out(request, desk, sheet)
    return show_step(request, desk, sheet, None)


def edit_sheet(request: HttpRequest, project: Project, desk: Desk) -> HttpResponse:
    """The step named in the address. What cannot be saved any more is told by the door, beside
    what was typed."""
    if not may_edit(actor_on(request), project):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    step = step_named(request.GET.get("step", ""))
    sheet = StepForm(step, project, data, on_behalf=desk.on_behalf)
    if data is not None and sheet.is_valid():
        return _carry_out(request, desk, sheet)
    return show_step(request, desk, sheet, project)


def show_step(
    request: HttpRequest,
    desk: Desk,
    sheet: StepForm,
    project: Project | None,
    refusal: Refused | None = None,
) -> HttpResponse:
    problems = problems_of(project) if project else []
    returned = project and project.status == ProjectStatus.RETURNED
    context = {
        "form_desk": desk,
        "sheet": sheet,
        "step": sheet.step,
        "project": project,
        "action": desk.form_of(project, sheet.step),
        "stations": [_station(desk, project, one, sheet.step, problems) for one in STATIONS],
        "refused": [_lack(desk, project, p) for p in refusal.problems] if refusal else [],
        "returned": last_return_of(project) if project and returned else None,
        "list_url": reverse(desk.list),
        "discard_url": reverse(f"{desk.name}_discard", args=[project.ref]) if project else "",
    }
    if project and sheet.step == CHECK:
        context |= _standing(desk, project, problems)
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "projects/form.html", context, status=status)


def give_up(request: HttpRequest, ref: str, desk: Desk) -> HttpResponse:
    project = discard(find_project(request, ref), by=actor_on(request))
    messages.success(request, f"已放弃“{project.title}”，在列表里可以恢复")
    return redirect(desk.list)


def take_up(request: HttpRequest, ref: str, desk: Desk) -> HttpResponse:
    project = resume(find_project(request, ref), by=actor_on(request))
    messages.success(request, "已恢复为草稿，可以接着填")
    return redirect(desk.form, project.ref)


def fetch_back(request: HttpRequest, ref: str, desk: Desk) -> HttpResponse:
    project = take_back(find_project(request, ref), by=actor_on(request))
    messages.success(request, "已撤回提交，改好后再提交")
    return redirect(desk.form, project.ref)


def _carry_out(request: HttpRequest, desk: Desk, sheet: StepForm) -> HttpResponse:
    """Save, and submit if that was pressed; what the door refuses is told beside the text."""
    project = sheet.project
    try:
        project = _save(sheet, desk, actor_on(request))
        if "submit" in request.POST:
            submitted = submit(project, by=actor_on(request))
            messages.success(request, f"已提交，等待{submitted.unit.name}初审")
            return redirect(desk.name, submitted.ref)
    except Refused as refusal:
        return show_step(request, desk, sheet, project, refusal)
    if "next" in request.POST:
        return redirect(desk.form_of(project, step_after(sheet.step)))
    messages.success(request, "草稿已保存")
    return redirect(desk.form_of(project, sheet.step))


def _save(sheet: StepForm, desk: Desk, by: Actor) -> Project:
    """The last station asks nothing, so that there is nothing to save."""
    if sheet.step == CHECK and sheet.project:
        return sheet.project
    fields = sheet.columns
    if sheet.asks_organisation:
        fields["organisation"] = _organisation(sheet, by)
    if sheet.project is None:
        return _open(fields, desk, by)
    shown = sheet.shown if sheet.mandate != "" else False
    project = save_draft(sheet.project, fields, by=by, shown=shown)
    consent = project.display_consent
    if sheet.mandate and not (consent and consent.mandate == sheet.mandate):
        project = give_mandate(project, sheet.mandate, by=by)
    return project


def _open(fields: dict[str, Any], desk: Desk, by: Actor) -> Project:
    if not desk.on_behalf:
        return open_draft(fields, by=by)
    source, custodian = custody_of(by)
    return open_draft({**fields, "unit_id": by.unit}, by=by, source=source, custodian=custodian)


def _organisation(sheet: StepForm, by: Actor) -> Organisation | None:
    if sheet.stated is None:
        return None
    name, code, kind = sheet.stated
    return register_organisation(name, code, kind, by=by)


def _station(
    desk: Desk, project: Project | None, step: Step, now: Step, problems: list[Problem]
) -> Station:
    lacking = {problem.field for problem in problems}
    lacks = len(lacking) if step == CHECK else len(lacking.intersection(step.names))
    is_done = project is not None and step != CHECK and not lacks
    url = desk.form_of(project, step) if project else ""
    return Station(step, url, lacks, is_now=step == now, is_done=is_done)


def _lack(desk: Desk, project: Project | None, problem: Problem) -> Lack:
    if not problem.field or project is None:
        return Lack(problem.sentence)
    step = step_of(problem.field)
    return Lack(problem.sentence, step, desk.field_of(project, problem.field))


def _standing(desk: Desk, project: Project, problems: list[Problem]) -> dict[str, Any]:
    """What the last station shows: what is missing, and the six conditions as they stand."""
    year = clock.year_in_shanghai(clock.now())
    verdicts = judge(content_of(project, mode_names()), this_year=year)
    return {
        "lacks": [_lack(desk, project, problem) for problem in problems],
        "conditions": [{**v, "url": desk.field_of(project, v["column"])} for v in verdicts],
    }
