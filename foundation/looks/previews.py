"""What a file looks like, drawn anew: the first page of a PDF, or a picture, as our own PNG."""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from foundation.looks.pictures import MAX_PIXELS
from foundation.looks.report import Json

MAX_WIDTH = 1200
_MAX_HEIGHT = 3000
_ROWS = 16  # of the small picture that are drawn at once
_ORIENTATION = 0x0112
_PAPER = "white"


def draw_page(path: Path, *, into: str) -> Json:
    """The first page of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        width, height = page.get_size()
        scale = min(MAX_WIDTH / width, _MAX_HEIGHT / height)
        return _kept(page.render(scale=scale).to_pil(), into)


def draw_picture(path: Path, *, into: str) -> Json:
    """A picture, upright; a JPEG is unpacked no larger than it must be."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(path, formats=("JPEG", "PNG")) as image:
        image.draft("RGB", (MAX_WIDTH, MAX_WIDTH))
        factor = max(1, image.width // MAX_WIDTH, image.height // _MAX_HEIGHT)
        return _kept(reduced(image, factor), into)


def reduced(image: Image.Image, factor: int) -> Image.Image:
    """Smaller by a whole factor, on white paper and upright; strip by strip, for copies of a
    whole picture would take more memory than there is."""
    size = (-(-image.width // factor), -(-image.height // factor))
    small = Image.new("RGB", size, _PAPER)
    for row in range(0, size[1], _ROWS):
        below = min((row + _ROWS) * factor, image.height)
        strip = image.crop((0, row * factor, image.width, below)).convert("RGBA").reduce(factor)
        small.paste(strip, (0, row), strip)
    small.getexif()[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
    return ImageOps.exif_transpose(small)


def _kept(image: Image.Image, into: str) -> Json:
    image.thumbnail((MAX_WIDTH, _MAX_HEIGHT))
    image.convert("RGB").save(into, "PNG")
    return {"width": image.width, "height": image.height}
