"""What the desks share in filling in a 信息表: steps, saving, submitting, and giving it up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import actor_on, asked_at
from foundation.errors import Refused, refuse_if
from foundation.typed import Clash, Typed, page_of
from projects.columns.steps import FIRST, STATIONS, Step, step_after, step_named
from projects.correcting import propose
from projects.drafting import draft_of, keep_typed
from projects.forms.sheet import StepForm, names_at
from projects.forms.taking import open_typed, take_typed
from projects.forms.typing import NAMES, shown_of
from projects.intake import discard, resume, submit, take_back
from projects.models import Correction, Draft, Project
from projects.queries import as_edited, last_return_of
from projects.rules import is_open as is_open_sheet, may_edit, pending_correction
from projects.states import CorrectionStatus, ProjectStatus
from projects.views.clashing import clashes_of
from projects.views.file_panel import panel_of
from projects.views.mending import beside_parts
from projects.views.reading import find_project
from projects.views.standing import Desk, Sheet, lack_of, standing_of
from records.actors import Actor

_NOTHING: Mapping[str, Typed] = {}


@dataclass(frozen=True)
class Answer:
    """What is told beside the form after something was sent: why the door refused, or what
    somebody else had changed meanwhile."""

    is_sent: bool = False
    refusal: Refused | None = None
    clashes: Sequence[Clash] = ()

    @property
    def status(self) -> HTTPStatus:
        if self.refusal:
            return self.refusal.status
        return HTTPStatus.CONFLICT if self.clashes else HTTPStatus.OK


def is_open(project: Project, by: Actor) -> bool:
    """Whether `by` may fill it in now."""
    return may_edit(by, project) and is_open_sheet(project)


def new_sheet(request: HttpRequest, desk: Desk, *, unit: str = "") -> HttpResponse:
    """The first step; what is saved here goes on at the project's own address."""
    if request.method == "POST":
        return _carry_out(request, desk, None, FIRST)
    draft = draft_of(None, actor_on(request))
    typed = draft.typed if draft else _NOTHING
    sheet = StepForm(FIRST, None, typed or None, on_behalf=desk.on_behalf, unit=unit)
    return _show_step(request, desk, sheet, draft)


def edit_sheet(request: HttpRequest, project: Project, desk: Desk) -> HttpResponse:
    """The step named in the address. What cannot be saved any more is told by the door, beside
    what was typed."""
    if not may_edit(actor_on(request), project):
        raise PermissionDenied
    project = as_edited(project)
    step = step_named(request.GET.get("step", ""))
    if request.method == "POST":
        return _carry_out(request, desk, project, step)
    draft = draft_of(project, actor_on(request))
    typed = _typed_at(step, draft)
    sheet = StepForm(step, project, typed or None, on_behalf=desk.on_behalf)
    return _show_step(request, desk, sheet, draft)


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


def _carry_out(
    request: HttpRequest, desk: Desk, project: Project | None, step: Step
) -> HttpResponse:
    """Keep what was typed, take what can be read, and submit if that was pressed. Whatever comes
    of it, nothing typed is lost."""
    by = actor_on(request)
    names = names_at(step, project, on_behalf=desk.on_behalf)
    typed: Mapping[str, Typed] = _NOTHING
    draft = None
    try:
        typed = NAMES.read(names, request.POST)
        refuse_if(NAMES.too_long(typed))
        kept = keep_typed(project, typed, show=shown_of, page=page_of(request.POST), by=by)
        draft = kept.draft
        sheet = StepForm(step, project, typed, on_behalf=desk.on_behalf)
        if kept.clashes or not sheet.is_valid():
            answer = Answer(is_sent=True, clashes=clashes_of(kept, typed, by))
            return _show_step(request, desk, sheet, draft, answer)
        project = _take(sheet, by)
        if "submit" in request.POST:
            return _submit(request, project, desk)
    except Refused as refusal:
        sheet = StepForm(step, project, typed, on_behalf=desk.on_behalf)
        answer = Answer(is_sent=True, refusal=refusal)
        return _show_step(request, desk, sheet, draft, answer)
    if "next" in request.POST:
        return redirect(desk.form_of(project).at_step(step_after(step)))
    messages.success(request, "更正已保存" if project.code else "草稿已保存")
    return redirect(desk.form_of(project).at_step(step))


