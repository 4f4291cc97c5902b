"""Office files: compound ones (doc, xls, ppt, wps) and zip packages (docx …, ofd, ods)."""

import re
from pathlib import Path
from typing import BinaryIO

from foundation.looks import archives, ole, packages
from foundation.looks.guessing import head_of, is_pdf, mismatch
from foundation.looks.report import Fault, Finding, Json, Report

MAX_PAGES = 500
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_TYPES = "[Content_Types].xml"
# Streams of which a compound file must have one; members, or folders, a package must have.
_STREAMS = {
    "doc": {"WordDocument"},
    "wps": {"WordDocument"},
    "xls": {"Workbook", "Book"},
    "ppt": {"PowerPoint Document"},
}
_MEMBERS = {
    "docx": (_TYPES, "word/"),
    "wps": (_TYPES, "word/"),
    "xlsx": (_TYPES, "xl/"),
    "pptx": (_TYPES, "ppt/"),
    "ofd": ("OFD.xml",),
    "ods": ("content.xml",),
}
_MIMETYPES = {"ods": _ODS}
_PAGES = {
    "ofd": re.compile(r"Doc_\d+/Pages/[^/]+/Content\.xml"),
    "pptx": re.compile(r"ppt/slides/slide\d+\.xml"),
}
_MACRO_STREAMS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}
_PACKED_STREAM = "\x01Ole10Native"
# [MS-PPT] 2.4.10: a VBAInfoContainer whose atom says that there are macros;
# [MS-XLS] 2.4.28: a BoundSheet8 of type macro sheet.
_MACRO_RECORDS = {
    "ppt": re.compile(rb"\x0f\0\xff\x03.{4}\x02\0\0\x04\x0c\0\0\0.{4}\x01\0\0\0", re.DOTALL),
    "xls": re.compile(rb"\x85\0[\x08-\x48]\0.{4}[\0-\x02]\x01", re.DOTALL),
}


def look(path: Path, *, extension: str, into: str) -> Json:  # noqa: ARG001 -- nothing is cleaned
    report = Report()
    with path.open("rb") as stream:
        head = head_of(stream)
        if head.startswith(ole.SIGNATURE):
            report.findings += _compound_findings(stream, extension)
        elif head.startswith(archives.SIGNATURE) and extension in _MEMBERS:
            _look_into_package(stream, path.stat().st_size, extension, report)
        else:
            report.findings.append(mismatch(head, extension))
    if is_pdf(path):
        report.findings.append(Finding(Fault.POLYGLOT, "pdf"))
    return report.as_json()


def _compound_findings(stream: BinaryIO, extension: str) -> list[Finding]:
    try:
        names = ole.stream_names(stream)
    except ole.BrokenOle:
        return [Finding(Fault.BROKEN, "目录")]
    if "EncryptedPackage" in names:  # an Office package with a password
        return [Finding(Fault.ENCRYPTED)]
    findings = [Finding(Fault.MACROS, name) for name in sorted(names & _MACRO_STREAMS)[:1]]
    findings += [Finding(Fault.PACKAGED, "Package")] * (_PACKED_STREAM in names)
    findings += _record_findings(stream, extension)
    if names.isdisjoint(_STREAMS.get(extension, ())):
        findings.append(mismatch(head_of(stream), extension))
    return findings


def _record_findings(stream: BinaryIO, extension: str) -> list[Finding]:
    """Macros that have no stream of their own."""
    pattern = _MACRO_RECORDS.get(extension)
    if pattern is None:
        return []
    stream.seek(0)
    return [Finding(Fault.MACROS, extension)] * bool(pattern.search(stream.read()))


def _look_into_package(stream: BinaryIO, size: int, extension: str, report: Report) -> None:
    inside = archives.look_inside(stream, size, packages.readers_of)
    report.findings += inside.findings
    if inside.findings:
        return
    has_members = all(_has(inside.names, member) for member in _MEMBERS[extension])
    if not has_members or inside.mimetype != _MIMETYPES.get(extension, ""):
        report.findings.append(mismatch(head_of(stream), extension))
    if pattern := _PAGES.get(extension):
        report.pages = sum(bool(pattern.fullmatch(name)) for name in inside.names) or None
    if (report.pages or 0) > MAX_PAGES:
        report.findings.append(Finding(Fault.PAGES, str(report.pages), str(MAX_PAGES)))


def _has(names: frozenset[str], mark: str) -> bool:
    return any(name.startswith(mark) for name in names) if mark.endswith("/") else mark in names
