"""`python -m bench NAME`: one bench, or with `all` each that measures, one after the other.

Every bench has a process of its own, for its peak of memory and for settings read at import.
"""

import argparse
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import FrameType

from bench import database, servers
from bench.results import Result, write

INTERRUPTED = 130


class Unusable(Exception):  # noqa: N818 -- not a defect but an orderly end with a sentence
    """The order cannot be carried out; the message says why."""


@dataclass(frozen=True)
class Bench:
    """Where a bench is, how many rows it takes, and in which database."""

    module: str
    smallest: int = 0
    default: int = 0
    full: int = 0
    database: str | None = database.OWN

    def size(self, options: argparse.Namespace) -> int:
        if options.projects is not None:
            return int(options.projects)
        if options.smallest:
            return self.smallest
        return self.full if options.full else self.default


#                   module           smallest  default  full
BENCHES = {
    "import": Bench("bench.importing", 500, 10_000, 100_000),
    "door": Bench("bench.door", 2_000, 20_000, 20_000),
    "bulk": Bench("bench.bulk", 500, 5_000, 20_000),
    "search": Bench("bench.search", 500, 20_000, 100_000),
    "likeness": Bench("bench.likeness", 500, 20_000, 100_000),
    "audit": Bench("bench.audit", 500, 20_000, 20_000),
    "pages": Bench("bench.pages", 100, 6_140, 20_000),
    "load": Bench("bench.load", 200, 6_140, 20_000),
    "login": Bench("bench.login", 50, 500, 2_000),
    "autosave": Bench("bench.autosave", 100, 6_000, 12_000),
    "letter": Bench("bench.letters", 3, 20, 50, database=None),
    "deadline": Bench("bench.deadline", 40, 500, 500),
    "scan": Bench("bench.scans", 4, 40, 200, database=None),
    "assignment": Bench("bench.assigning", 37, 400, 400, database=None),
    "board": Bench("bench.board", 40, 400, 400),
    "calendar": Bench("bench.calendar", 2, 20, 60, database=None),
    "matching": Bench("bench.matching", 1_000, 10_000, 100_000),
    "start": Bench("bench.start", 0, 1, 1, database=None),
    # Measures little: it leaves a filled database behind for others, so `all` passes it by.
    "dataset": Bench("bench.dataset", 500, 6_140, 20_000, database=database.KEPT),
}


def run(name: str, options: argparse.Namespace) -> int:
    """Measure one bench in this process."""
    bench = BENCHES[name]
    is_kept = bench.database == database.KEPT
    place = database.made(bench.database, keep=is_kept) if bench.database else nullcontext()
    with place:
        more = {"demands": options.demands} if options.demands is not None else {}
        result: Result = import_module(bench.module).run(bench.size(options), **more)
        write(name, result, as_json=options.json, folder=options.report)
    return 0


def run_all(options: argparse.Namespace) -> int:
    """Each in turn; one that fails does not keep the others from being measured."""
    names = [name for name, bench in BENCHES.items() if bench.database != database.KEPT]
    with database.template():
        codes = [_run_apart([name, *_options_of_one(options)]) for name in names]
    return max(codes)


def _options_of_one(options: argparse.Namespace) -> list[str]:
    words = [f"--{name}" for name in ("json", "smallest", "full") if getattr(options, name)]
    if options.projects is not None:
        words += ["--projects", str(options.projects)]
    return [*words, "--report", str(options.report)] if options.report else words


def _run_apart(words: Sequence[str]) -> int:
    command = [sys.executable, "-m", "bench", *words]
    with subprocess.Popen(command) as child:  # noqa: S603 -- our own interpreter and module
        try:
            return int(bool(child.wait()))
        except BaseException:
            child.terminate()
            child.wait()
            raise


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", help="、".join([*BENCHES, "all"]))
    parser.add_argument("--json", action="store_true", help="每项只输出一个 JSON 对象")
    parser.add_argument(
        *("--projects", "--rows", "--achievements"),
        type=_count,
        metavar="N",
        help="规模，代替下面两种",
    )
    parser.add_argument("--demands", type=_count, metavar="N", help="需求数（只用于 matching）")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--smallest", action="store_true", help="最小的可信规模")
    size.add_argument("--full", action="store_true", help="完整规模")
    parser.add_argument("--report", type=Path, metavar="DIR", help="另存为 DIR/NAME.json")
    options = parser.parse_args(arguments)
    if options.name not in {*BENCHES, "all"}:
        known = "、".join([*BENCHES, "all"])
        raise Unusable(f"没有名为 {options.name} 的基准测试，可选：{known}。")
    if options.demands is not None and options.name != "matching":
        raise Unusable(f"--demands 只用于 matching，{options.name} 不用。")
    return options


def _count(text: str) -> int:
    """At least as many as there are moves to time one by one."""
    count = int(text)
    if count < 2:  # noqa: PLR2004 -- half of them go each way
        raise ValueError(text)
    return count


def _needs_servers(name: str) -> bool:
    return name == "all" or BENCHES[name].database is not None


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- the signal's form
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        options = read_options(arguments)
        if _needs_servers(options.name) and servers.are_missing():
            return servers.run_with_servers(arguments)
        if options.name == "all":
            return run_all(options)
        return run(options.name, options)
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return INTERRUPTED
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
