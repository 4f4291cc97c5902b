"""Forms of files the portal takes, by purpose and extension, and which look proves each."""

from dataclasses import dataclass

from django.db.models import TextChoices

_OOXML = "application/vnd.openxmlformats-officedocument."


class Purpose(TextChoices):
    """What a file is uploaded for; it decides which forms are taken."""

    DOCUMENT = "document", "材料"
    VIDEO = "video", "视频"
    SHEET = "sheet", "表格"
    WORD = "word", "信息表"
    SCAN = "scan", "盖章扫描件"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file: its content type, and the module of `foundation.looks` that proves it."""

    content_type: str
    look: str


def form_of(extension: str, purpose: Purpose) -> Form | None:
    """The form `extension` (lower case, no dot) stands for, if it is taken for `purpose`."""
    return _FORMS[extension] if extension in TAKEN[purpose] else None


def with_macros(extension: str, purpose: Purpose) -> bool:
    """Whether it stands for a form that is taken for `purpose`, but with macros."""
    return any(extension in _WITH_MACROS.get(plain, ()) for plain in TAKEN[purpose])


_WITH_MACROS = {
    "xlsx": ("xlsm", "xltm", "xlsb", "xlam"),
    "docx": ("docm", "dotm"),
    "pptx": ("pptm", "potm", "ppsm", "ppam"),
}
_FORMS = {
    "pdf": Form("application/pdf", "pdfs"),
    "png": Form("image/png", "pictures"),
    "jpg": Form("image/jpeg", "pictures"),
    "jpeg": Form("image/jpeg", "pictures"),
    "mp4": Form("video/mp4", "videos"),
    "doc": Form("application/msword", "office"),
    "xls": Form("application/vnd.ms-excel", "office"),
    "ppt": Form("application/vnd.ms-powerpoint", "office"),
    "docx": Form(_OOXML + "wordprocessingml.document", "office"),
    "xlsx": Form(_OOXML + "spreadsheetml.sheet", "office"),
    "pptx": Form(_OOXML + "presentationml.presentation", "office"),
    "wps": Form("application/vnd.ms-works", "office"),
    "ofd": Form("application/ofd", "office"),
    "ods": Form("application/vnd.oasis.opendocument.spreadsheet", "office"),
    "csv": Form("text/csv", "texts"),
    "tsv": Form("text/tab-separated-values", "texts"),
}
TAKEN = {
    Purpose.DOCUMENT: (
        *("pdf", "ppt", "pptx", "doc", "docx", "xls", "xlsx", "wps", "ofd"),
        *("jpg", "jpeg", "png"),
    ),
    Purpose.VIDEO: ("mp4",),
    Purpose.WORD: ("docx",),
    Purpose.SHEET: ("csv", "tsv", "xls", "xlsx", "ods"),
    Purpose.SCAN: ("pdf", "ofd", "jpg", "jpeg", "png"),
}
