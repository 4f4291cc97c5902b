"""What `make test`, `make prove` and `make fmt` do: stages of programs, run in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ztc.runtime.places import CHECKOUT
from ztc.runtime.words import say

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Check:
    """Of a loud one each line is shown as it comes; of another all of them when it fails."""

    name: str
    argv: tuple[str, ...]
    env: tuple[tuple[str, str], ...] = ()
    loud: bool = False


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


FULL = (("ZTC_FULL_SIZE", "1"),)
# Named here, for our own import of Celery has put the development settings into the environment.
PYTEST = python("-m", "pytest", "--ds=ztc.settings.test")
# In the order of tests/conftest.py, not the files of most tests first.
ALL_CORES = (*PYTEST, "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
COPIED = (("ZTC_TEMPLATE", "template_ztc"),)
# Stages: one after the other; what is in one runs side by side.
CHECKS: dict[str, tuple[tuple[Check, ...], ...]] = {
    "test": (
        (
            Check("mypy", tool("mypy")),
            Check("database", python("-m", "tests.template"), COPIED),
            Check("ruff check", tool("ruff", "check", ".")),
            Check("ruff format", tool("ruff", "format", "--check", ".")),
            Check("lint-imports", tool("lint-imports")),
            Check("djlint format", tool("djlint", "templates", "--check", "--quiet")),
            Check("djlint lint", tool("djlint", "templates", "--lint", "--quiet")),
            Check("migrations", python("manage.py", "makemigrations", "--check", "--dry-run")),
        ),
        (Check("pytest", (*ALL_CORES, "-m", "not apart and not alone"), COPIED, loud=True),),
        (Check("pytest apart", (*ALL_CORES, "-m", "apart"), COPIED, loud=True),),
        (Check("pytest alone", (*PYTEST, "-m", "alone"), COPIED, loud=True),),
    ),
    "prove": (
        (Check("faults", (*PYTEST, "tests/faults"), FULL, loud=True),),
        (Check("pretalx", python("-m", "bench.pretalx")),),
        (Check("bench", python("-m", "bench", "all", "--full", "--report", "docs/proof/")),),
    ),
    "fmt": (
        (Check("ruff format", tool("ruff", "format", ".")),),
        (Check("ruff check", tool("ruff", "check", "--fix", ".")),),
        (Check("djlint", tool("djlint", "templates", "--reformat", "--quiet")),),
    ),
}


# How pytest names in its summary what did not pass.
_BROKEN = ("FAILED ", "ERROR ")


def run_check(check: Check) -> list[str] | None:
    """None when it passed; else the tests that did not, as pytest names them."""
    if check.loud:
        say(f"== {check.name} ==")
    begun = time.monotonic()
    lines = []
    with subprocess.Popen(
        check.argv,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **dict(check.env)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            lines.append(line.rstrip())
            if check.loud:
                say(lines[-1])
    failed = running.returncode != 0
    if not check.loud:
        word = "失败" if failed else "通过"
        say(f"== {check.name}  {time.monotonic() - begun:.1f} 秒  {word} ==")
        if failed:
            say("\n".join(lines))
    return [line for line in lines if line.startswith(_BROKEN)] if failed else None


def run_all(stages: Sequence[Sequence[Check]]) -> int:
    """Each stage on as many cores as there are. What failed is named once more below the last
    check: whoever reads the end knows all."""
    begun = time.monotonic()
    checks, ends = list(chain.from_iterable(stages)), []
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as cores:
        for stage in stages:
            ends += list(cores.map(run_check, stage))
    broken = {check.name: end for check, end in zip(checks, ends, strict=True) if end is not None}
    for line in chain.from_iterable(broken.values()):
        say(line)
    result = f"失败：{'、'.join(broken)}" if broken else "全部通过"
    say(f"{result}（共 {len(checks)} 项，{time.monotonic() - begun:.0f} 秒）")
    return 1 if broken else 0


def main(arguments: Sequence[str]) -> int:
    name, *inside = arguments
    if name != "fmt" and not inside:
        # With servers of our own around us, apart from those of a running portal.
        around = python("-m", "ztc.runtime.supervisor", "--services-only", "--volatile", "--")
        us = python("-m", "ztc.runtime.checks", name, "--inside")
        os.execv(sys.executable, [*around, *us])  # noqa: S606 -- our own interpreter
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    os.chdir(CHECKOUT)
    return run_all(CHECKS[name])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
