"""从文件填写: a Word form is uploaded, what was found in it is looked at, and what was chosen is
written into the draft."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import actor_on
from foundation.errors import Refused
from foundation.word import read_word
from projects.columns.steps import FIRST, UNIT
from projects.forms.finding import find
from projects.forms.proposals import (
    Beside,
    Proposal,
    beside,
    parts_of,
    proposals_of,
    take_proposals,
)
from projects.forms.sheet import SheetForm
from projects.forms.upload import WordForm, start_form
from projects.models import Project
from projects.proposing import Answers, keep_reading, let_go, reading_of
from projects.queries import as_edited
from projects.views.reading import find_project
from projects.views.sheets import is_open
from projects.views.standing import Desk
from records.actors import Actor

_MOST_TOLD = 8


@dataclass(frozen=True)
class _Filling:
    """Who fills in what, where; `unit` is offered where there is no project yet."""

    request: HttpRequest
    desk: Desk
    project: Project | None = None
    unit: str = ""

    @property
    def by(self) -> Actor:
        return actor_on(self.request)

    @property
    def sheet(self) -> Beside:
        return beside(self.project, on_behalf=self.desk.on_behalf, by=self.by)

    @property
    def address(self) -> str:
        if self.project is None:
            return reverse(f"{self.desk.name}_begin_from_word")
        return reverse(f"{self.desk.name}_from_word", args=[self.project.ref])


def fill_from_word(request: HttpRequest, ref: str, desk: Desk) -> HttpResponse:
    """Raises PermissionDenied where the project is not open for editing."""
    project = as_edited(find_project(request, ref))
    if not is_open(project, actor_on(request)):
        raise PermissionDenied
    return _answer(_Filling(request, desk, project))


def begin_from_word(request: HttpRequest, desk: Desk, *, unit: str = "") -> HttpResponse:
    """The same where there is no project yet: it begins with a title and a unit."""
    return _answer(_Filling(request, desk, unit=unit))


def _answer(filling: _Filling) -> HttpResponse:
    if filling.request.method == "GET":
        return _show(filling)
    if "drop" in filling.request.POST:
        let_go(filling.project, by=filling.by)
        return redirect(filling.address)
    return _take(filling) if "take" in filling.request.POST else _read(filling)


def _read(filling: _Filling) -> HttpResponse:
    """Inside the request: text at the limits takes half a second (docs/performance.md)."""
    form = WordForm(filling.request.POST, filling.request.FILES)
    if not form.is_valid():
        return _show(filling, form=form)
    file = form.cleaned_data["file"]
    try:
        document = read_word(file.name, file.file, scanner=settings.CLAMD)
    except Refused as refusal:
        for problem in refusal.problems:
            form.add_error("file", problem.sentence)
        return _show(filling, form=form)
    found = find(document.blocks)
    answers = Answers(found.fields, found.rows, found.places, found.others, document.is_cut)
    keep_reading(document, answers, project=filling.project, by=filling.by)
    return redirect(filling.address)


def _show(
    filling: _Filling,
    *,
    form: WordForm | None = None,
    start: SheetForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    desk, project = filling.desk, filling.project
    reading = reading_of(project, by=filling.by)
    context = {
        "form_desk": desk,
        "project": project,
        "action": filling.address,
        "list_url": reverse(desk.list),
        "back_url": desk.form_of(project).at_step(FIRST) if project else reverse(desk.new),
        "form": form or WordForm(),
        "reading": reading,
        "refused": [problem.sentence for problem in refusal.problems] if refusal else [],
    }
    if reading:
        context |= _found(filling, Answers(**reading.found), start)
    status = refusal.status if refusal else HTTPStatus.OK
    return render(filling.request, "projects/from_word.html", context, status=status)


def _found(filling: _Filling, answers: Answers, start: SheetForm | None) -> dict[str, Any]:
    parts = parts_of(answers, filling.sheet)
    proposals = [one for part in parts for one in part.proposals]
    if filling.project is None:
        start = start or _start_of(proposals, filling)
    return {
        "answers": answers,
        "parts": parts,
        "start": start,
        "open_count": sum(one.is_open for one in proposals),
    }


def _start_of(proposals: list[Proposal], filling: _Filling) -> SheetForm:
    said = {name: text for one in proposals for name, text in one.typed.items()}
    title, unit = str(said.get("title", "")), str(said.get(UNIT, "")) or filling.unit
    return start_form(title=title, unit=unit, on_behalf=filling.desk.on_behalf)


def _take(filling: _Filling) -> HttpResponse:
    desk, project, sent = filling.desk, filling.project, filling.request.POST
    reading = reading_of(project, by=filling.by)
    if reading is None:
        return redirect(filling.address)
    start = None if project else start_form(sent, on_behalf=desk.on_behalf)
    if start is not None and not start.is_valid():
        return _show(filling, start=start)
    chosen = set(sent.getlist("name")) - (set(start.fields) if start else set())
    answers = Answers(**reading.found)
    proposals = proposals_of(answers, filling.sheet, chosen)
    try:
        saved = take_proposals(project, proposals, start=_started(start), by=filling.by)
    except Refused as refusal:
        return _show(filling, start=start, refusal=refusal)
    _tell(filling.request, proposals)
    page = desk.form_of(saved)
    # What is in the library has a page of its own at this address.
    return redirect(page.at_step(FIRST) if saved.code else page.url)


def _started(start: SheetForm | None) -> dict[str, Any]:
    if start is None:
        return {}
    cleaned = start.cleaned_data
    return {"title": cleaned["title"]} | ({"unit_id": cleaned[UNIT]} if UNIT in cleaned else {})


def _tell(request: HttpRequest, proposals: list[Proposal]) -> None:
    """What was taken, and of what was not, why."""
    taken = [one.label for one in proposals if one.typed]
    messages.success(request, f"已写入草稿 {len(taken)} 项。请逐步核对，再补上其余的")
    for one in [one for one in proposals if one.told][:_MOST_TOLD]:
        what = "有几行没有取" if one.typed else "没有取"
        messages.warning(request, f"“{one.label}”{what}：{'；'.join(one.told[:3])}")
