"""Starting, hearing and ending children: each in a session of its own, none outliving us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ztc.runtime.users import User, acting_as

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
BIGGEST_LOG = 20 << 20
Child = subprocess.Popen[bytes]


class Stopped(Exception):  # noqa: N818 -- a wish of the operator, not an error
    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


@dataclass(frozen=True)
class Command:
    """One program to start; without a user it runs as whoever started us."""

    name: str
    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str]
    user: User | None = None
    death_signal: int = signal.SIGTERM
    # What is sent, and after how many seconds of stopping; SIGKILL ends the list.
    stop: tuple[tuple[int, float], ...] = ((signal.SIGTERM, 0.0),)
    # Writes to our own console, and is signalled with all it started, as a terminal would.
    foreground: bool = False


def heeded_signals() -> set[int]:
    # Under nohup SIGHUP is ignored, and must stay so.
    heeded = {signal.SIGINT, signal.SIGTERM}
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        heeded.add(signal.SIGHUP)
    return {int(number) for number in heeded}


def take_over_signals() -> None:
    """From here a signal waits until `listen` asks, so none can come between fork and record."""
    signal.pthread_sigmask(signal.SIG_BLOCK, heeded_signals() | {signal.SIGCHLD})
    # Grandchildren whose parent was killed come to us, who reap them at once.
    _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def listen(seconds: float, *, heed: bool = True) -> None:
    """Wait for a child's end or a signal; a wish to stop is raised only if heeded."""
    awaited = heeded_signals() | {signal.SIGCHLD}
    heard = signal.sigtimedwait(awaited, max(seconds, 0))
    if heed and heard and heard.si_signo != signal.SIGCHLD:
        raise Stopped(heard.si_signo)


def spawn(command: Command, lock: int, output: IO[bytes], errors: IO[bytes]) -> Child:
    parent = os.getpid()

    def settle() -> None:
        # After setuid, which would clear it; the parent may be gone before we asked.
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        _LIBC.prctl(_PR_SET_PDEATHSIG, command.death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    user = command.user
    return subprocess.Popen(
        command.argv,
        cwd=command.cwd,
        env=dict(command.env),
        stdin=subprocess.DEVNULL,
        stdout=None if command.foreground else output,
        stderr=None if command.foreground else errors,
        start_new_session=True,
        pass_fds=(lock,),
        preexec_fn=settle,  # noqa: PLW1509 -- we have one thread only
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=[] if user else None,
    )


def signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def next_dead() -> int | None:
    """A child that has ended and is not yet reaped, so its pid is still its own."""
    with contextlib.suppress(ChildProcessError):
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return found.si_pid if found else None
    return None


def rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > BIGGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def tail(log: Path, size: int = 2000) -> str:
    with contextlib.suppress(OSError), log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - size))
        return file.read().decode(errors="replace")
    return ""


def last_line(log: Path) -> str:
    lines = [line.strip() for line in tail(log).splitlines() if line.strip()]
    return lines[-1] if lines else ""


def working_in(folder: Path, name: str, user: User | None) -> set[int]:
    """Living processes of that program whose working directory is the folder."""
    found = set()
    # Not resolved as the user, who may not pass through every parent.
    target = str(folder.resolve())
    with acting_as(user):
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                same = str((process / "cwd").readlink()) == target
                if same and (process / "comm").read_text().strip() == name:
                    found.add(int(process.name))
    return found


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
