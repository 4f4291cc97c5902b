"""QR codes (ISO/IEC 18004) on a page, looked for harder where they are not found. No Django."""

from collections.abc import Iterator
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

_QR = zxingcpp.BarcodeFormat.QRCode
_LOCAL, _GLOBAL = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
_FIXED = zxingcpp.Binarizer.FixedThreshold
_MIDDLE = 127  # where FixedThreshold parts dark from light
_FAINTEST = 40  # as much darker than its paper is what may be a code
_THRESHOLDS = (64, 90, 120, 160)
_ENLARGED = 2

Attempt = tuple[Image.Image, zxingcpp.Binarizer]


@dataclass(frozen=True, slots=True)
class Codes:
    """Texts in the order they were found; quarters the page must be turned counterclockwise by to
    stand as its codes do, 0 where they do not agree."""

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
    return Codes(tuple(quarters), turns.pop() if len(turns) == 1 else 0)


def _attempts(page: Image.Image) -> Iterator[Attempt]:
    """From what mostly does to what seldom must."""
    ink = _ink(page)
    darkest, lightest = ink.getextrema()
    if lightest - darkest < _FAINTEST:
        return  # a blank page
    yield ink, _LOCAL
    yield ink, _GLOBAL
    corners = [_corner(ink, *place) for place in ((1, 0), (0, 1), (0, 0), (1, 1))]
    for corner in corners:
        yield corner, _LOCAL
    for corner in corners:
        for threshold in _THRESHOLDS:
            yield corner.point(lambda value, shift=_MIDDLE - threshold: value + shift), _FIXED
    for corner in corners:
        yield corner.filter(ImageFilter.MedianFilter(5)), _LOCAL


def _ink(page: Image.Image) -> Image.Image:
    """Black as it is printed: through a red glass, where the ink of a seal is as light as paper."""
    return page.getchannel("R") if page.mode == "RGB" else page.convert("L")


def _corner(ink: Image.Image, right: int, bottom: int) -> Image.Image:
    """One of four, enlarged, its tones spread over the whole range."""
    width, height = ink.width * 2 // 5, ink.height * 2 // 5
    left, top = right * (ink.width - width), bottom * (ink.height - height)
    corner = ImageOps.autocontrast(ink.crop((left, top, left + width, top + height)), cutoff=1)
    return corner.resize((width * _ENLARGED, height * _ENLARGED), Image.Resampling.BICUBIC)
