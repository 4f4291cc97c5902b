"""Pictures (jpg, png): walked piece by piece, never unpacked.

What is not needed to draw them (place and time of taking, notes, tails) is left out of the file we
keep; that also ends whatever else the file may have been.
"""

from pathlib import Path

from foundation.looks import jpeg, png
from foundation.looks.drawn import Drawn
from foundation.looks.guessing import head_of, mismatch, refuse_second_form
from foundation.looks.report import Fault, Finding, Json, Report, Unreadable

MAX_PIXELS = 60_000_000
MAX_SIDE = 20_000
_FAMILIES = {"jpg": jpeg, "jpeg": jpeg, "png": png}


def look(path: Path, *, extension: str, into: str) -> Json:
    report = Report()
    family = _FAMILIES[extension]
    with path.open("rb") as stream:
        head = head_of(stream)
    if not head.startswith(family.SIGNATURE):
        report.findings.append(mismatch(head, extension))
        return report.as_json()
    try:
        refuse_second_form(path, extension)
        data = path.read_bytes()
        drawn = family.needed_parts(data)
        _take(drawn, data, into, report)
    except Unreadable as fault:
        report.findings.append(fault.finding)
    return report.as_json()


def _take(drawn: Drawn, data: bytes, into: str, report: Report) -> None:
    report.width, report.height, report.pages = drawn.width, drawn.height, 1
    report.findings += _size_findings(drawn.width, drawn.height)
    kept = b"".join(drawn.parts)
    if report.findings or kept == data:
        return
    report.cleaned = list(dict.fromkeys(drawn.left_out)) or ["附注"]
    Path(into).write_bytes(kept)


def _size_findings(width: int, height: int) -> list[Finding]:
    if not width or not height:
        return [Finding(Fault.BROKEN, "没有尺寸")]
    if max(width, height) <= MAX_SIDE and width * height <= MAX_PIXELS:
        return []
    most = f"每边 {MAX_SIDE}、共 {MAX_PIXELS // 10_000} 万"
    return [Finding(Fault.PIXELS, f"{width}×{height}", most)]
