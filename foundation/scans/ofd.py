"""OFD (GB/T 33190-2016): the pictures on each page, laid on it where they stand. No Django.

What a page draws by itself, text and paths, is not drawn here: a scan has none.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from PIL import Image, ImageChops

from foundation.looks import archives, packages
from foundation.looks.report import Fault as Finding
from foundation.scans.pictures import IN_PACKAGES, opened
from foundation.scans.shape import LONG, Fault, Unfit

_LONGEST_PART = 8 << 20  # bytes of XML; a page of a scan has some thousand
_LONGEST_TEXT = 4_096  # of an element
_MOST_ON_PAGE = 40  # pictures; layers and strips of a scan are a few
_ROOT = "OFD.xml"
_LONGEST_MM = 5_080
_WHOLE = 0.8  # of a page is covered by a picture that is the page
_A4 = (0.0, 0.0, 210.0, 297.0)

Box = tuple[float, float, float, float]  # left, top, width, height in mm
Attributes = dict[str, str]


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
    """Parts of its pages, in their order; members by the id of media."""

    box: Box = _A4
    pages: list[str] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)


def _document(archive: zipfile.ZipFile) -> _Document:
    roots = _elements(archive, _ROOT, {"DocRoot"})
    if not roots:
        raise Unfit(Fault.BROKEN, _ROOT)
    part, document = _located(_ROOT, roots[0].text), _Document()
    for element in _elements(archive, part, {"PhysicalBox", "PublicRes", "DocumentRes", "Page"}):
        if element.name == "Page":
            document.pages.append(_located(part, element.attributes.get("BaseLoc", "")))
        elif element.name == "PhysicalBox":
            document.box = _box(element.text) or document.box
        else:
            document.media |= _media(archive, _located(part, element.text))
    return document


def _media(archive: zipfile.ZipFile, resource: str) -> dict[str, str]:
    """Members by the id of what they hold."""
    files, found, folder = [""], dict[str, str](), ""
    for element in _elements(archive, resource, {"MediaFile", "MultiMedia", "Res"}):
        if element.name == "MediaFile":
            files.append(element.text)
        elif element.name == "MultiMedia":  # its end comes after its file's
            found[element.attributes.get("ID", "")] = files[-1]
        else:
            folder = element.attributes.get("BaseLoc", "")
    base = posixpath.join(_located(resource, folder), "-") if folder else resource
    return {number: _located(base, file) for number, file in found.items()}


@dataclass(slots=True)
class _Page:
    box: Box
    pictures: list[tuple[str, Box | None]] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)


def _laid(archive: zipfile.ZipFile, document: _Document, part: str) -> Image.Image | None:
    page = _page(archive, document.box, part)
    media = document.media | page.media
    placed = [(media[number], box) for number, box in page.pictures if number in media]
    if not placed:
        return None
    left, top, width, height = page.box
    member, box = placed[0]
    if len(placed) == 1 and (box is None or box[2] * box[3] >= _WHOLE * width * height):
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
    for element in _elements(archive, part, {"PhysicalBox", "PageRes", "ImageObject"}):
        if element.name == "PhysicalBox":
            page.box = _box(element.text) or box
        elif element.name == "PageRes":
            page.media |= _media(archive, _located(part, element.text))
        else:
            place = _box(element.attributes.get("Boundary", ""))
            page.pictures.append((element.attributes.get("ResourceID", ""), place))
    return page


@dataclass(frozen=True, slots=True)
class _Element:
    """Local name, attributes, and the text between its last child and its end."""

    name: str
    attributes: Attributes
    text: str


def _elements(archive: zipfile.ZipFile, part: str, names: set[str]) -> list[_Element]:
    """Those of the local names `names`, in the order of their ends."""
    try:
        if archive.getinfo(part).file_size > _LONGEST_PART:
            raise Unfit(Fault.BOMB, part[-60:])
        return _Reader(names).read(archive.read(part))
    except (KeyError, expat.ExpatError) as fault:
        raise Unfit(Fault.BROKEN, part[-60:]) from fault


class _Reader:
    def __init__(self, names: set[str]) -> None:
        self._names = names
        self._found: list[_Element] = []
        self._open: list[Attributes] = []
        self._text = ""

    def read(self, content: bytes) -> list[_Element]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._add
        parser.buffer_text = True
        parser.Parse(content, True)
        return self._found

    def _start(self, _name: str, attributes: Attributes) -> None:
        self._open.append(attributes)
        self._text = ""

    def _end(self, name: str) -> None:
        attributes, local = self._open.pop(), name.rpartition(" ")[2]
        if local in self._names:
            self._found.append(_Element(local, attributes, self._text.strip()))
        self._text = ""

    def _add(self, text: str) -> None:
        self._text += text[: _LONGEST_TEXT - len(self._text)]


def _located(base: str, place: str) -> str:
    """A member's name, of a place told of in the part `base`: from the root, or beside it."""
    path = place if place.startswith("/") else posixpath.join(posixpath.dirname(base), place)
    return posixpath.normpath(path).lstrip("/")


def _box(text: str) -> Box | None:
    try:
        left, top, width, height = map(float, text.split())
    except ValueError:
        return None
    fits = all(abs(side) <= _LONGEST_MM for side in (left, top, width, height))
    return (left, top, width, height) if fits and width > 0 and height > 0 else None