def _take(sheet: StepForm, by: Actor) -> Project:
    if sheet.project is None:
        return open_typed(sheet, by=by)
    return take_typed(sheet.project, by=by)


def _submit(request: HttpRequest, project: Project, desk: Desk) -> HttpResponse:
    """What was typed anywhere and cannot be read keeps it from being submitted."""
    by = actor_on(request)
    draft = draft_of(project, by)
    refuse_if(NAMES.unread(draft.typed) if draft else [])
    correction = pending_correction(project)
    if correction is not None:
        propose(correction, by=by)
        messages.success(request, f"更正已提交，等待{project.unit.name}审核。审核前公开的内容不变")
        return redirect(desk.name, project.ref)
    submitted = submit(project, by=by)
    messages.success(request, f"已提交，等待{submitted.unit.name}初审")
    return redirect(desk.name, submitted.ref)


def _typed_at(step: Step, draft: Draft | None) -> dict[str, Typed]:
    typed = draft.typed if draft else _NOTHING
    return {name: text for name, text in typed.items() if name in step.names}


def _show_step(
    request: HttpRequest,
    desk: Desk,
    sheet: StepForm,
    draft: Draft | None,
    answer: Answer | None = None,
) -> HttpResponse:
    project, answer = sheet.project, answer or Answer()
    typed = {**(draft.typed if draft else _NOTHING), **(sheet.typed or _NOTHING)}
    correction = pending_correction(project) if project else None
    standing = standing_of(Sheet(desk, project, typed, asked_at(request)), sheet.step)
    context = {
        "form_desk": desk,
        "sheet": sheet,
        "parts": beside_parts(sheet.parts, standing["to_mend"]),
        "step": sheet.step,
        "project": project,
        "action": desk.form_of(project).at_step(sheet.step),
        "answer": answer,
        "clashes": answer.clashes,
        "refused": _refused(desk, project, answer),
        "correction": correction,
        **_correcting(desk, correction),
        **_returned(correction or project),
        "list_url": reverse(desk.list),
        "draft": draft,
        **_addresses(desk, project, draft),
        **_files(request, desk, sheet),
        **standing,
    }
    return render(request, "projects/form.html", context, status=answer.status)


def _correcting(desk: Desk, correction: Correction | None) -> dict[str, str]:
    """Where a correction is read as a whole, and given up."""
    if correction is None:
        return {}
    at = "unit" if desk.on_behalf else "my"
    return {
        "project_url": reverse(f"{at}_project", args=[correction.project.ref]),
        "correction_url": reverse(f"{at}_correction", args=[correction.ref]),
        "give_up_url": reverse(f"{at}_correction_withdraw", args=[correction.ref]),
    }


def _returned(record: Correction | Project | None) -> dict[str, Any]:
    """The remarks with which it came back, and until when it is to be revised."""
    if record is None or record.status not in (ProjectStatus.RETURNED, CorrectionStatus.RETURNED):
        return {}
    return {"returned": last_return_of(record), "returned_until": record.due_on}


def _files(request: HttpRequest, desk: Desk, sheet: StepForm) -> dict[str, Any]:
    """Attachments stand on the last two pages, once there is a project to attach them to."""
    if sheet.project is None or sheet.step not in STATIONS[-2:]:
        return {}
    files_desk = "unit" if desk.on_behalf else "my"
    return panel_of(sheet.project, actor_on(request), desk=files_desk)


def _refused(desk: Desk, project: Project | None, answer: Answer) -> list[Any]:
    problems = answer.refusal.problems if answer.refusal else ()
    return [lack_of(desk.form_of(project), problem) for problem in problems]


def _addresses(desk: Desk, project: Project | None, draft: Draft | None) -> dict[str, str]:
    """Where the page keeps what is typed, and what else may be done with the sheet."""
    begun = project is None and draft is not None and draft.typed
    return {
        "keep_url": desk.address_of("keep", project),
        "saves_url": desk.address_of("saves", project) if project else "",
        "history_url": desk.address_of("history", project) if project else "",
        "discard_url": desk.address_of("discard", project) if project and not project.code else "",
        "over_url": desk.address_of("over", None) if begun else "",
    }
