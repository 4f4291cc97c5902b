"""Official letters as PDF by GB/T 9704-2012 (信函格式 is its 10.1), with a code on every page."""

import gc
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """What goes on one page's top: a QR code (level M) and, beside it, lines of small Hei."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Official:
    """A letter as it goes to the printer."""

    pdf: bytes
    pages: int


def render_official(
    html: str, *, title: str, stamp: Callable[[int], Stamp] | None = None
) -> Official:
    """A tagged PDF (PDF/UA-1) in zh-CN; equal input gives equal bytes.

    `html` uses the classes of `official.css`, named at its top. `stamp` is asked once for each page
    there is, in order from 1; what it raises comes through, as does the ValueError of a code that
    is too long. Both are artifacts of the page: in no reading order. ResourceRefused where the
    HTML asks for any file or address.
    """
    # As in foundation.documents: WeasyPrint takes 2 s to import.
    from foundation.letterpress import press  # noqa: PLC0415 -- see above

    try:
        return press(html, title=title, stamp=stamp)
    finally:
        # A document is a cycle, and its fonts are some 30 MiB that Python does not see: a worker
        # that makes one letter after another would hold ten of them.
        gc.collect()
