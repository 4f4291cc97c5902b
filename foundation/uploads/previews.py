"""Previews: what we serve in place of a file from outside is a PNG that we drew, in a child."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import structlog

from foundation.confining import ConfinedFault, Limits, run_confined
from foundation.passing import passing_folder
from foundation.uploads.looking import on_disk

_log = structlog.get_logger(__name__)
# A picture of 60 megapixels takes 229 MiB unpacked. Nobody waits: previews are drawn by workers.
_LIMITS = Limits(seconds=30, memory_mib=288, writes_mib=16, answer_kib=16)
_DRAWN_BY = {
    "application/pdf": "draw_page",
    "image/png": "draw_picture",
    "image/jpeg": "draw_picture",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A PNG at most 1200 pixels wide and 3000 high."""

    png: bytes
    width: int
    height: int


def has_preview(content_type: str) -> bool:
    return content_type in _DRAWN_BY


def draw_preview(content: BinaryIO, *, content_type: str) -> Preview | None:
    """The first page or the picture; None where the form has none or it cannot be drawn.

    `content` passed `inspect_upload`, which vouched for `content_type`.
    """
    if not has_preview(content_type):
        return None
    with passing_folder() as folder:
        path, into = on_disk(content, folder), Path(folder, "preview.png")
        function = f"foundation.looks.previews:{_DRAWN_BY[content_type]}"
        try:
            size = run_confined(function, path, limits=_LIMITS, into=str(into)).value
        except ConfinedFault as fault:
            _log.warning("preview_failed", detail=str(fault), peak_kib=fault.peak_kib)
            return None
        return Preview(into.read_bytes(), size["width"], size["height"])
