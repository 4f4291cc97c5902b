"""QR codes (ISO/IEC 18004) on a page, looked for harder where they are not found. No Django."""

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter, ImageOps

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_LOCAL, _FIXED = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.FixedThreshold
_FAINTEST = 40  # as much darker than its paper, of 255, is what may be a code
_LEAST_SIDE = 21  # pixels: the smallest code has as many modules
# Of 255, once the tones are spread: below is black print, above what a grey scan makes of a seal.
_BLACKEST = (50, 75, 30)
_SHADE = 180  # as much darker than the paper around is black print in a shadow
_CORNER = 2 / 5  # of a page's sides
_LONG_ENLARGED = 6_000  # pixels: as long would the page be whose corner is looked at
_BLUR = 3  # pixels of that: a seventh of a millimetre takes the grain away, and leaves a code
_PAPER_CELL = 32  # pixels: in as many there is some paper beside the print

_MOST_TEXTS, _LONGEST_TEXT = 20, 300

Attempt = tuple[Image.Image, zxingcpp.Binarizer]


@dataclass(frozen=True, slots=True)
class Codes:
    """At most 20 texts of 300 characters, wanted ones first; quarters the page must be turned
    counterclockwise by to stand as its codes do, 0 where they do not agree."""

    texts: tuple[str, ...]
    quarters: int


def codes_in(page: Image.Image, *, wanted: str) -> Codes:
    """All QR codes of an RGB or grey page; tries on until one begins with `wanted`."""
    quarters: dict[str, int] = {}
    for image, binarizer in _attempts(page):
        for code in zxingcpp.read_barcodes(
            image, formats=_QR, binarizer=binarizer, try_invert=False
        ):
            quarters.setdefault(code.text, round(code.orientation / 90) % 4)
        if any(text.startswith(wanted) for text in quarters):
            break
    turns = set(quarters.values())
    texts = sorted(quarters, key=lambda text: not text.startswith(wanted))[:_MOST_TEXTS]
    return Codes(
        tuple(text[:_LONGEST_TEXT] for text in texts), turns.pop() if len(turns) == 1 else 0
    )


def _attempts(page: Image.Image) -> Iterator[Attempt]:
    """From what mostly does to what seldom must."""
    ink = _ink(page)
    tones = [tone for tone, count in enumerate(ink.histogram()) if count]
    if tones[-1] - tones[0] < _FAINTEST or min(ink.size) < _LEAST_SIDE:
        return  # a blank page, or a line
    yield ink, _LOCAL
    corners = [_corner(ink, *place) for place in ((1, 0), (0, 1), (0, 0), (1, 1))]
    for corner in corners:
        yield corner, _LOCAL
    for corner in corners:
        for most in _BLACKEST:
            yield _black(corner, most), _FIXED
    for corner in corners:
        yield _black(ImageOps.invert(_darkness(corner)), 255 - _SHADE), _FIXED


def _ink(page: Image.Image) -> Image.Image:
    """Black as it is printed: through a red glass, where the ink of a seal is as light as paper."""
    return page.getchannel("R") if page.mode == "RGB" else page.convert("L")


def _corner(ink: Image.Image, right: int, bottom: int) -> Image.Image:
    """One of four, enlarged, its tones spread over the whole range."""
    width, height = (round(side * _CORNER) for side in ink.size)
    left, top = right * (ink.width - width), bottom * (ink.height - height)
    corner = ImageOps.autocontrast(ink.crop((left, top, left + width, top + height)), cutoff=1)
    scale = max(1, _LONG_ENLARGED / max(ink.size))
    size = (round(width * scale), round(height * scale))
    return corner.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.BoxBlur(_BLUR))


def _black(corner: Image.Image, most: int) -> Image.Image:
    return corner.point(lambda value: 0 if value < most else 255)


def _darkness(corner: Image.Image) -> Image.Image:
    """How much darker than the paper around it each point is."""
    size = (-(-corner.width // _PAPER_CELL), -(-corner.height // _PAPER_CELL))
    cells = corner.resize(size, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(5))
    paper = cells.filter(ImageFilter.GaussianBlur(2)).resize(corner.size)
    return ImageChops.subtract(paper, corner)
