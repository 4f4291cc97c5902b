"""Work on a file from outside, in a child process with limits: whatever it does ends with it."""

import json
import math
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_CHILD = Path(__file__).with_name("confined.py")
_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": ""}  # no keys, no addresses
_CHUNK = 1 << 16
# More at once would only wait for each other's processor and add up their memory.
_PLACES = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds by the clock, MiB of memory, MiB of a file written, KiB of the answer."""

    seconds: float = 10
    memory_mib: int = 256
    writes_mib: int = 0
    answer_kib: int = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function returned, and what it took: KiB at its peak, seconds."""

    value: Any
    peak_kib: int
    seconds: float


class ConfinedFault(Exception):  # noqa: N818 -- the child's fault, not an error of ours
    """The child gave no answer; `detail` is for the log, never for the page."""

    def __init__(self, detail: str, *, peak_kib: int, seconds: float) -> None:
        super().__init__(detail)
        self.peak_kib = peak_kib
        self.seconds = seconds


class OutOfMemory(ConfinedFault):
    """It wanted more memory than it was given."""


class OutOfTime(ConfinedFault):
    """It took longer than it was given."""


class Crashed(ConfinedFault):
    """It raised, was ended by a signal, or answered nothing that can be read."""


@dataclass(frozen=True, slots=True)
class _End:
    """How a child ended: the bytes of its answer, the fault we ended it for, its exit status."""

    reply: bytes
    fault: type[ConfinedFault] | None
    status: int
    peak_kib: int
    seconds: float


_USUAL = Limits()
_BY_SIGNAL: dict[int, type[ConfinedFault]] = {
    signal.SIGXCPU: OutOfTime,
    signal.SIGALRM: OutOfTime,  # what it runs may set itself a shorter time
    signal.SIGKILL: OutOfMemory,
}


def run_confined(
    function: str, path: Path | str, *, limits: Limits = _USUAL, **arguments: Any
) -> Answer:
    """`function`, a "module:name" of ours, called as name(Path, **arguments) in a new process.

    Arguments and the value returned are JSON. The module should import no Django: the child
    then starts in some 60 ms. Raises OutOfMemory, OutOfTime or Crashed.
    """
    with _PLACES:
        end = _end_of(function, path, limits, arguments)
    return _answer(end)


def _end_of(function: str, path: Path | str, limits: Limits, arguments: dict[str, Any]) -> _End:
    begun = time.monotonic()
    ours, theirs = os.pipe()
    order = {
        "function": function,
        "path": str(path),
        "arguments": arguments,
        "limits": asdict(limits) | {"cpu_seconds": math.ceil(limits.seconds)},
        "answer_to": theirs,
    }
    try:
        child = _started(json.dumps(order), theirs)
    finally:
        os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0):
        reply, fault = _reply(ours, begun + limits.seconds, limits.answer_kib << 10)
    _end_group(child.pid)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return _End(reply, fault, child.returncode, usage.ru_maxrss, time.monotonic() - begun)


def _started(order: str, pipe: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and script
        [sys.executable, "-I", "-B", str(_CHILD), order],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        pass_fds=(pipe,),
        start_new_session=True,
    )


def _reply(pipe: int, until: float, most: int) -> tuple[bytes, type[ConfinedFault] | None]:
    """What the child wrote until it closed the pipe, or why we read no further."""
    reply = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(reply) <= most:
            if not selector.select(max(0, until - time.monotonic())):
                return b"", OutOfTime
            chunk = os.read(pipe, _CHUNK)
            if not chunk:
                return reply, None
            reply += chunk
    return b"", Crashed


def _end_group(leader: int) -> None:
    """Whatever is left of the child's session; it has not been waited for, so the id is its own."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _answer(end: _End) -> Answer:
    told = _read(end.reply)
    peak = told.get("peak_kib") or end.peak_kib
    if "value" in told:
        return Answer(told["value"], peak, end.seconds)
    raise _fault(end, told)(
        told.get("detail") or f"ended with {end.status}", peak_kib=peak, seconds=end.seconds
    )


def _read(reply: bytes) -> dict[str, Any]:
    try:
        told = json.loads(reply)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _fault(end: _End, told: dict[str, Any]) -> type[ConfinedFault]:
    if end.fault:
        return end.fault
    if told:
        return OutOfMemory if told.get("fault") == "memory" else Crashed
    # Silent. Not killed by us, for its pipe was closed by its end: the kernel wanted memory.
    return _BY_SIGNAL.get(-end.status, Crashed)
