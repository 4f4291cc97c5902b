"""`dataset`: a filled database that stays, for benches that only read; its address is told.

Everything went through the door by its set forms, in every unit about as much.
"""

import os
import tempfile
from pathlib import Path

from accounts.models import Unit
from bench.database import KEPT, settle
from bench.importing import from_file_to_library
from bench.measuring import peak_mib, together
from bench.people import centre, staffed
from bench.results import Figures, Result
from bench.synthetic import SEED, titles, write_csv


def run(size: int) -> Result:
    parts = _by_unit(titles(size))
    listing = centre()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "achievements.csv"
        figures = []
        for abbr, names in parts.items():
            write_csv(path, names)
            figures.append(from_file_to_library(path, len(names), staffed(abbr), listing))
    settle()
    return Result(
        params={"projects": size, "units": len(parts), "seed": SEED, "database": KEPT},
        ours=_summed(figures, size) | {"url": os.environ["DATABASE_URL"]},
    )


def _by_unit(names: list[str]) -> dict[str, list[str]]:
    units = Unit.objects.values_list("abbr", flat=True)
    parts = {abbr: names[at :: len(units)] for at, abbr in enumerate(units)}
    return {abbr: part for abbr, part in parts.items() if part}


def _summed(figures: list[Figures], size: int) -> Figures:
    listed = sum(unit["listed"] for unit in figures)
    steps = {str(at): unit for at, unit in enumerate(figures)}
    whole = together(steps, size)
    del whole["steps"]
    return whole | {"peak_mib": peak_mib(), "listed": listed}
