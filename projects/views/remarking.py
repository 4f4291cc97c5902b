"""Writing down what is to be mended in one column: in place, or without a script on the page."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx, wants_json
from foundation.errors import Refused
from projects.columns.told import REMARKABLE, label_told
from projects.forms.remarks import RemarkForm
from projects.models import Project
from projects.queries import noted_on
from projects.remarking import note_remark
from projects.rules import may_note_remarks
from projects.views.reading import find_project, show_project
from projects.views.remarks import Remarks, TriedRemark


@require_POST
@desk_of(*Role.of_unit)
def note_at_unit(request: HttpRequest, ref: str, column: str) -> HttpResponse:
    return _note(request, ref, column, desk="unit")


@require_POST
@desk_of(*Role.of_centre)
def note_at_centre(request: HttpRequest, ref: str, column: str) -> HttpResponse:
    return _note(request, ref, column, desk="center")


def _note(request: HttpRequest, ref: str, column: str, *, desk: str) -> HttpResponse:
    """What is no column that can be remarked on does not exist."""
    project, form = find_project(request, ref), RemarkForm(request.POST)
    if column not in REMARKABLE:
        raise Http404
    tried = _try(request, project, column, form)
    if is_htmx(request):
        return _show_box(request, project, column, tried, desk)
    if tried:
        return show_project(request, ref, desk=desk, remark=tried)
    done = "已记下" if form.cleaned_data["text"] else "已删去"
    messages.success(request, f"{done}“{label_told(column)}”的意见，退回时一起发出")
    return redirect(f"{reverse(f'{desk}_project', args=[project.ref])}#column-{column}")


def _try(
    request: HttpRequest, project: Project, column: str, form: RemarkForm
) -> TriedRemark | None:
    """What was refused; None where it was written down. Raises Refused: not theirs (403)."""
    if not form.is_valid():
        return TriedRemark(column, form.typed, form.fault, HTTPStatus.UNPROCESSABLE_ENTITY)
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    try:
        note_remark(project, column, text, seen=seen, by=actor_on(request))
    except Refused as refusal:
        if refusal.status == HTTPStatus.FORBIDDEN or wants_json(request):
            raise
        fault = "；".join(problem.sentence for problem in refusal.problems)
        return TriedRemark(column, form.typed, fault, refusal.status)
    return None


def _show_box(
    request: HttpRequest, project: Project, column: str, tried: TriedRemark | None, desk: str
) -> HttpResponse:
    """The box anew, and what is counted elsewhere on the page."""
    by = actor_on(request)
    row = get_object_or_404(Project, pk=project.pk)
    noted = {one.column: one for one in noted_on([row])}
    may_note = may_note_remarks(by, row)
    remarks = Remarks(row, desk, by, may_note=may_note, tried=tried, noted_on=noted)
    context = {"box": remarks.box(column), "remarks": remarks, "is_answer": True}
    return render(request, "projects/_remark_answer.html", context)
