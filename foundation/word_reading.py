"""What a Word document says, in order: its tables as grids of text, its lines between them.

Runs in a confined child (`foundation.confining`) and imports no Django. What is inserted is read,
what is deleted is not; comments, text boxes, pictures, hidden text and the grey words of empty
content controls are left out. python-docx reads neither insertions nor content controls, which is
why the XML is walked here (ECMA-376 part 1, 17.3 and 17.4).
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from foundation.word_numbering import Numbering, numbering_of

MOST_BYTES = 3 << 20  # of the part with the text, unpacked
MOST_CHARACTERS, MOST_CELLS, MOST_LINES = 200_000, 6_000, 12_000
_BODY, _LISTS = "word/document.xml", "word/numbering.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Not part of what a reader reads in the line.
_LEFT_OUT = {
    *(f"{_W}{name}" for name in ("del", "moveFrom", "drawing", "pict", "object", "pPr", "sdtPr")),
    *(f"{_W}{name}" for name in ("rt", "footnoteReference", "endnoteReference", "delText")),
    f"{_MC}Fallback",
}
_PLAIN = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}noBreakHyphen": "-",
}
_ON = {"1", "true", "on", None}
# Boxes to tick, in the fonts that forms draw them with.
_SYMBOLS = {
    "wingdings": {0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xA8: "□", 0x6F: "□", 0x6E: "■", 0x6C: "●"},
    "wingdings 2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0x50: "✓", 0xA3: "□", 0x2A: "□"},
    "symbol": {0xB7: "·", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB0: "°", 0x6D: "μ"},
}
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SHIFTS = {"superscript": _RAISED, "subscript": _LOWERED}


@dataclass
class _Reading:
    """Blocks found so far, and how much may still come."""

    numbering: Numbering
    blocks: list[dict[str, Any]] = field(default_factory=list)
    characters: int = MOST_CHARACTERS
    cells: int = MOST_CELLS
    lines: int = MOST_LINES
    tables: int = 0

    @property
    def is_full(self) -> bool:
        return min(self.characters, self.cells, self.lines) <= 0


def read(path: Path) -> dict[str, Any] | None:
    """`{"blocks": […], "cut": bool}`; a block is a line `{"line": text, "at": 3}` or a table
    `{"table": [[[column, span, text, is_continued], …], …], "at": 2}`, both counted from 1.

    `cut` says that more followed; None is for more than any form holds. Raises KeyError,
    BadZipFile, XMLSyntaxError.
    """
    content, lists = _content(path, _BODY), _content(path, _LISTS)
    if max(len(content), len(lists)) > MOST_BYTES:
        return None
    reading = _Reading(numbering_of(_root(lists)) if lists else Numbering())
    body = _root(content).find(f"{_W}body")
    if body is not None:
        _read_blocks(body, reading)
    return {"blocks": reading.blocks, "cut": reading.is_full}


def _content(path: Path, name: str) -> bytes:
    """b"" for a part that is not there; the body must be."""
    with zipfile.ZipFile(path) as archive:
        if name != _BODY and name not in archive.namelist():
            return b""
        with archive.open(name) as part:
            return part.read(MOST_BYTES + 1)


def _root(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def _read_blocks(parent: Any, reading: _Reading) -> None:
    for child in _blocks(parent):
        if reading.is_full:
            return
        if child.tag == f"{_W}tbl":
            _read_table(child, reading)
        else:
            _read_line(child, reading)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, through what only wraps them."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child) if not _is_placeholder(child) else ()


def _read_line(paragraph: Any, reading: _Reading) -> None:
    reading.lines -= 1
    text = _line_of(paragraph, reading)[: reading.characters]
    if text.strip():
        reading.characters -= len(text)
        at = MOST_LINES - reading.lines
        reading.blocks.append({"line": text, "at": at})


def _read_table(table: Any, reading: _Reading) -> None:
    """Tables inside of cells come after the one they stand in, as tables of their own."""
    reading.tables += 1
    at = reading.tables
    rows: list[list[list[Any]]] = []
    inner: list[Any] = []
    block = {"table": rows, "at": at}
    reading.blocks.append(block)
    for row in _children(table, "tr"):
        if reading.is_full:
            break
        rows.append(list(_cells(row, reading, inner)))
    for one in inner:
        if not reading.is_full:
            _read_table(one, reading)


def _cells(row: Any, reading: _Reading, inner: list[Any]) -> Iterator[list[Any]]:
    properties = row.find(f"{_W}trPr")
    if properties is not None and properties.find(f"{_W}del") is not None:
        return
    column = _number(properties, "gridBefore")
    for cell in _children(row, "tc"):
        reading.cells -= 1
        if reading.is_full:
            return
        about = cell.find(f"{_W}tcPr")
        span = max(1, _number(about, "gridSpan"))
        merge = about.find(f"{_W}vMerge") if about is not None else None
        is_continued = merge is not None and merge.get(f"{_W}val") != "restart"
        blocks = list(_blocks(cell))
        inner += [block for block in blocks if block.tag == f"{_W}tbl"]
        lines = [_line_of(block, reading) for block in blocks if block.tag == f"{_W}p"]
        text = "\n".join(lines).strip("\n")[: reading.characters]
        reading.characters -= len(text)
        yield [column, span, text, is_continued]
        column += span


def _children(parent: Any, name: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
            yield from _children(child, name)


def _number(properties: Any, name: str) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    text = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(text), 1_000) if text.isascii() and text.isdigit() else 0


def _line_of(paragraph: Any, reading: _Reading) -> str:
    text = "".join(_texts(paragraph))
    return reading.numbering.mark_of(paragraph) + text if text.strip() else ""


def _texts(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in (f"{_W}t", f"{_M}t"):
            yield child.text or ""
        elif tag in _PLAIN:
            yield _PLAIN[tag]
        elif tag == f"{_W}r":
            yield from _texts_of_run(child)
        elif tag in _SPECIAL:
            yield _SPECIAL[tag](child)
        elif tag not in _LEFT_OUT and isinstance(tag, str) and not _is_placeholder(child):
            yield from _texts(child)


def _texts_of_run(run: Any) -> Iterator[str]:
    about = run.find(f"{_W}rPr")
    if about is None:
        yield from _texts(run)
    elif not _is_on(about.find(f"{_W}vanish")):
        shift = about.find(f"{_W}vertAlign")
        table = _SHIFTS.get(shift.get(f"{_W}val")) if shift is not None else None
        text = "".join(_texts(run))
        yield _shifted(text, table) if table else text


def _shifted(text: str, table: dict[int, int]) -> str:
    """10 and a raised 6 is 10⁶; what has no such signs stays in the line."""
    return text.translate(table) if all(ord(sign) in table for sign in text) else text


def _symbol(element: Any) -> str:
    font = (element.get(f"{_W}font") or "").lower()
    try:
        code = int(element.get(f"{_W}char") or "", 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get(font, {}).get(code & 0xFF)
    return known or (chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0xFFFF else "")  # noqa: PLR2004 -- no surrogates


def _legacy_box(element: Any) -> str:
    """A check box of the old form fields stands in the `begin` of its field."""
    box = element.find(f"{_W}ffData/{_W}checkBox")
    if box is None:
        return ""
    checked, default = box.find(f"{_W}checked"), box.find(f"{_W}default")
    return "☑" if _is_on(checked if checked is not None else default) else "□"


def _drawn_box(element: Any) -> str:
    """EQ \\o\\ac(□,√): a tick laid over a box, as Chinese forms do it."""
    text = element.text or ""
    is_box = re.search(r"\\o", text) and "□" in text
    return ("☑" if "√" in text else "□") if is_box else ""


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val") in _ON


def _is_placeholder(element: Any) -> bool:
    about = element.find(f"{_W}sdtPr") if element.tag == f"{_W}sdt" else None
    return about is not None and _is_on(about.find(f"{_W}showingPlcHdr"))


_SPECIAL = {
    f"{_W}sym": _symbol,
    f"{_W}fldChar": _legacy_box,
    f"{_W}instrText": _drawn_box,
}
