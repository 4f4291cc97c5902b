"""批量导入 at a unit's desk: its files, the page of one, what it downloads."""

from typing import IO

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import condition, require_http_methods, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.errors import Refused
from projects.columns.resource import (
    SPREAD,
    SheetResource,
    choices_in,
    header_of,
    hint_of,
    is_needed,
    is_several,
)
from projects.forms.importing import FileForm
from projects.forms.workbooks import CONTENT_TYPE, MOST_ROWS, rows_to_mend, template
from projects.importing.checking import data_rows
from projects.importing.ordering import PURPOSE, TARGET
from projects.models import ImportRun
from projects.queries import drafts_of_unit
from projects.states import ImportStage, Outcome
from projects.views.import_page import context_of, find_run, progress_of
from records.models import Upload
from records.queries import own_uploads
from records.receiving import Destination, begin_upload, receive_whole
from records.states import UploadStage

PAGE_SIZE = 20
importers = desk_of(*Role.of_unit)


@require_http_methods(["GET", "POST"])
@importers
def import_list(request: HttpRequest) -> HttpResponse:
    """The unit's imports, the newest first; POST begins one with a file."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = _receive(request, form)
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error("file", problem.sentence)
        else:
            return redirect("unit_import_file", upload.ref)
    runs = ImportRun.objects.filter(unit=actor_on(request).unit).exclude(stage=ImportStage.DROPPED)
    newest = runs.select_related("document", "by").order_by("-begun_at", "-pk")
    page: Page[ImportRun] = Paginator(newest, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "projects/imports.html", {"form": form, "page": page})


def _receive(request: HttpRequest, form: FileForm) -> Upload:
    file = form.cleaned_data["file"]
    by = actor_on(request)
    upload = begin_upload(file.name, file.size, purpose=PURPOSE, to=Destination(TARGET), by=by)
    return receive_whole(upload, file.file)


@require_safe
@importers
def import_file(request: HttpRequest, ref: str) -> HttpResponse:
    """While the file is looked at; then its import's page."""
    found = own_uploads(actor_on(request).user_id).filter(target=TARGET, ref=ref.upper()).first()
    if found is None:
        raise Http404
    if found.stage == UploadStage.KEPT:
        run = ImportRun.objects.get(document=found.inspection.document_id)
        return _go(request, reverse("unit_import", args=[run.ref]))
    is_part = is_htmx(request)
    page = "projects/import_file.html#waiting" if is_part else "projects/import_file.html"
    problems = getattr(found, "inspection", None) and found.inspection.problems
    context = {"upload": found, "problems": problems or [], "form": FileForm()}
    return render(request, page, context)


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@require_safe
@importers
def import_run(request: HttpRequest, ref: str) -> HttpResponse:
    run = find_run(request, ref)
    return render(request, "projects/import.html", context_of(request, run))


def _etag(request: HttpRequest, ref: str) -> str:
    run = find_run(request, ref)
    progress = progress_of(run)
    if progress is None:
        return ""
    return f'"{run.stage}-{progress.done}-{progress.total}-{progress.has_failed}"'


@require_safe
@importers
@condition(etag_func=_etag)
def import_progress(request: HttpRequest, ref: str) -> HttpResponse:
    """How far it is; when it is done, the page is asked for again."""
    run = find_run(request, ref)
    progress = progress_of(run)
    if progress is None:
        return _go(request, reverse("unit_import", args=[run.ref]))
    return render(request, "projects/_import_progress.html", {"run": run, "progress": progress})


@require_safe
@importers
def import_errors(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The rows to mend as a workbook that can be imported again."""
    run = find_run(request, ref)
    rows = data_rows(run).filter(outcome=Outcome.BAD)[:MOST_ROWS]
    name = run.document.name.rpartition(".")[0] or run.document.name
    return _sent(rows_to_mend(run, rows), f"{name}_待修正")


@require_safe
@importers
def import_template(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 -- a view's signature
    return _sent(template(), "科技成果批量导入模板")


@require_safe
@importers
def import_drafts(request: HttpRequest) -> HttpResponseBase:
    """The unit's own drafts and returned ones in the template's form: changed there, they are
    imported again."""
    drafts = drafts_of_unit(actor_on(request).unit)[:MOST_ROWS]
    return _sent(template(drafts), "本单位代管的草稿")


@require_safe
@importers
def import_columns(request: HttpRequest) -> HttpResponse:
    """Every column: whether it is needed, how it is filled in, what there is to choose."""
    columns = SheetResource().columns
    told = [
        {
            "label": header_of(name),
            "is_needed": is_needed(name),
            "hint": hint_of(name),
            "choices": choices_in(columns[name]),
            "is_several": is_several(columns[name]),
        }
        for name in SPREAD
    ]
    return render(request, "projects/import_columns.html", {"columns": told})


def _sent(file: IO[bytes], name: str) -> FileResponse:
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE
    )
