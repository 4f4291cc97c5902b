"""Files are kept under the hash they came with, or refused in words."""

import hashlib
import io
from http import HTTPStatus

import pytest

from foundation.errors import Refused
from foundation.uploads import Purpose
from records.filing import file_document
from records.models import Document, Entry
from tests.foundation import files
from tests.records.filed import file_pdf
from tests.toy.factories import make_sender

pytestmark = pytest.mark.django_db
PDF = files.PDF


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


def test_document_knows_its_digests_and_pages(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    document = file_pdf(make_sender())

    assert document.sm3 == files.sm3(PDF)
    assert (document.pages, document.cleaned) == (1, "")


def test_what_was_taken_out_is_not_kept_and_said(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    acting = files.pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")

    document = file_document(
        "报告.pdf", io.BytesIO(acting), purpose=Purpose.DOCUMENT, by=make_sender()
    )

    with document.file.open() as kept:
        content = kept.read()
    assert (document.cleaned, document.size) == ("脚本", len(content))
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert b"app.alert" not in content


def test_file_is_not_kept_while_the_scanner_is_away(settings, tmp_path):
    settings.MEDIA_ROOT, settings.CLAMD = tmp_path, str(tmp_path / "nobody.sock")

    with pytest.raises(Refused, match="病毒检查暂时不可用"):
        file_pdf(make_sender())

    assert Document.objects.count() == 0
