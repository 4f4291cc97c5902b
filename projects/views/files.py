"""Attachments as they are read: by whoever may, and nobody else; never as a page of ours."""

from collections.abc import Iterator
from http import HTTPStatus

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.guards import actor_on
from foundation.caching import PRIVATE, PUBLIC
from foundation.ranges import Span, Unsatisfiable, span_of
from projects.disclosing import note_reading
from projects.models import Attachment
from projects.queries import for_reading
from projects.rules import is_open_to, may_read, may_see
from records.actors import VISITOR, Actor

# Played in the page; everything else is saved. Neither is ever run: `sandbox`.
_INLINE = {"video/mp4"}
_POLICY = "default-src 'none'; media-src 'self'; sandbox"
_CHUNK = 1 << 16


@require_safe
def attachment_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The bytes as they were filed, under the type inspection vouched for; in parts where asked."""
    attachment, by = _readable(request, ref), actor_on(request)
    answer = _answer(request, attachment)
    if _begins(request, answer) and not _needs_no_grant(by, attachment):
        note_reading(attachment, by=by)
    return _guarded(answer, attachment)


@require_safe
def attachment_preview(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The first page, as a picture we drew."""
    attachment = _readable(request, ref)
    picture = getattr(attachment.document, "picture", None)
    if picture is None or not picture.file:
        raise Http404
    etag = f'"{attachment.document.sha256}-preview"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = FileResponse(picture.file.open("rb"), content_type="image/png")
    answer["ETag"] = etag
    return _guarded(answer, attachment)


def _readable(request: HttpRequest, ref: str) -> Attachment:
    """What the actor may not read does not exist for them."""
    found = for_reading(Attachment.objects.filter(ref=ref.upper()))
    attachment = found.select_related("document__picture").first()
    if attachment is None or not may_read(actor_on(request), attachment):
        raise Http404
    return attachment


def _needs_no_grant(by: Actor, attachment: Attachment) -> bool:
    return may_see(by, attachment.project) or is_open_to(by, attachment)


def _begins(request: HttpRequest, answer: HttpResponseBase) -> bool:
    """Whether this is a reading from the beginning: the further parts of a video are not others."""
    is_first = answer.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    return request.method == "GET" and answer.status_code < HTTPStatus.MULTIPLE_CHOICES and is_first


def _answer(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    etag, size = f'"{attachment.document.sha256}"', attachment.document.size
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        try:
            span = span_of(_range_asked(request, etag), size)
            answer = _part(attachment, span) if span else _whole(attachment)
        except Unsatisfiable:
            answer = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            answer["Content-Range"] = f"bytes */{size}"
    answer["ETag"], answer["Accept-Ranges"] = etag, "bytes"
    return answer


def _range_asked(request: HttpRequest, etag: str) -> str:
    """A part is of no use to who holds parts of another file (If-Range)."""
    is_same = request.headers.get("If-Range", etag) == etag
    return request.headers.get("Range", "") if is_same and request.method == "GET" else ""


def _whole(attachment: Attachment) -> HttpResponseBase:
    document = attachment.document
    return FileResponse(
        document.file.open("rb"),
        as_attachment=document.content_type not in _INLINE,
        filename=document.name,
        content_type=document.content_type,
    )


def _part(attachment: Attachment, span: Span) -> HttpResponseBase:
    document = attachment.document
    answer = StreamingHttpResponse(
        _pieces(attachment, span),
        status=HTTPStatus.PARTIAL_CONTENT,
        content_type=document.content_type,
        headers={"Content-Length": str(span.length), "Content-Range": span.within(document.size)},
    )
    is_saved = document.content_type not in _INLINE
    answer["Content-Disposition"] = content_disposition_header(is_saved, document.name) or ""
    return answer


def _pieces(attachment: Attachment, span: Span) -> Iterator[bytes]:
    """The server closes what it has read to the end or turned away from."""
    with attachment.document.file.open("rb") as file:
        file.seek(span.start)
        left = span.length
        while left and (piece := file.read(min(left, _CHUNK))):
            left -= len(piece)
            yield piece


def _guarded(answer: HttpResponseBase, attachment: Attachment) -> HttpResponseBase:
    """Whoever holds what is not public holds it alone; what is public is asked for again each
    time, for it may have been taken back."""
    is_public = is_open_to(VISITOR, attachment)
    answer["Cache-Control"] = PUBLIC if is_public else PRIVATE
    answer["Content-Security-Policy"] = _POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
