"""WeasyPrint with our fonts and without the network; reached through `foundation.documents`."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_FONT_PACKAGE = "pylopdf_fonts_zh_cn"
SONG, _HEI = "NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"
# No free bold is on PyPI: weight is marked, as Chinese print does, by Hei against Song.
_FACES = (("Song", 400, SONG), ("Song", 700, _HEI), ("Hei", 400, _HEI), ("Hei", 700, _HEI))
_LANGUAGE = "zh-CN"
_VARIANT = "pdf/ua-1"
_TOLERANCE = 0.5  # px
_LONGER = 1000 * 96 / 25.4  # px
_STEP = 30 * 96 / 25.4  # px; what one step may save where there is most to save
_LONG_PAGE = "@page{size:210mm 1297mm!important}"

Draw = Callable[[Mapping[str, int]], str]


class LocalFetcher(URLFetcher):
    """Fetches `data:` and `file:` URLs inside `roots`, nothing else; remembers what it refused."""

    def __init__(self, roots: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)
        self.roots = tuple(root.resolve() for root in roots)
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not self._is_allowed(url):
            self.refused.append(url)
            raise ValueError(url)
        return super().fetch(url, headers)

    def _is_allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        if parts.scheme.lower() == "data":
            return True
        if parts.scheme.lower() != "file" or parts.netloc not in {"", "localhost"}:
            return False
        path = Path(unquote(parts.path)).resolve()  # follows links and `..` before comparing
        return any(path.is_relative_to(root) for root in self.roots)


def typeset(
    html: str, *, title: str, styles: str, base_url: str | None, roots: Sequence[Path]
) -> tuple[bytes, list[str]]:
    """The PDF and the URLs that were refused, also by attachments, which are read last."""
    fetcher = LocalFetcher((*roots, font_folder()))
    document = lay_out(html, fetcher, base_url=base_url, styles=styles)
    return write(document, title=title), fetcher.refused


def typeset_sheet(draw: Draw, *, title: str, styles: str) -> tuple[bytes, list[str]]:
    """As `typeset`, one page of A4; see foundation.documents.render_sheet."""
    shorter: Counter[str] = Counter()
    while beyond := _beyond(draw(shorter), styles):
        shorter.update(beyond)
    fetcher = LocalFetcher((font_folder(),))
    document = lay_out(draw(shorter), fetcher, styles=styles)
    if len(document.pages) != 1:
        raise ValueError(len(document.pages))
    return write(document, title=title), fetcher.refused


def _beyond(html: str, styles: str) -> dict[str, int]:
    """By how many steps parts are to be shorter that go on below the page. Laid out on a longer
    one: what floats and does not fit would be left out unseen."""
    fetcher = LocalFetcher((font_folder(),))
    document = lay_out(html, fetcher, styles=styles + _LONG_PAGE)
    box = document.pages[0]._page_box  # noqa: SLF001 -- laid out pages have no other door
    end = box.content_box_y() + box.height - _LONGER + _TOLERANCE
    ends = {
        _name_of(part): part.position_y + part.margin_height()
        for part in box.children[0].descendants()
        if _name_of(part)
    }
    return {name: 1 + int((at - end) / _STEP) for name, at in ends.items() if at > end}


def _name_of(box: Any) -> str:
    return box.element.get("id", "") if box.element is not None else ""


def lay_out(
    html: str, fetcher: LocalFetcher, *, base_url: str | None = None, styles: str = ""
) -> Document:
    """The pages of `html` with our fonts, and with `styles` as a sheet of CSS before its own."""
    # One of each a document: pango's is not shared between threads.
    shared = {"font_config": FontConfiguration(), "counter_style": CounterStyle()}
    sheets = [CSS(string=text, url_fetcher=fetcher, **shared) for text in (_font_css(), styles)]
    page = HTML(string=html, base_url=base_url, url_fetcher=fetcher)
    return page.render(stylesheets=sheets, **shared)


def write(
    document: Document, *, title: str, finisher: Callable[[Document, Any], None] | None = None
) -> bytes:
    """PDF/UA-1 in zh-CN; `finisher` has the last word on the objects of the file."""
    document.metadata.title = title or document.metadata.title
    document.metadata.lang = _LANGUAGE
    return bytes(document.write_pdf(pdf_variant=_VARIANT, finisher=finisher))


def font_folder() -> Path:
    spec = find_spec(_FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name=_FONT_PACKAGE)
    return Path(spec.origin).parent


def face(family: str, weight: int, file: str) -> str:
    """The rule that brings a file of the fonts' package."""
    source = (font_folder() / file).as_uri()
    return f"@font-face{{font-family:{family};font-weight:{weight};src:url('{source}')}}"


@cache
def _font_css() -> str:
    return "".join([*(face(*each) for each in _FACES), "html{font-family:Song,serif}"])
