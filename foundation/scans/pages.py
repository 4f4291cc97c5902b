"""The pages of a scan as pictures, one at a time and no larger than is read. No Django."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from foundation.scans.ofd import open_ofd
from foundation.scans.pictures import PHOTOS, opened, refuse_size
from foundation.scans.shape import LONG, LONGEST_PAPER, Fault, Unfit

Pages = tuple[int, Iterator[Image.Image | None]]
_LEAST_LONG = 1_754  # pixels: A4 at 150 dpi; what is drawn with fewer reads worse
_DEPTH = 4  # of forms within forms in which pictures are looked for


def pages_of(path: Path, extension: str) -> AbstractContextManager[Pages]:
    """How many pages there are, and each in its turn; None for one that holds no picture. Raises
    Unfit, also on the way."""
    return _BY_EXTENSION.get(extension, _picture)(path)


@contextmanager
def _pdf(path: Path) -> Iterator[Pages]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        raise Unfit(Fault.BROKEN, "PDF 结构") from fault
    with document:
        yield len(document), (_drawn(document, number) for number in range(len(document)))


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    """A page of a PDF as many pixels long as the largest picture on it, within limits."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError as fault:
        raise Unfit(Fault.BROKEN, f"第 {number + 1} 页") from fault
    try:
        side = max(page.get_size())
        if not 0 < side <= LONGEST_PAPER:
            raise Unfit(Fault.PAPER, str(number + 1), str(LONGEST_PAPER * 254 // 720))
        scale = min(LONG, max(_LEAST_LONG, _longest_picture(page))) / side
        bitmap = page.render(scale=scale, rev_byteorder=True, limit_image_cache=True)
        try:
            return bitmap.to_pil().copy()
        finally:
            bitmap.close()
    finally:
        page.close()


def _longest_picture(page: pypdfium2.PdfPage) -> int:
    """Pixels of the longest side of any picture on it."""
    sizes = [
        picture.get_px_size()
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH)
    ]
    for size in sizes:
        refuse_size(*size)
    return max((max(size) for size in sizes), default=0)


@contextmanager
def _picture(path: Path) -> Iterator[Pages]:
    yield 1, _one(path)


def _one(path: Path) -> Iterator[Image.Image]:
    with path.open("rb") as stream:
        yield opened(stream, PHOTOS)


_BY_EXTENSION = {"pdf": _pdf, "ofd": open_ofd}
