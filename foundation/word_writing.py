"""Word documents of ours: forms made of headings, hints and tables, in the fonts Chinese offices
use (仿宋 for text, 宋体 for headings)."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY, _HEAD = "仿宋", "宋体"
_GREY = RGBColor(0x55, 0x5F, 0x6B)
_MARGIN, _WIDTH, _HEIGHT = 20, 210, 297  # mm, A4
_ROOM = _WIDTH - 2 * _MARGIN
# Whenever it is made, the file says the same.
_MADE = datetime(2022, 1, 1)  # noqa: DTZ001 -- python-docx takes naive times
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class Paper:
    """A document on A4, written from top to bottom. Sizes are in points."""

    def __init__(self, title: str) -> None:
        self._document = docx.Document()
        self._set_up(title)
        heading = self._document.add_paragraph()
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(heading, title, size=18, font=_HEAD, bold=True)

    def heading(self, text: str, size: float = 14) -> None:
        """Stays on the page of what follows."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(size * 0.8)
        paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, text, size=size, font=_HEAD, bold=True)

    def hint(self, text: str) -> None:
        _write(self._document.add_paragraph(), text, size=9, grey=True)

    def fields(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """A table of (label, hint, value), the hint below its label."""
        told = list(rows)
        table = self._table(len(told), (45, _ROOM - 45))
        for row, (label, hint, value) in zip(table.rows, told, strict=True):
            _write_label(row.cells[0], label, hint)
            _write_lines(row.cells[1], value)

    def rows(self, head: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]]) -> None:
        """A table with a head of (label, hint) above rows of texts."""
        table = self._table(1 + len(rows), [_ROOM / len(head)] * len(head))
        first, *others = table.rows
        for cell, (label, hint) in zip(first.cells, head, strict=True):
            _write_label(cell, label, hint, size=10.5)
        for row, texts in zip(others, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                _write_lines(cell, text, size=10.5)

    def packed(self) -> bytes:
        """The .docx (ECMA-376); equal content gives equal bytes."""
        made, packed = io.BytesIO(), io.BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
            for name in source.namelist():
                member = zipfile.ZipInfo(name, _ZIP_TIME)
                target.writestr(member, source.read(name), zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _set_up(self, title: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
        section.left_margin = section.right_margin = Mm(_MARGIN)
        section.top_margin = section.bottom_margin = Mm(_MARGIN)
        style: Any = self._document.styles["Normal"]
        style.font.name = _BODY
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
        style.paragraph_format.space_after = Pt(2)
        about = self._document.core_properties
        about.title, about.author, about.comments = title, "", ""
        about.language, about.created, about.modified = "zh-CN", _MADE, _MADE

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self._document.add_table(rows, len(widths), style="Table Grid")
        table.autofit = False
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        return table


def _write_label(cell: Any, label: str, hint: str, size: float = 12) -> None:
    _write(cell.paragraphs[0], label, size=size, font=_HEAD, bold=True)
    if hint:
        _write(cell.add_paragraph(), hint, size=8, grey=True)


def _write_lines(cell: Any, text: str, size: float = 12) -> None:
    first, *rest = text.split("\n")
    _write(cell.paragraphs[0], first, size=size)
    for line in rest:
        _write(cell.add_paragraph(), line, size=size)


def _write(
    paragraph: Any,
    text: str,
    *,
    size: float,
    font: str = _BODY,
    bold: bool = False,
    grey: bool = False,
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 -- python-docx has no other way
    if grey:
        run.font.color.rgb = _GREY
