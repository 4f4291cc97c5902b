"""Previews: drawn in a child, small, upright, nothing of the file itself."""

import io
import zlib

import pytest
import structlog
from PIL import Image

from foundation.uploads import draw_preview
from tests.foundation import files
from tests.foundation.files import pdf, pdf_stream, png
from tests.foundation.test_uploads_cleaning import photo

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"


def _drawn(content, content_type):
    """The preview as a picture, and what drawing it took."""
    preview = draw_preview(io.BytesIO(content), content_type=content_type)
    image = Image.open(io.BytesIO(preview.png))
    assert (image.format, image.mode, image.size) == (
        "PNG",
        "RGB",
        (preview.width, preview.height),
    )
    return image


def test_first_page_is_drawn_as_wide_as_previews_are():
    page = pdf_stream(b"1 0 0 rg 0 0 100 100 re f")

    image = _drawn(pdf(page, page=b"/Contents 3 0 R", pages=2), PDF)

    assert image.size == (1200, 600)
    assert [image.getpixel((x, 300)) for x in (10, 1190)] == [(255, 0, 0), (255, 255, 255)]


def test_photo_is_drawn_upright_and_without_what_it_tells():
    image = _drawn(photo(turned=6), JPEG)

    assert image.size == (32, 64)
    assert dict(image.getexif()) == {}


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_png_of_every_mode_is_drawn(mode):
    out = io.BytesIO()
    Image.new(mode, (2500, 100)).save(out, "PNG")

    assert _drawn(out.getvalue(), PNG).size == (1200, 48)


def test_largest_picture_taken_is_drawn_within_the_limits():
    rows = zlib.compressobj(1)
    content = b"".join(rows.compress(bytes(4 * 7745 + 1) * 50) for _ in range(155)) + rows.flush()
    image = b"".join(
        files.png_chunk(name, body)
        for name, body in [
            (b"IHDR", b"\0\0\x1e\x41\0\0\x1e\x41\x08\6\0\0\0"),
            (b"IDAT", content),
            (b"IEND", b""),
        ]
    )

    assert draw_preview(io.BytesIO(files.PNG[:8] + image), content_type=PNG).width == 1200


def test_picture_beyond_all_limits_has_no_preview():
    with structlog.testing.capture_logs() as logs:
        preview = draw_preview(io.BytesIO(png(40_000, 40_000, rows=b"")), content_type=PNG)

    assert preview is None
    assert [(log["event"], log["peak_kib"] < 100_000) for log in logs] == [("preview_failed", True)]


def test_form_that_is_not_drawn_has_no_preview():
    assert draw_preview(io.BytesIO(files.docx()), content_type="application/msword") is None
