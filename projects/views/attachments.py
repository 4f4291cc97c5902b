"""The attachments of a project as those who fill it in work on them."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.errors import Refused
from projects.attaching import put_at, refuse_unattachable, remove, restore, revise
from projects.disclosing import disclose
from projects.forms.attachments import DetailsForm, OpennessForm
from projects.models import Attachment, Project
from projects.queries import for_reading, visible_to
from projects.rules import is_open, may_edit
from projects.states import AttachmentKind, Visibility
from projects.views.file_panel import desk_for, panel_of
from projects.views.filing import filing_desk
from projects.views.reading import find_project
from projects.views.uploading import receive_now
from records.actors import Actor


@require_http_methods(["GET", "POST"])
@desk_of(Role.HOLDER)
def my_files(request: HttpRequest, ref: str) -> HttpResponse:
    return _files_page(request, ref, desk="my")


@require_http_methods(["GET", "POST"])
@filing_desk
def unit_files(request: HttpRequest, ref: str) -> HttpResponse:
    return _files_page(request, ref, desk="unit")


def _files_page(request: HttpRequest, ref: str, *, desk: str) -> HttpResponse:
    """The list on a page of its own; what a plain form sends is taken in here."""
    project, by = find_project(request, ref), actor_on(request)
    if not may_edit(by, project):
        raise PermissionDenied
    if request.method == "POST":
        _receive_all(request, project, by)
        return redirect(f"{desk}_project_files", project.ref)
    context = {"project": project, "at_desk": desk, **panel_of(project, by, desk=desk)}
    return render(request, "projects/files.html", context)


def _receive_all(request: HttpRequest, project: Project, by: Actor) -> None:
    """Each by itself: what is wrong with one does not keep out the others."""
    sent = request.FILES.getlist("files")
    if not sent:
        messages.error(request, "请先选择文件")
    for file in sent:
        try:
            refuse_unattachable(project, by=by)
            receive_now(project, file.name or "", cast("BinaryIO", file), by=by)
        except Refused as refusal:
            reasons = "；".join(problem.sentence for problem in refusal.problems)
            messages.error(request, f"“{file.name}”没有上传：{reasons}")
        else:
            messages.success(request, f"“{file.name}”已上传，正在检查")


@require_POST
@login_required
def revise_file(request: HttpRequest, ref: str) -> HttpResponse:
    """While the sheet is open all that is said of it; afterwards how open it is."""
    attachment, by = _find(request, ref), actor_on(request)
    if not is_open(attachment.project):
        return _disclose(request, attachment, by)
    form = DetailsForm(request.POST, attachment=attachment)
    if not form.is_valid():
        return _told(request, attachment, _first_error(form), HTTPStatus.UNPROCESSABLE_ENTITY)
    order = partial(revise, attachment, form.details, by=by)
    is_whole = AttachmentKind.MANDATE in {attachment.kind, form.details.kind}
    return _carry_out(
        request, attachment, order, f"“{form.details.title}”已保存", is_whole=is_whole
    )


def _disclose(request: HttpRequest, attachment: Attachment, by: Actor) -> HttpResponse:
    form = OpennessForm(request.POST, attachment=attachment, filed=Visibility.PUBLIC)
    if not form.is_valid():
        return _told(request, attachment, _first_error(form), HTTPStatus.UNPROCESSABLE_ENTITY)
    wanted = form.cleaned_data["visibility"]
    order = partial(disclose, attachment, wanted, by=by)
    said = f"“{attachment}”现在是{wanted.label}"
    return _carry_out(request, attachment, order, said, is_whole=False)


def _first_error(form: DetailsForm | OpennessForm) -> str:
    return str(next(iter(form.errors.values()))[0])


@require_POST
@login_required
def place_file(request: HttpRequest, ref: str) -> HttpResponse:
    attachment, by = _find(request, ref), actor_on(request)
    wanted = request.POST.get("place", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 4):  # noqa: PLR2004 -- places go to MOST
        raise Http404
    order = partial(put_at, attachment, int(wanted), by=by)
    return _carry_out(request, attachment, order, f"“{attachment}”排到第 {max(int(wanted), 1)}")


@require_POST
@login_required
def remove_file(request: HttpRequest, ref: str) -> HttpResponse:
    attachment, by = _find(request, ref), actor_on(request)
    order = partial(remove, attachment, by=by)
    return _carry_out(request, attachment, order, f"已移除“{attachment}”，可以撤销")


@require_POST
@login_required
def restore_file(request: HttpRequest, ref: str) -> HttpResponse:
    attachment, by = _find(request, ref), actor_on(request)
    order = partial(restore, attachment, by=by)
    return _carry_out(request, attachment, order, f"“{attachment}”已恢复，排在最后")


def _find(request: HttpRequest, ref: str) -> Attachment:
    """Of a project the actor may see; whoever only sees it changes nothing."""
    visible = visible_to(actor_on(request), Project.objects.all())
    rows = for_reading(Attachment.objects.filter(ref=ref.upper(), project__in=visible))
    attachment = rows.first()
    if attachment is None:
        raise Http404
    if not may_edit(actor_on(request), attachment.project):
        raise PermissionDenied
    return attachment


def _carry_out(
    request: HttpRequest,
    attachment: Attachment,
    order: Callable[[], object],
    done: str,
    *,
    is_whole: bool = True,
) -> HttpResponse:
    try:
        order()
    except Refused as refusal:
        if refusal.status == HTTPStatus.FORBIDDEN:
            raise
        reasons = "；".join(problem.sentence for problem in refusal.problems)
        return _told(request, attachment, reasons, refusal.status)
    if is_htmx(request) and not is_whole:
        return render(request, "projects/_files_said.html", {"said": done})
    return _told(request, attachment, done, HTTPStatus.OK)


def _told(
    request: HttpRequest, attachment: Attachment, words: str, status: HTTPStatus
) -> HttpResponse:
    """The list as it now stands and what has happened: in place, or on the page of the files."""
    by = actor_on(request)
    desk = desk_for(by)
    if not is_htmx(request):
        tell = messages.success if status == HTTPStatus.OK else messages.error
        tell(request, words)
        return redirect(f"{desk}_project_files", attachment.project.ref)
    project = Project.objects.get(pk=attachment.project_id)
    said = {"said": words, "is_fault": status != HTTPStatus.OK}
    context = panel_of(project, by, desk=desk) | said
    answer = render(request, "projects/_files.html", context, status=status)
    return reswap(retarget(answer, "#files"), "outerHTML")
