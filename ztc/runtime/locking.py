"""One supervisor for a state folder: the lock, and those who still hold it."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from ztc.runtime.places import holders, opened_lock, try_lock
from ztc.runtime.processes import listen
from ztc.runtime.words import Halt, say

PATIENCE = 10.0
# By that part of it every child of a killed supervisor has had its signal and its time.
ORPHANS_SHARE = 0.4


@contextlib.contextmanager
def held(path: Path, address: str, patience: float = PATIENCE) -> Iterator[int]:
    """The children inherit the descriptor, so the lock is free only when they are gone too."""
    with opened_lock(path) as file:
        _wait(file, path, patience)
        _write(file, json.dumps({"pid": os.getpid(), "address": address}))
        try:
            yield file.fileno()
        finally:
            _write(file, "")


def _wait(file: IO[str], path: Path, patience: float) -> None:
    if try_lock(file):
        return
    say("上一次运行尚未结束，最多等 10 秒……")
    begun = time.monotonic()
    while not try_lock(file):
        waited = time.monotonic() - begun
        if waited > patience:
            raise Halt(_already_running(file))
        if waited > patience * ORPHANS_SHARE:
            _end_orphans(file, path)
        listen(0.1)


def _read(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    with contextlib.suppress(ValueError):
        return dict(json.loads(file.read()))
    return {}


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def _already_running(file: IO[str]) -> str:
    found = _read(file)
    where = f"：{found['address']}" if found.get("address") else ""
    return f"已在运行{where}（进程 {found.get('pid', '未知')}）。请先停止它，再运行一次。"


def _end_orphans(file: IO[str], path: Path) -> None:
    """Children that outlived their supervisor and did not heed its death."""
    found = holders(path) - {os.getpid()}
    if _read(file).get("pid") in found:
        return
    for pid in found:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
