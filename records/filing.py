"""Filing: an uploaded file that passed inspection is kept under its hash, and never changed."""

from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from foundation.errors import refuse_if
from foundation.uploads import Purpose, inspect_upload
from records.actors import Actor
from records.models import Document, Picture
from records.workflow import begin, move

FORGOTTEN = "持有人已注销的文件"
_MIB = 1024 * 1024
LIMITS = {
    Purpose.DOCUMENT: 20 * _MIB,
    Purpose.SCAN: 20 * _MIB,
    Purpose.SHEET: 50 * _MIB,
    Purpose.VIDEO: 200 * _MIB,
}


def file_document(name: str, stream: BinaryIO, *, purpose: Purpose, by: Actor) -> Document:
    """Inspect, store, record. Raises Refused (422) with everything that is wrong.

    What is stored may be the file without what was taken out of it: `cleaned` says so.
    """
    verdict = inspect_upload(
        name, stream, purpose=purpose, limit=LIMITS[purpose], scanner=settings.CLAMD
    )
    refuse_if(verdict.problems)
    document = Document(
        name=verdict.name,
        content_type=verdict.content_type,
        size=verdict.size,
        sha256=verdict.sha256,
        sm3=verdict.sm3,
        pages=verdict.pages,
        cleaned="、".join(verdict.cleaned),
        owner_id=by.person_id,
    )
    document.file.save(f"{document.ref}", File(verdict.content), save=False)
    return begin(document, "file", by=by)


def forget_document(document: Document, *, by: Actor) -> None:
    """Its owner leaves: what the trail needs of their file is its hash. Bytes and picture are gone
    after commit."""

    def write(row: Document) -> None:
        row.name = f"{FORGOTTEN}.{row.extension}"

    move(document, "forget", by=by, write=write)
    files = [document.file, *(p.file for p in Picture.objects.filter(document=document) if p.file)]
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))
