"""WeasyPrint with our fonts and without the network; reached through `foundation.documents`."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

_FONT_PACKAGE = "pylopdf_fonts_zh_cn"
_SONG, _HEI = "NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"
# No free bold is on PyPI: weight is marked, as Chinese print does, by Hei against Song.
_FACES = (("Song", 400, _SONG), ("Song", 700, _HEI), ("Hei", 400, _HEI), ("Hei", 700, _HEI))
_LANGUAGE = "zh-CN"
_VARIANT = "pdf/ua-1"


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
    html: str, *, title: str, base_url: str | None, roots: Sequence[Path]
) -> tuple[bytes, list[str]]:
    """The PDF and the URLs that were refused, also by attachments, which are read last."""
    fetcher = LocalFetcher((*roots, _font_folder()))
    fonts = FontConfiguration()  # one a document: pango's is not shared between threads
    styles = [CSS(string=_font_css(), font_config=fonts, url_fetcher=fetcher)]
    page = HTML(string=html, base_url=base_url, url_fetcher=fetcher)
    document = page.render(font_config=fonts, stylesheets=styles)
    document.metadata.title = title or document.metadata.title
    document.metadata.lang = _LANGUAGE
    return bytes(document.write_pdf(pdf_variant=_VARIANT)), fetcher.refused


def _font_folder() -> Path:
    spec = find_spec(_FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name=_FONT_PACKAGE)
    return Path(spec.origin).parent


@cache
def _font_css() -> str:
    folder = _font_folder()
    faces = [
        f"@font-face{{font-family:{family};font-weight:{weight};"
        f"src:url('{(folder / file).as_uri()}')}}"
        for family, weight, file in _FACES
    ]
    return "".join([*faces, "html{font-family:Song,serif}"])
