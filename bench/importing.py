"""`import`: a unit's workbook of 30 columns from file to drafts, each with its trail, as a worker
does it; against plain django-import-export, row by row and in bulk, on the same file and checks.

Each side runs alone in a process of its own; `peak_mib` is the most that process and its children
held together. Then the whole file is imported once more, in another unit, while one visitor after
another asks the showcase: `showcase.idle` is before it, `showcase.busy` during it.
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.import_file import COLUMNS, write_workbook
from bench.measuring import measured, percentiles, server_facts, together
from bench.people import Desk, centre, staffed
from bench.results import Figures, Result
from bench.serving import SERVER, served, state_folder
from bench.synthetic import SEED, titles, write_csv
from projects.importing.carrying import carry_through
from projects.importing.ordering import PURPOSE, open_run, order_taking
from projects.intake import submit_all
from projects.library import list_all
from projects.models import ImportRun, Project
from projects.screening import accept_all
from projects.states import Outcome, ProjectStatus, Source
from records.actors import Actor
from records.filing import file_document

MANDATE = "基准测试用授权"
# Row by row a peer takes a minute for this many; more would say the same.
_MOST_OF_PEERS = 10_000
_LISTED = 500  # that the showcase has to show
_IDLE_SECONDS = 5
_PAUSE, _GLANCE = 0.05, 0.05  # seconds between two visits, two looks at memory
_PAGES = ("/showcase/", "/showcase/?q=%E6%9D%90%E6%96%99", "/showcase/?field=3")


def run(size: int) -> Result:
    for abbr in ("SC", "SD", "GD", "ZJ"):
        staffed(abbr)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, state_folder() as state:
        os.environ["ZTC_STATE_DIR"] = str(state)
        _fill_showcase(Path(folder))
        file, small = Path(folder, "whole.xlsx"), Path(folder, "part.xlsx")
        write_workbook(file, size)
        write_workbook(small, min(size, _MOST_OF_PEERS))
        ours = _side("ours", file, size)
        with served("ztc.settings.dev", state, "/showcase/") as port:
            ours["showcase"] = _visited(_Visitor(port), file, size)
        peers = {
            name: _side(name, small, min(size, _MOST_OF_PEERS))
            for name in ("import-export", "import-export-bulk")
        }
    params = {"rows": size, "columns": len(COLUMNS), "rows_of_peers": min(size, _MOST_OF_PEERS)}
    return Result(
        params={**params, "seed": SEED, "server": SERVER, **server_facts()},
        ours=ours,
        peers=peers,
        ratios={name: ours["rows_per_s"] / peer["rows_per_s"] for name, peer in peers.items()},
    )


@dataclass
class _Visitor:
    """One who looks at the showcase, page after page."""

    port: int
    times: list[float] = field(default_factory=list)
    errors: int = 0

    def look(self, until: Callable[[], bool]) -> Figures:
        self.times = []
        while not until():
            for page in _PAGES:
                self._visit(page)
                time.sleep(_PAUSE)
        return percentiles(self.times) | {"visits": len(self.times), "errors": self.errors}

    def _visit(self, page: str) -> None:
        begun = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        line.request("GET", page)
        answer = line.getresponse()
        answer.read()
        line.close()
        self.times.append((time.perf_counter() - begun) * 1000)
        self.errors += answer.status != http.HTTPStatus.OK


def _visited(visitor: _Visitor, file: Path, rows: int) -> Figures:
    for _ in range(2):  # the first looks warm the server up
        over = time.perf_counter() + _IDLE_SECONDS
        idle = visitor.look(lambda until=over: time.perf_counter() > until)
    busy: Figures = {}

    def look(side: "subprocess.Popen[bytes]") -> None:
        busy.update(visitor.look(lambda: side.poll() is not None))

    import_seconds = _side("ours-visited", file, rows, look)["seconds"]
    ratio = busy["p95_ms"] / idle["p95_ms"]
    return {"idle": idle, "busy": busy, "p95_ratio": ratio, "import_seconds": import_seconds}


def _side(
    name: str,
    file: Path,
    rows: int,
    meanwhile: "Callable[[subprocess.Popen[bytes]], None] | None" = None,
) -> Figures:
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "bench.import_sides", name, str(file)], stdout=subprocess.PIPE
    ) as side:
        with _watched(side) as memory:
            if meanwhile:
                meanwhile(side)
            output, _ = side.communicate()
        seconds = time.perf_counter() - begun
        if side.returncode:
            raise RuntimeError(f"{name} ended with {side.returncode}")
    told = json.loads(output)
    problems = told.pop("problems")
    found = {"wrong": sum(problems.values()), "kinds_of_wrong": len(problems)}
    figures = {"seconds": seconds, "rows_per_s": rows / seconds, "peak_mib": max(memory), **told}
    return figures | found


@contextmanager
def _watched(side: "subprocess.Popen[bytes]") -> Iterator[list[float]]:
    """MiB that the process and its children hold, again and again."""
    held = [0.0]

    def watch() -> None:
        while side.poll() is None:
            held.append(sum(_resident(pid) for pid in _with_children(side.pid)))
            time.sleep(_GLANCE)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield held
    side.wait()
    watcher.join()


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = tasks.read_text().split()
        except OSError:
            continue  # it has ended meanwhile
        for child in children:
            yield from _with_children(int(child))


def _resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def _fill_showcase(folder: Path) -> None:
    path = folder / "listed.csv"
    write_csv(path, titles(_LISTED, seed=SEED + 9))
    from_file_to_library(path, _LISTED, staffed("BJ"), centre())


def from_file_to_library(path: Path, size: int, desk: Desk, listing: Actor) -> Figures:
    """The whole way in this process, each step with its own figures."""
    steps: dict[str, Figures] = {}
    with measured(size) as steps["check"]:
        run = _checked(path, desk.clerk)
    with measured(size) as steps["take"]:
        order_taking(run, only_whole=False, mandate=MANDATE, by=desk.clerk)
        carry_through(run)
    with measured(size) as steps["submit"]:
        submit_all(_waiting(desk, ProjectStatus.DRAFT), by=desk.clerk)
    with measured(size) as steps["accept"]:
        accept_all(_waiting(desk, ProjectStatus.SUBMITTED), by=desk.lead)
    with measured(size) as steps["list"]:
        moved = list_all(_waiting(desk, ProjectStatus.ACCEPTED), by=listing)
    counts = {"bad": run.counts.get(Outcome.BAD, 0), "listed": len(moved.rows)}
    return together(steps, size) | counts


def _checked(path: Path, clerk: Actor) -> ImportRun:
    with path.open("rb") as stream:
        document = file_document(path.name, stream, purpose=PURPOSE, by=clerk)
    return carry_through(open_run(document, by=clerk))


def _waiting(desk: Desk, status: ProjectStatus) -> Any:
    """The set as `manage.py move_projects` takes it."""
    waiting = Project.objects.filter(unit=desk.unit, status=status, source=Source.IMPORT)
    return waiting.select_related("field", "organisation")
