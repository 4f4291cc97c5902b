"""Files as they come in: good bytes, lines that break, uploads begun."""

import io

from django.conf import settings

from foundation.uploads import Purpose
from records.models import Inspection
from records.receiving import Destination, begin_upload, receive
from records.working import carry_out
from tests.foundation.files import PDF

NOWHERE = Destination("toy.nowhere")


class BrokenLine(io.BytesIO):
    """Brings `length` bytes, then the connection is gone."""

    def __init__(self, data, length):
        super().__init__(data[:length])

    def read(self, size=-1):
        chunk = super().read(size)
        if not chunk:
            raise OSError("connection reset")
        return chunk


def begun(by, data=PDF, name="说明.pdf", **fields):
    rest = {"purpose": Purpose.DOCUMENT, "to": NOWHERE, "by": by} | fields
    return begin_upload(name, len(data), **rest)


def sent(upload, data, offset=0):
    return receive(upload, io.BytesIO(data), offset=offset)


def looked_at(upload):
    """As a worker does; the upload as it then stands."""
    carry_out("records.inspection", Inspection.objects.get(upload=upload).pk)
    return type(upload).objects.select_related("inspection__document").get(pk=upload.pk)


def parts():
    return sorted((settings.MEDIA_ROOT / "uploads").iterdir())
