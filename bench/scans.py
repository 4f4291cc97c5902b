"""`scan`: codes and seals read from letters as scanners give them back, no peer: one level for
each thing that happens to a page. `read_share` are pages whose own code was read, `confused` those
on which another was; `seals` tells how often a seal was seen where there is one and where not.

`projects` are pages a level; files of 20 pages are read as the portal does, in a confined child.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from bench import scanned
from bench.results import Result
from bench.synthetic import SEED

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


_CODE, _DATE = scanned.stamped_on_code, scanned.stamped_on_date
CODES = {
    "plain": Level(),
    "dpi_150": Level(dpi=150),
    "dpi_300": Level(dpi=300),
    "turned": Level((_turned,)),
    "upside_down": Level((_upside_down,)),
    "jpeg": Level(qualities=(30, 60)),
    "grey": Level((_grey,)),
    "shadow": Level((scanned.shadowed,)),
    "stamped": Level((_CODE,)),
    "stamped_grey": Level((_CODE, _grey)),
    "all_150": Level((scanned.shadowed, _turned, _grey), dpi=150, qualities=(30, 60)),
}
SEALS = {
    "sealed_150": Level((_DATE,), dpi=150),
    "sealed": Level((_DATE, _turned)),
    "sealed_300": Level((_DATE,), dpi=300),
    "sealed_shadow": Level((_DATE, scanned.shadowed, _turned), qualities=(30, 60)),
}
NO_SEALS = {
    "headings": Level((_turned,)),
    "red_things": Level((_turned,), has_decoys=True),
    "sealed_grey": Level((_DATE, _grey)),
}


def run(size: int) -> Result:
    letters = {decoys: scanned.letter(_PAGES, has_decoys=decoys) for decoys in (False, True)}
    levels = CODES | SEALS | NO_SEALS
    told = {name: _Level(level, letters[level.has_decoys]).read(size) for name, level in levels.items()}
    pages = sum(figures["pages"] for figures in told.values())
    return Result(
        params={"pages": size, "levels": len(levels), "seed": SEED},
        ours={
            "codes": {name: _of(told[name], "read_share", "confused") for name in CODES},
            "seals": {
                "seen": {name: told[name]["seal_share"] for name in SEALS},
                "false": {name: told[name]["seal_share"] for name in NO_SEALS},
            },
            "confused": sum(figures["confused"] for figures in told.values()),
            "seconds_per_page": sum(figures["seconds"] for figures in told.values()) / pages,
            "peak_mib": max(figures["peak_mib"] for figures in told.values()),
        },
    )
