"""Files are kept under the hash they came with, or refused in words."""

import hashlib
import io
from http import HTTPStatus

import pytest

from foundation.errors import Refused
from foundation.uploads import Purpose
from records.filing import file_document
from records.models import Document, Entry
from tests.toy.factories import make_sender

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def file_pdf(by, name="授权书.pdf"):
    return file_document(name, io.BytesIO(PDF), purpose=Purpose.DOCUMENT, by=by)


def test_filed_document_keeps_bytes_hash_and_entry(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sender = make_sender()

    document = file_pdf(sender)

    assert (document.name, document.size) == ("授权书.pdf", len(PDF))
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    with document.file.open() as kept:
        assert kept.read() == PDF
    assert Entry.objects.get(table="records.document").object_ref == document.ref


def test_program_in_disguise_is_refused_and_not_kept(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    sender = make_sender()

    with pytest.raises(Refused) as refusal:
        file_document("a.pdf", io.BytesIO(b"MZ\x90\x00" * 99), purpose=Purpose.DOCUMENT, by=sender)

    assert refusal.value.status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Document.objects.count() == 0
    assert list(tmp_path.rglob("*")) == []
