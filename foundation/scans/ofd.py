"""OFD (GB/T 33190-2016): the pictures on each page, laid on it where they stand. No Django.

What a page draws by itself, text and paths, is not drawn here: a scan has none.
"""

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from PIL import Image, ImageChops

from foundation.looks import archives, packages
from foundation.looks.report import Fault as Finding
from foundation.scans.pictures import IN_PACKAGES, opened
from foundation.scans.shape import LONG, Fault, Unfit

_CHUNK = 1 << 16
_LONGEST_PART = 8 << 20  # bytes of XML; a page of a scan has some thousand
_LONGEST_TEXT = 4_096  # of an element
_MOST_ON_PAGE = 40  # pictures; layers and strips of a scan are a few
_ROOT = "OFD.xml"
_LONGEST_MM = 5_080
_WHOLE = 0.8  # of a page is covered by a picture that is the page
_A4 = (0.0, 0.0, 210.0, 297.0)

Box = tuple[float, float, float, float]  # left, top, width, height in mm
Attributes = dict[str, str]
Each = Callable[[str, Attributes, str], None]


@contextmanager
def open_ofd(path: Path) -> Iterator[tuple[int, Iterator[Image.Image | None]]]:
    """How many pages there are, and each in its turn; None for one without a picture."""
    _refuse_package(path)
    with zipfile.ZipFile(path) as archive:
        document = _document(archive)
        if not document.pages:
            raise Unfit(Fault.BROKEN, "没有页面")
        yield len(document.pages), (_laid(archive, document, page) for page in document.pages)


def _refuse_package(path: Path) -> None:
    with path.open("rb") as stream:
        findings = archives.look_inside(stream, path.stat().st_size, packages.readers_of).findings
    for finding in findings:
        fault = Fault.BOMB if finding.fault == Finding.BOMB else Fault.BROKEN
        raise Unfit(fault, finding.found or "内部结构")


@dataclass(slots=True)
class _Document:
    """Parts by their names: pages in their order, resource files; members by the id of media."""

    box: Box = _A4
    pages: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)


def _document(archive: zipfile.ZipFile) -> _Document:
    document, roots = _Document(), list[str]()

    def root(name: str, _attributes: Attributes, text: str) -> None:
        if name == "DocRoot":
            roots.append(_located(_ROOT, text))

    def part(name: str, attributes: Attributes, text: str) -> None:
        if name == "PhysicalBox":
            document.box = _box(text) or document.box
        elif name in {"PublicRes", "DocumentRes"}:
            document.resources.append(_located(roots[0], text))
        elif name == "Page":
            document.pages.append(_located(roots[0], attributes.get("BaseLoc", "")))

    _read(archive, _ROOT, root)
    if not roots:
        raise Unfit(Fault.BROKEN, _ROOT)
    _read(archive, roots[0], part)
    for resource in document.resources:
        document.media |= _media(archive, resource)
    return document


def _media(archive: zipfile.ZipFile, resource: str) -> dict[str, str]:
    found: dict[str, str] = {}
    files: list[str] = []
    folder = ""

    def part(name: str, attributes: Attributes, text: str) -> None:
        nonlocal folder
        if name == "MediaFile":
            files.append(text)
        elif name == "MultiMedia" and files:
            found[attributes.get("ID", "")] = files.pop()
        elif name == "Res":
            folder = attributes.get("BaseLoc", "")

    _read(archive, resource, part)
    base = _located(resource, folder) + "/-" if folder else resource
    return {number: _located(base, file) for number, file in found.items()}


@dataclass(slots=True)
class _Page:
    box: Box
    pictures: list[tuple[str, Box | None]] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)


def _laid(archive: zipfile.ZipFile, document: _Document, part: str) -> Image.Image | None:
    page = _page(archive, document.box, part)
    media = dict(document.media)
    for resource in page.resources:
        media |= _media(archive, resource)
    placed = [(media[number], box) for number, box in page.pictures if number in media]
    if not placed:
        return None
    left, top, width, height = page.box
    member, only = placed[0]
    if len(placed) == 1 and (only is None or only[2] * only[3] >= _WHOLE * width * height):
        return _opened(archive, member)
    scale = LONG / max(width, height)
    paper = Image.new("RGB", (round(width * scale) or 1, round(height * scale) or 1), "white")
    for member, box in placed[:_MOST_ON_PAGE]:
        x, y, wide, high = box or page.box
        size = (min(LONG, round(wide * scale)) or 1, min(LONG, round(high * scale)) or 1)
        _lay(paper, _opened(archive, member).resize(size), (x - left) * scale, (y - top) * scale)
    return paper


def _lay(paper: Image.Image, picture: Image.Image, left: float, top: float) -> None:
    """Layers of one scan, writing and ground, are both seen: the darker counts."""
    at = (round(left), round(top))
    below = paper.crop((*at, at[0] + picture.width, at[1] + picture.height))
    paper.paste(ImageChops.darker(below, picture), at)


def _opened(archive: zipfile.ZipFile, member: str) -> Image.Image:
    try:
        with archive.open(member) as stream:
            return opened(stream, IN_PACKAGES)
    except KeyError as fault:
        raise Unfit(Fault.BROKEN, member[-60:]) from fault


def _page(archive: zipfile.ZipFile, box: Box, part: str) -> _Page:
    page = _Page(box)

    def element(name: str, attributes: Attributes, text: str) -> None:
        if name == "PhysicalBox":
            page.box = _box(text) or box
        elif name == "PageRes":
            page.resources.append(_located(part, text))
        elif name == "ImageObject":
            place = _box(attributes.get("Boundary", ""))
            page.pictures.append((attributes.get("ResourceID", ""), place))

    _read(archive, part, element)
    return page


def _read(archive: zipfile.ZipFile, part: str, each: Each) -> None:
    """Calls `each` with local name, attributes and text of every element, at its end."""
    try:
        if archive.getinfo(part).file_size > _LONGEST_PART:
            raise Unfit(Fault.BOMB, part[-60:])
        with archive.open(part) as stream:
            _Elements(each).read(stream.read())
    except (KeyError, expat.ExpatError) as fault:
        raise Unfit(Fault.BROKEN, part[-60:]) from fault


class _Elements:
    def __init__(self, each: Each) -> None:
        self._each = each
        self._open: list[Attributes] = []
        self._text = ""

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add
        parser.buffer_text = True
        parser.Parse(content, True)

    def _start(self, _name: str, attributes: Attributes) -> None:
        self._open.append(attributes)
        self._text = ""

    def _end(self, name: str) -> None:
        self._each(name.rpartition(" ")[2], self._open.pop(), self._text.strip())
        self._text = ""

    def _add(self, text: str) -> None:
        self._text += text[: _LONGEST_TEXT - len(self._text)]


def _located(base: str, place: str) -> str:
    """A member's name, of a place told of in the part `base` (7.1: from the root, or beside it)."""
    path = place if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath(path).lstrip("/")


def _box(text: str) -> Box | None:
    try:
        left, top, width, height = map(float, text.split())
    except ValueError:
        return None
    fits = all(abs(side) <= _LONGEST_MM for side in (left, top, width, height))
    return (left, top, width, height) if fits and width > 0 and height > 0 else None
