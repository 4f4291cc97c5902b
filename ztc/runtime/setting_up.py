"""The order of setting up: system packages, environment, then the program that was asked for."""

import fcntl
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import IO, NoReturn

from ztc.runtime import debian
from ztc.runtime.environment import Environment
from ztc.runtime.places import CHECKOUT, Places, opened_lock, state_folder, try_lock
from ztc.runtime.steps import Steps
from ztc.runtime.words import Halt, complain, explain, say

INTERRUPTED = 130
# What is asked for: the group of packages it needs, and the program that does it.
TARGETS = {
    "run": ("run", ("ztc.runtime.supervisor",)),
    "shell": ("run", ("ztc.runtime.shell",)),
    "test": ("test", ("ztc.runtime.checks", "test")),
    "prove": ("test", ("ztc.runtime.checks", "prove")),
    "fmt": ("test", ("ztc.runtime.checks", "fmt")),
}


def set_up(group: str) -> Environment:
    environment = Environment(CHECKOUT)
    places = Places(state_folder())
    places.make()
    with opened_lock(places / "setup.lock") as lock:
        _take(lock)
        steps = Steps(places.log("setup"), lock.fileno())
        debian.ensure(group, steps)
        if not environment.serves(group):
            environment.make(group, steps)
    return environment


def _take(lock: IO[str]) -> None:
    if not try_lock(lock):
        say("另一个命令正在准备环境，等它完成……")
        fcntl.flock(lock, fcntl.LOCK_EX)


def start(environment: Environment, module: Sequence[str]) -> NoReturn:
    # A signal that comes before the supervisor listens must wait for it, not kill it.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    os.chdir(CHECKOUT)
    python = str(environment.python)
    os.execv(python, [python, "-m", *module])  # noqa: S606 -- our own interpreter


def _interrupt(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 -- the signal's form
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in TARGETS:
        complain(f"用法：python3 ztc/runtime/bootstrap.py {'|'.join(TARGETS)}")
        return 2
    group, module = TARGETS[arguments[0]]
    # SIGINT too: who is started in the background inherits that it is ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        start(set_up(group), module)
    except KeyboardInterrupt:
        complain("已中断。再运行一次会接着完成。")
        return INTERRUPTED
    except Halt as halt:
        complain(str(halt))
    except OSError as error:
        complain(explain(error))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
