"""PDF: opened by qpdf, its pages counted, its streams measured, whatever acts taken out.

One rule for what acts (`pdf_actions`): it is taken out and the cleaned file kept, as the pages lose
nothing by it. Refused is what cannot be cleaned without loss: a signed or restricted file with
something to take out, pictures that move, a package of files, a form that lives in a script.
"""

import codecs
import zlib
from pathlib import Path

import pikepdf

from foundation.looks import pdf_actions
from foundation.looks.guessing import head_of, mismatch, refuse_second_form
from foundation.looks.office import MAX_PAGES
from foundation.looks.report import Fault, Finding, Json, Report, Unreadable

_MIB = 1 << 20
_TAIL = 1024  # as far from the end as readers look for %%EOF
_MAX_UNPACKED = 256 * _MIB
_PIECE = 1 << 18
_FLATE = {"/FlateDecode", "/Fl"}
_DAMAGE = "损坏的结构"


def look(path: Path, *, extension: str, into: str) -> Json:
    report = Report()
    with path.open("rb") as stream:
        head = head_of(stream)
    # Some writers put a byte order mark or a line break before %PDF.
    if not head.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").startswith(b"%PDF-"):
        report.findings.append(mismatch(head, extension))
        return report.as_json()
    try:
        _refuse_cut(path)
        refuse_second_form(path, extension)
        _look_at(path, into, report)
    except Unreadable as fault:
        report.findings.append(fault.finding)
    except pikepdf.PasswordError:
        report.findings.append(Finding(Fault.ENCRYPTED))
    except (pikepdf.PdfError, pikepdf.DataDecodingError):
        report.findings.append(Finding(Fault.BROKEN, "PDF 结构"))
    return report.as_json()


def _refuse_cut(path: Path) -> None:
    with path.open("rb") as stream:
        stream.seek(-min(4 * _TAIL, path.stat().st_size), 2)
        tail = stream.read().rstrip(b"\0\t\n\f\r ")
    if b"%%EOF" not in tail[-_TAIL:]:
        raise Unreadable(Fault.TRUNCATED, "没有 PDF 的结尾")


def _look_at(path: Path, into: str, report: Report) -> None:
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        report.pages = len(pdf.pages)
        is_damaged = _is_damaged(pdf)
        _refuse_shape(pdf, report.pages)
        _refuse_bombs(pdf)
        fixed = _fixed_by(pdf)
        report.cleaned = pdf_actions.disarm(pdf)
        # Readers differ in what they make of damage: all shall see what we saw.
        if _is_damaged(pdf) or is_damaged:
            report.cleaned.append(_DAMAGE)
        if report.cleaned and fixed:
            raise Unreadable(fixed, "、".join(report.cleaned))
        if report.cleaned:
            pdf.save(into, deterministic_id=True)


def _is_damaged(pdf: pikepdf.Pdf) -> bool:
    """Whether qpdf had to guess since it was last asked; it tells each warning once."""
    warnings = pdf.get_warnings()
    if any("bad_alloc" in warning for warning in warnings):
        raise MemoryError  # it goes on without an object it had no memory for
    return bool(warnings)


def _refuse_shape(pdf: pikepdf.Pdf, pages: int) -> None:
    if not pages:
        raise Unreadable(Fault.BROKEN, "没有页面")
    if pages > MAX_PAGES:
        raise Unreadable(Fault.PAGES, str(pages), str(MAX_PAGES))
    if "/Collection" in pdf.Root:
        raise Unreadable(Fault.PORTFOLIO)
    if pdf.Root.get("/NeedsRendering", False):
        raise Unreadable(Fault.FORM)


def _fixed_by(pdf: pikepdf.Pdf) -> Fault | None:
    """Why this file may not be rewritten, if so."""
    if pdf_actions.is_signed(pdf):
        return Fault.SIGNED
    return Fault.RESTRICTED if pdf.is_encrypted else None


def _refuse_bombs(pdf: pikepdf.Pdf) -> None:
    """Streams that unpack beyond all reason; pictures are measured by their readers."""
    total = 0
    for obj in pdf.objects:
        if isinstance(obj, pikepdf.Stream) and str(obj.get("/Subtype", "")) != "/Image":
            total += _unpacked(obj, _MAX_UNPACKED - total)
        if total >= _MAX_UNPACKED:
            raise Unreadable(Fault.BOMB, f"{total // _MIB} MB")


def _unpacked(stream: pikepdf.Stream, most: int) -> int:
    """Bytes of a stream as one Flate filter unpacks it, or `most`."""
    filters = _filters(stream)
    if sum(name in _FLATE for name in filters) > 1:
        return most  # packed twice: nobody does that for good
    if not filters or filters[0] not in _FLATE:
        return 0
    inflater, data, total = zlib.decompressobj(), stream.read_raw_bytes(), 0
    try:
        while data and total < most and not inflater.eof:
            total += len(inflater.decompress(data, _PIECE))
            data = inflater.unconsumed_tail
    except zlib.error:
        return total
    return min(total, most)


def _filters(stream: pikepdf.Stream) -> list[str]:
    named = stream.get("/Filter")
    if isinstance(named, pikepdf.Array):
        return [str(name) for name in named]
    return [] if named is None else [str(named)]
