"""Files on their way in: begun, sent piece by piece, resumed, given up."""

from http import HTTPStatus
from typing import BinaryIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import actor_on, desk_of
from accounts.states import Role
from foundation.answers import answer_problems, is_htmx
from foundation.caching import polled
from foundation.errors import GeneralProblem, Problem, Refused
from projects.attaching import TARGET, Details, guess_details, purpose_of, refuse_unattachable
from projects.entitlements import TARGET as SERVICE
from projects.forms.attachments import SentForm
from projects.models import Attachment, Project
from projects.states import AttachmentStatus
from projects.views.file_panel import desk_for, row_of
from projects.views.filing import filing_desk
from projects.views.reading import find_project
from records.actors import Actor
from records.models import Upload
from records.queries import own_uploads
from records.receiving import (
    MOST_PIECE,
    Destination,
    begin_upload,
    drop_upload,
    receive,
    receive_whole,
)
from records.states import UploadStage

OFFSET = "Upload-Offset"  # as in tus 1.0, whose core this is


@require_POST
@desk_of(Role.HOLDER)
def my_begin(request: HttpRequest, ref: str) -> HttpResponse:
    return _begin(request, ref)


@require_POST
@filing_desk
def unit_begin(request: HttpRequest, ref: str) -> HttpResponse:
    return _begin(request, ref)


def _begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Room for one file of a declared size; says where its pieces go."""
    project, by = find_project(request, ref), actor_on(request)
    refuse_unattachable(project, by=by)
    form = SentForm(request.POST)
    if not form.is_valid():
        problem = Problem(GeneralProblem.BAD_REQUEST)
        return answer_problems(request, [problem], HTTPStatus.BAD_REQUEST)
    return answer_opened(_open(project, form.cleaned_data["name"], form.cleaned_data["size"], by))


def answer_opened(upload: Upload) -> JsonResponse:
    """Where the pieces of an upload go, for `uploads.js`."""
    answer = JsonResponse(
        {
            "ref": upload.ref,
            "address": reverse("upload", args=[upload.ref]),
            "drop": reverse("upload_drop", args=[upload.ref]),
            "piece": MOST_PIECE,
        },
        status=HTTPStatus.CREATED,
    )
    answer["Location"] = reverse("upload", args=[upload.ref])
    return answer


def receive_now(project: Project, name: str, stream: BinaryIO, *, by: Actor) -> Upload:
    """A file that a plain form has sent whole. Raises Refused."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return receive_whole(_open(project, name, size, by), stream)


def _open(project: Project, name: str, size: int, by: Actor) -> Upload:
    details = guess_details(name)
    to = Destination(TARGET, project.ref, _wish(details))
    return begin_upload(name, size, purpose=purpose_of(name), to=to, by=by)


def _wish(details: Details) -> dict[str, str]:
    return {
        "title": details.title,
        "kind": details.kind.value,
        "visibility": details.visibility.value,
    }


@require_http_methods(["GET", "HEAD", "PATCH"])
@login_required
def upload(request: HttpRequest, ref: str) -> HttpResponseBase:
    """How far one's own upload has come; PATCH sends the piece at `Upload-Offset`."""
    found = _own(request, ref)
    if request.method == "PATCH":
        return _patch(request, found)
    if is_htmx(request):
        return _row(request, ref)
    return _standing(found)


def _own(request: HttpRequest, ref: str) -> Upload:
    found = own_uploads(actor_on(request).user_id).filter(ref=ref.upper()).first()
    if found is None:
        raise Http404
    return found


def _patch(request: HttpRequest, found: Upload) -> HttpResponse:
    offset = request.headers.get(OFFSET, "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 16):  # noqa: PLR2004 -- fits a bigint
        problem = Problem(GeneralProblem.BAD_REQUEST)
        return answer_problems(request, [problem], HTTPStatus.BAD_REQUEST)
    try:
        received = receive(found, request, offset=int(offset)).received  # type: ignore[arg-type]  # -- a request is read like a file
    except Refused as refusal:
        answer = answer_problems(request, refusal.problems, refusal.status)
        answer[OFFSET] = str(_own(request, found.ref).received)
        return answer
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={OFFSET: str(received)})


def _standing(found: Upload) -> HttpResponse:
    problems = found.inspection.problems if found.stage == UploadStage.REFUSED else []
    answer = JsonResponse(
        {
            "stage": found.stage.value,
            "size": found.size,
            "received": found.received,
            "problems": [problem["sentence"] for problem in problems],
        },
        json_dumps_params={"ensure_ascii": False},
    )
    answer[OFFSET] = str(found.received)
    return answer


def _etag(request: HttpRequest, ref: str) -> str:
    found = own_uploads(actor_on(request).user_id).filter(ref=ref.upper()).first()
    return f'"{found.stage}-{found.received}"' if found else ""


@polled(_etag)
def _row(request: HttpRequest, ref: str) -> HttpResponse:
    """Its row in the list: still coming, or what became of it."""
    found = _own(request, ref)
    if found.stage != UploadStage.KEPT:
        return render(request, "projects/_file_pending.html", {"upload": found})
    rows = Attachment.objects.filter(document=found.inspection.document_id)
    attachment = rows.select_related("project", "document__picture").first()
    if attachment is None or attachment.status != AttachmentStatus.KEPT:
        return _done_with(found)
    return render(
        request, "projects/_file_row.html", {"row": row_of(attachment, {}, can_move=True)}
    )


def _done_with(found: Upload) -> HttpResponse:
    """Its row goes; a page that shows the file elsewhere is asked for anew."""
    return HttpResponse(headers={"HX-Refresh": "true"} if found.target == SERVICE else {})


@require_POST
@login_required
def drop(request: HttpRequest, ref: str) -> HttpResponse:
    """Give one's own upload up, or put its answer away."""
    found = _own(request, ref)
    drop_upload(found)
    if is_htmx(request):
        return HttpResponse()
    messages.success(request, f"“{found.name}”已放弃上传")
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect(f"{desk_for(actor_on(request))}_project_files", found.about)
