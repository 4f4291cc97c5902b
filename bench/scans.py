"""`scan`: codes and seals read from letters as scanners give them back: a level for each thing
that happens to a page, no peer. `read` is the share of pages whose own code was read, `confused`
on how many another was; every second page bears a stamp at its date: `seal_seen` and `seal_false`
are the shares of pages with and without one on which it was seen. All have red heads and lines.

`projects` are pages a level; files of 20 pages are read as the portal does, in a confined child.
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from bench import scanned
from bench.results import Figures, Result
from bench.synthetic import SEED
from foundation.confining import run_confined
from foundation.scans.reading import LIMITS

_PAGES = 20  # a file
Change = Callable[[Image.Image, random.Random], Image.Image]


@dataclass(frozen=True)
class Level:
    """What happens to a page before the scanner's own blur and grain, and how it is kept."""

    changes: tuple[Change, ...] = ()
    dpi: int = 200
    qualities: tuple[int, int] = (70, 90)
    has_decoys: bool = False


def _turned(page: Image.Image, chance: random.Random) -> Image.Image:
    return scanned.turned(page, chance.uniform(1, 5) * chance.choice((-1, 1)))


def _upside_down(page: Image.Image, chance: random.Random) -> Image.Image:
    return page.rotate(180 + chance.uniform(-1, 1), fillcolor="white")


def _grey(page: Image.Image, chance: random.Random) -> Image.Image:  # noqa: ARG001 -- a Change
    return page.convert("L")


LEVELS = {
    "plain": Level(),
    "dpi_150": Level(dpi=150),
    "dpi_300": Level(dpi=300),
    "turned": Level((_turned,)),
    "upside_down": Level((_upside_down,)),
    "jpeg": Level(qualities=(30, 60)),
    "grey": Level((_grey,)),
    "shadow": Level((scanned.shadowed,)),
    "stamped": Level((scanned.stamped_on_code,)),
    "stamped_grey": Level((scanned.stamped_on_code, _grey)),
    "all_150": Level((scanned.shadowed, _turned, _grey), dpi=150, qualities=(30, 60)),
    "red_things": Level((_turned,), has_decoys=True),
}


def run(size: int) -> Result:
    count = min(size, _PAGES)
    letters = {decoys: scanned.letter(count, has_decoys=decoys) for decoys in (False, True)}
    told = {name: _read(level, letters[level.has_decoys], size) for name, level in LEVELS.items()}
    return Result(
        params={"pages": size, "seed": SEED},
        ours={
            "levels": {name: one.figures() for name, one in told.items()},
            "confused": sum(one.confused for one in told.values()),
            "seconds_per_page": sum(one.seconds for one in told.values()) / (size * len(told)),
            "peak_mib": max(one.peak_mib for one in told.values()),
        },
    )


@dataclass(slots=True)
class _Told:
    """Of the pages of a level: whose own code was read, on which another was; whether a seal was
    seen on those that have one, and on the others."""

    codes: list[bool] = field(default_factory=list)
    confused: int = 0
    sealed: list[bool] = field(default_factory=list)
    unsealed: list[bool] = field(default_factory=list)
    seconds: float = 0
    peak_mib: float = 0

    def figures(self) -> Figures:
        shares = {"read": self.codes, "seal_seen": self.sealed, "seal_false": self.unsealed}
        return {name: sum(found) / len(found) for name, found in shares.items() if found}


def _read(level: Level, letter: tuple[bytes, list[str]], size: int) -> _Told:
    told, chance = _Told(), random.Random(SEED)
    pdf, codes = letter
    while len(told.codes) < size:
        numbers = range(min(len(codes), size - len(told.codes)))
        drawn = scanned.drawn(pdf, numbers, dpi=level.dpi)
        pages = [_scanned(page, level, at, chance) for at, page in enumerate(drawn)]
        _add(told, level, scanned.bound(pages, dpi=level.dpi), codes)
    return told


def _is_sealed(number: int) -> bool:
    return number % 2 == 0


def _scanned(page: Image.Image, level: Level, number: int, chance: random.Random) -> bytes:
    changes = (scanned.stamped_on_date,) * _is_sealed(number) + level.changes
    for change in changes:
        page = change(page, chance)
    return scanned.scanned(page, chance, quality=chance.randint(*level.qualities))


def _add(told: _Told, level: Level, scan: bytes, codes: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan.pdf")
        path.write_bytes(scan)
        answer = run_confined(
            *("foundation.scans.child:read", path),
            limits=LIMITS,
            extension="pdf",
            wanted=codes[0][:5],
            into=folder,
        )
    for number, (page, code) in enumerate(zip(answer.value["pages"], codes, strict=False)):
        told.codes.append(code in page["codes"])
        told.confused += any(text != code for text in page["codes"])
        is_sealed = _is_sealed(number) or scanned.stamped_on_code in level.changes
        # A grey page has no red to see: a seal found there would be a false one.
        has_seal = is_sealed and _grey not in level.changes
        (told.sealed if has_seal else told.unsealed).append(page["has_seal"])
    told.seconds += answer.seconds
    told.peak_mib = max(told.peak_mib, answer.peak_kib / 1024)
