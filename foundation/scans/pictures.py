"""One picture of a scan, opened no larger than is read. No Django."""

import zipfile
import zlib
from typing import IO

from PIL import Image

from foundation.looks.pictures import MAX_PIXELS, MAX_SIDE
from foundation.looks.previews import reduced
from foundation.scans.shape import LONG, Fault, Unfit

PHOTOS = ("JPEG", "PNG")
IN_PACKAGES = (*PHOTOS, "BMP", "TIFF")  # of the forms OFD takes, those that Pillow reads
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, zlib.error, zipfile.BadZipFile)


def opened(stream: IO[bytes], formats: tuple[str, ...]) -> Image.Image:
    """Upright, in RGB, the long side at most LONG. Raises Unfit if it is broken or too large."""
    Image.MAX_IMAGE_PIXELS = None  # sizes are looked at here, before anything is unpacked
    try:
        with Image.open(stream, formats=formats) as image:
            refuse_size(*image.size)
            image.draft("RGB", (LONG, LONG))
            small = reduced(image, max(1, max(image.size) // LONG))
    except Unfit:
        raise
    except _DAMAGE as fault:
        raise Unfit(Fault.BROKEN, "图片") from fault
    small.thumbnail((LONG, LONG))
    return small


def refuse_size(width: int, height: int) -> None:
    """Raises Unfit for pixels nobody scans a page with; they are what uploads allow."""
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        most = f"每边 {MAX_SIDE}、共 {MAX_PIXELS // 10_000} 万"
        raise Unfit(Fault.PIXELS, f"{width}×{height}", most)
