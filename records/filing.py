"""Filing: an uploaded file that passed inspection is kept under its hash, and never changed."""

from typing import BinaryIO

from django.core.files import File

from foundation.errors import refuse_if
from foundation.uploads import Purpose, inspect_upload
from records.actors import Actor
from records.models import Document
from records.workflow import begin

_MIB = 1024 * 1024
_LIMITS = {Purpose.DOCUMENT: 20 * _MIB, Purpose.SHEET: 20 * _MIB, Purpose.VIDEO: 200 * _MIB}


def file_document(name: str, stream: BinaryIO, *, purpose: Purpose, by: Actor) -> Document:
    """Inspect, store, record. Raises Refused (422) with everything that is wrong."""
    verdict = inspect_upload(name, stream, purpose=purpose, limit=_LIMITS[purpose])
    refuse_if(verdict.problems)
    stream.seek(0)
    document = Document(
        name=verdict.name,
        content_type=verdict.content_type,
        size=verdict.size,
        sha256=verdict.sha256,
        owner_id=by.person_id,
    )
    document.file.save(f"{document.ref}", File(stream), save=False)
    return begin(document, "file", by=by)
