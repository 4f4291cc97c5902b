"""Letters and forms as PDF (HTML by WeasyPrint, Chinese fonts from PyPI) and QR codes by segno."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import segno

_QR_ERROR = "m"
_QR_SCALE = 8
_QUIET = 4  # modules on each side, ISO/IEC 18004


class ResourceRefused(ValueError):  # noqa: N818 -- nothing failed: the reference was refused
    """HTML asked for something outside the folders it may read; `urls` lists what."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls = tuple(urls)
        super().__init__("，".join(self.urls))


def render_pdf(
    html: str,
    *,
    title: str = "",
    styles: str = "",
    base_url: str | None = None,
    roots: Sequence[Path] = (),
) -> bytes:
    """A tagged PDF (PDF/UA-1, ISO 14289-1) in zh-CN; equal input gives equal bytes.

    The families `Song` and `Hei` are there, Song being the default. `title` goes before the
    page's own, `styles` is a sheet of CSS before the page's own. Relative URLs are resolved
    against `base_url`, and left out without one; files are read only inside `roots` (our static
    folder) and the fonts. ResourceRefused when the page asks for anything else.
    """
    # WeasyPrint takes 2 s to import; commands and workers that make no PDF need not wait.
    from foundation.typesetting import typeset  # noqa: PLC0415 -- see above

    pdf, refused = typeset(html, title=title, styles=styles, base_url=base_url, roots=roots)
    if refused:
        raise ResourceRefused(refused)
    return pdf


def render_sheet(
    draw: Callable[[Mapping[str, int]], str], *, title: str = "", styles: str = ""
) -> bytes:
    """As `render_pdf`, exactly one page of A4. Parts that may be long have an id; `draw` is asked
    for the page with each part so many steps shorter, until all of them fit.
    ValueError when they never do, which `draw` raises when it can say no less."""
    from foundation.typesetting import typeset_sheet  # noqa: PLC0415 -- as above

    pdf, refused = typeset_sheet(draw, title=title, styles=styles)
    if refused:
        raise ResourceRefused(refused)
    return pdf


def qr_svg(text: str, *, title: str = "") -> str:
    """An inline SVG (level M, quiet zone of 4 modules) as wide as its box; `title` is read aloud.

    ValueError when the text is too long for a QR code (2,331 bytes).
    """
    return str(_qr(text).svg_inline(scale=_QR_SCALE, title=title or None, omitsize=True))


def qr_svg_file(text: str, *, title: str = "") -> bytes:
    """The same code as an SVG document of its own, black on white; ValueError as above."""
    out = BytesIO()
    _qr(text).save(out, kind="svg", scale=_QR_SCALE, title=title or None, light="#fff")
    return out.getvalue()


def qr_png_uri(text: str) -> str:
    """The same code as a `data:image/png;base64,` URI, 8 pixels a module; ValueError as above."""
    return str(_qr(text).png_data_uri(scale=_QR_SCALE))


@lru_cache(maxsize=512)
def qr_path(text: str) -> tuple[int, str]:
    """The same code as the data of one SVG path to be filled, a unit a module, and the length of
    its side with the quiet zone; ValueError as above."""
    code = _qr(text)
    runs = []
    for y, row in enumerate(code.matrix, start=_QUIET):
        x = _QUIET
        for is_dark, modules in groupby(row):
            width = len(list(modules))
            runs += [f"M{x} {y}h{width}v1h-{width}z"] if is_dark else []
            x += width
    return len(code.matrix) + 2 * _QUIET, "".join(runs)


def _qr(text: str) -> segno.QRCode:
    # Without an encoding segno may write Chinese as Shift JIS.
    encoding = None if text.isascii() else "utf-8"
    return segno.make_qr(text, error=_QR_ERROR, boost_error=False, encoding=encoding)
