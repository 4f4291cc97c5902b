"""Previews: a worker draws the first page of what was filed, in the confined child."""

from django.core.files.base import ContentFile

from foundation.uploads import draw_preview, has_preview
from records.models import Document, Picture
from records.working import ring


def ask_for_picture(document: Document) -> None:
    """Of what can be drawn at all."""
    if has_preview(document.content_type):
        ring(Picture, [Picture.objects.create(document=document).pk])


def draw(row: Picture) -> int:
    """The step of the work. What cannot be drawn has no picture; it was inspected all the same."""
    document = row.document
    with document.file.open("rb") as content:
        preview = draw_preview(content.file, content_type=document.content_type)
    if preview is not None:
        row.file.save(f"{document.ref}.png", ContentFile(preview.png), save=False)
        row.width, row.height = preview.width, preview.height
    return row.total
