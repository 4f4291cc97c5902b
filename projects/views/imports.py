"""批量导入 at a unit's desk: its files, the page of one, what it downloads."""

from typing import IO

from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import is_htmx
from foundation.caching import polled
from foundation.errors import Refused
from projects.columns.layout import choices_in, is_several
from projects.forms.importing import FileForm
from projects.forms.workbooks import CONTENT_TYPE, MOST_ROWS, rows_to_mend, template
from projects.importing.checking import data_rows
from projects.importing.ordering import PURPOSE, TARGET
from projects.importing.subjects import Subject, subject_named, subject_of, subjects
from projects.models import ImportRun
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
    rows = [(run, subject_of(run).label if run.subject else "") for run in page]
    context = {"form": form, "page": page, "rows": rows, "subjects": subjects()}
    return render(request, "projects/imports.html", context)


def _receive(request: HttpRequest, form: FileForm) -> Upload:
    file = form.cleaned_data["file"]
    to = Destination(TARGET, wish={"subject": form.cleaned_data["subject"]})
    by = actor_on(request)
    upload = begin_upload(file.name, file.size, purpose=PURPOSE, to=to, by=by)
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
    context["subjects"] = subjects()
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
@polled(_etag)
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
    return _sent(rows_to_mend(run, subject_of(run).layout, rows), f"{name}_待修正")


@require_safe
@importers
def import_template(request: HttpRequest) -> HttpResponseBase:
    subject = _asked(request)
    return _sent(template(subject.layout), f"{subject.label}批量导入模板")


@require_safe
@importers
def import_drafts(request: HttpRequest) -> HttpResponseBase:
    """What of the unit's own may still be changed, in the template's form: changed there, it is
    imported again."""
    subject = _asked(request)
    drafts = subject.drafts_of(actor_on(request).unit, MOST_ROWS)
    return _sent(template(subject.layout, drafts), f"本单位的{subject.label}草稿")


@require_safe
@importers
def import_columns(request: HttpRequest) -> HttpResponse:
    """Every column: whether it is needed, how it is filled in, what there is to choose."""
    subject = _asked(request)
    layout, columns = subject.layout, subject.layout.columns()
    told = [
        {
            "label": layout.header_of(name),
            "is_needed": layout.is_needed(name),
            "hint": layout.hint_of(name),
            "choices": choices_in(columns[name]),
            "is_several": is_several(columns[name]),
        }
        for name in layout.names
    ]
    context = {"columns": told, "subject": subject, "subjects": subjects()}
    return render(request, "projects/import_columns.html", context)


def _asked(request: HttpRequest) -> Subject:
    """By `?of=`, the first without. Raises Http404."""
    key = request.GET.get("of", "")
    subject = subject_named(key) if key else subjects()[0]
    if subject is None:
        raise Http404
    return subject


def _sent(file: IO[bytes], name: str) -> FileResponse:
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE
    )
