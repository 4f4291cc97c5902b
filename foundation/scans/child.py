"""Reads a scan from outside page by page, in a confined child (`foundation.confining`).

Imports no Django. The file passed `foundation.uploads`; nothing in it is believed for that.
"""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from foundation.scans.codes import codes_in
from foundation.scans.pages import pages_of
from foundation.scans.seals import has_seal
from foundation.scans.shape import MOST_PAGES, Fault, Json, Unfit

PICTURE_WIDTH = 900
_PICTURE_HEIGHT = 2_000
_QUALITY = 75
# Until the first page is read, and more with each: a page that never ends is ended soon, a long
# scan is not.
_FIRST_SECONDS, _PAGE_SECONDS = 8, 2


def read(path: Path, *, extension: str, wanted: str, into: str) -> Json:
    """`{"problems": [[code, found, expected]], "pages": [{"codes", "has_seal"}]}`; the picture of
    page n is left as `n.jpg` in the folder `into`, if the page has one."""
    scan = _Scan(Path(into), wanted)
    try:
        scan.read(path, extension)
    except Unfit as fault:
        scan.problems.append(fault.problem)
    return {"problems": scan.problems, "pages": scan.pages}


@dataclass(slots=True)
class _Scan:
    into: Path
    wanted: str
    pages: list[Json] = field(default_factory=list)
    problems: list[tuple[Fault, str, str]] = field(default_factory=list)

    def read(self, path: Path, extension: str) -> None:
        _allow_more(_FIRST_SECONDS)
        if not path.stat().st_size:
            raise Unfit(Fault.EMPTY)
        with pages_of(path, extension) as (count, pages):
            if count > MOST_PAGES:
                self.problems.append((Fault.PAGES, str(count), str(MOST_PAGES)))
            self._read_all(pages)
        self._tell_bare_pages()

    def _read_all(self, pages: Iterator[Image.Image | None]) -> None:
        for number, page in enumerate(pages, start=1):
            self.pages.append(self._read_one(page, number))
            _allow_more(_PAGE_SECONDS)
            if number == MOST_PAGES:
                return

    def _read_one(self, page: Image.Image | None, number: int) -> dict[str, Any]:
        if page is None:
            return {"codes": [], "has_seal": False, "has_picture": False}
        codes = codes_in(page, wanted=self.wanted)
        page.thumbnail((PICTURE_WIDTH, _PICTURE_HEIGHT))
        sealed = has_seal(page)  # it needs no more than the picture has
        page.rotate(90 * codes.quarters, expand=True).save(
            self.into / f"{number}.jpg", "JPEG", quality=_QUALITY
        )
        return {"codes": codes.texts, "has_seal": sealed, "has_picture": True}

    def _tell_bare_pages(self) -> None:
        bare = [n for n, page in enumerate(self.pages, start=1) if not page["has_picture"]]
        if bare and len(bare) == len(self.pages):
            raise Unfit(Fault.NO_PICTURES)
        if bare:
            self.problems.append((Fault.BARE_PAGES, "、".join(map(str, bare)), ""))


def _allow_more(seconds: float) -> None:
    """What is left, and as much again; when it is over, the alarm ends this process."""
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    signal.setitimer(signal.ITIMER_REAL, left + seconds)
