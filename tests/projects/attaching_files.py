"""Attachments brought to a project as workers bring them."""

import io
import itertools

from foundation.uploads import Purpose
from projects.attaching import TARGET, Details, attach, guess_details
from projects.states import AttachmentKind, Visibility
from records.filing import file_document
from records.previewing import ask_for_picture
from records.receiving import Destination, begin_upload
from records.working import carry_out
from tests.foundation import files

_numbers = itertools.count(1)


def pdf():
    """No two are the same."""
    return files.pdf(f"<</N {next(_numbers)}>>".encode())


def make_attachment(project, by, *, kind="technical", visibility="granted", **fields):
    name, data = fields.get("name", "说明.pdf"), fields.get("data") or pdf()
    purpose = Purpose.VIDEO if name.endswith("mp4") else Purpose.DOCUMENT
    document = file_document(name, io.BytesIO(data), purpose=purpose, by=by)
    title = fields.get("title") or f"说明 {next(_numbers)}"
    details = Details(AttachmentKind(kind), title, Visibility(visibility))
    return attach(project, document, details, by=by)


def draw_now(document):
    """As a worker does."""
    ask_for_picture(document)
    carry_out("records.picture", document.picture.pk)


def begin_for(project, *, by, name="检测报告.pdf", size=4096):
    details = guess_details(name)
    wish = {"kind": details.kind, "title": details.title, "visibility": details.visibility}
    to = Destination(TARGET, project.ref, wish)
    return begin_upload(name, size, purpose=Purpose.DOCUMENT, to=to, by=by)


MP4 = files.mp4(boxes=((b"moov", b"\0" * 8), (b"mdat", bytes(range(250)) * 4)))
