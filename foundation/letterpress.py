"""Official letters by WeasyPrint: the standard's page, its letters, what is stamped on each page.

Reached through `foundation.official`. The style sheet lies beside this module and not among the
templates or static files: it is measured together with the code, and no browser ever reads it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.pdf.stream import Stream
from weasyprint.urls import URLFetcherResponse

from foundation.documents import ResourceRefused, qr_path
from foundation.official import Official, Stamp
from foundation.typesetting import SONG, LocalFetcher, face, font_folder, lay_out, write

# 小标宋, the letters of heads and titles, is not free: Song with an outline is as heavy.
_HEADLINE, _OUTLINE = "Headline", 0.025  # its width, of the size
_SCHEME = "stamp:"
_LIKELY_PAGES = 64
# The strip is as high as a code: 24 mm keep a module of version 4 (33 of them and the quiet zone)
# at 0.58 mm, 3.4 dots of a scan at 150 dpi. It begins 4.5 mm below the edge, so that the code's
# dark modules are where office printers print, and ends above 30 mm, where a letter's head begins.
_SIDE, _STRIP, _TOP = 24, 156, 4.5
_WORD_SIZE, _WORD_PITCH = 2.65, 3.7  # mm; 7.5 pt
_WORDS_ROOM = (_STRIP - _SIDE) / _WORD_SIZE  # em
_NARROW = 0.65  # em, what letters and digits of Hei take at most
_STRIP_STYLES = (
    f"@page{{@top-right{{content:'';width:{_STRIP}mm;background:no-repeat right 0 top {_TOP}mm}}}}"
)


class StampFetcher(LocalFetcher):
    """Knows also `stamp:3`, what goes on page 3; keeps what asking for it raised."""

    def __init__(self, stamp: Callable[[int], Stamp] | None) -> None:
        super().__init__([font_folder()])
        self.stamp = stamp
        self.strips: dict[str, str] = {}
        self.failures: list[Exception] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if self.stamp is None or not url.startswith(_SCHEME):
            return super().fetch(url, headers)
        try:
            if url not in self.strips:
                self.strips[url] = _strip(self.stamp(int(url.removeprefix(_SCHEME))))
        except Exception as failure:  # WeasyPrint would only leave the picture out
            self.failures.append(failure)
            raise
        return URLFetcherResponse(url, self.strips[url], {"Content-Type": "image/svg+xml"})


def press(html: str, *, title: str, stamp: Callable[[int], Stamp] | None) -> Official:
    """See foundation.official.render_official."""
    fetcher = StampFetcher(stamp)
    document = lay_out(html, fetcher, styles=_styles(_LIKELY_PAGES if stamp else 0))
    if stamp and len(document.pages) > _LIKELY_PAGES:
        document = lay_out(html, fetcher, styles=_styles(len(document.pages)))
    if fetcher.failures:
        raise fetcher.failures[0]
    _fill_lines(document)
    pdf = write(document, title=title, finisher=_strengthen)
    if fetcher.refused:
        raise ResourceRefused(fetcher.refused)
    return Official(pdf, len(document.pages))


def _styles(stamped: int) -> str:
    """How many pages there are is known only when they are laid out: a rule for each that there
    may be, and its picture is fetched when there is such a page."""
    each = (
        f"@page:nth({page}){{@top-right{{background-image:url({_SCHEME}{page})}}}}"
        for page in range(1, stamped + 1)
    )
    return "".join([face(_HEADLINE, 400, SONG), _sheet(), _STRIP_STYLES if stamped else "", *each])


@cache
def _sheet() -> str:
    return Path(__file__).with_name("official.css").read_text(encoding="utf-8")


def _strip(stamp: Stamp) -> str:
    """SVG, in millimetres: the code at the right end, the words left of it."""
    side, path = qr_path(stamp.code)
    lines = [part for line in stamp.words.splitlines() for part in _wrapped(line)]
    first = (_SIDE - (len(lines) - 1) * _WORD_PITCH + _WORD_SIZE * 0.76) / 2
    words = "".join(
        f'<text x="{_STRIP - _SIDE}" y="{first + at * _WORD_PITCH:.3f}" text-anchor="end" '
        f'font-family="Hei" font-size="{_WORD_SIZE}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_STRIP}mm" height="{_SIDE}mm" '
        f'viewBox="0 0 {_STRIP} {_SIDE}">{words}<path d="{path}" '
        f'transform="translate({_STRIP - _SIDE} 0) scale({_SIDE / side:.6f})"/></svg>'
    )


def _wrapped(line: str) -> Iterator[str]:
    """Broken at spaces where it is wider than there is room, within a word that alone is."""
    start, space, width = 0, 0, 0.0
    for at, char in enumerate(line):
        width += _NARROW if char.isascii() else 1
        if char == " ":
            space = at + 1
        if width > _WORDS_ROOM:
            end = space if space > start else at
            yield line[start:end]
            start, width = end, sum(_NARROW if c.isascii() else 1 for c in line[end : at + 1])
    yield line[start:]


def _fill_lines(document: Document) -> None:
    """Lines of paragraphs end where 版心 does: WeasyPrint justifies by the spaces, which Chinese
    has none of, and leaves a line ragged that Latin digits or punctuation make less than 28."""
    for page in document.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 -- laid out pages have no other door
            if box.element_tag == "p" and box.style["text_align_all"] == "start":
                for line in box.children:
                    _fill(line, box.content_box_x() + box.width)


def _fill(line: Any, end: float) -> None:
    """The last line of a paragraph is left as it is, and one that holds more than text."""
    texts = line.children
    is_plain = isinstance(line, LineBox) and all(isinstance(text, TextBox) for text in texts)
    if not texts or not is_plain or line.resume_at is None:
        return
    gaps = sum(len(text.text) for text in texts) - 1
    each = max(end - texts[-1].position_x - texts[-1].width, 0) / max(gaps, 1)
    moved = 0.0
    for text in texts:
        text.position_x += moved
        moved += each * len(text.text)
        text.style = text.style.copy()
        text.style["letter_spacing"] += each


def _strengthen(document: Document, pdf: Any) -> None:
    """Draws the outline, too, of what is set in Headline."""
    outlined = {
        f"/{font.hash}".encode() for font in document.fonts.values() if font.family == _HEADLINE
    }
    for page in pdf.objects:
        if isinstance(page, Stream):
            page.stream = list(_outlined(page.stream, outlined))


def _outlined(orders: Iterable[Any], outlined: set[bytes]) -> Iterator[Any]:
    """`orders` are PDF operators with their operands: the fill's colour and the font are kept
    and brought back with q and Q."""
    font, size, fill, kept = b"", 0.0, b"0 0 0 rg", []
    for order in orders:
        word = order.rpartition(b" ")[2] if isinstance(order, bytes) else b""
        if word == b"q":
            kept.append((font, size, fill))
        elif word == b"Q":
            font, size, fill = kept.pop()
        elif word == b"rg":
            fill = order
        elif word == b"Tf":
            font, size = order.split()[0], float(order.split()[1])
        is_outlined = word == b"TJ" and font in outlined
        yield from (b"%.3f w" % (size * _OUTLINE), fill.upper(), b"2 Tr") if is_outlined else ()
        yield order
        yield from (b"0 Tr",) if is_outlined else ()
