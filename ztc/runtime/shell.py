"""A shell in the environment of the portal that runs from this checkout: `make shell`."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from ztc.runtime.places import CHECKOUT, Places, state_folder
from ztc.runtime.words import Halt, complain


def environment() -> dict[str, str]:
    """As the supervisor gave it to the web. Raises Halt when no portal is running."""
    try:
        children = json.loads((Places(state_folder()) / "children.json").read_text())
        raw = Path(f"/proc/{children['web']}/environ").read_bytes().decode()
    except (OSError, KeyError) as fault:
        raise Halt("门户没有在运行。请先在另一个窗口运行 make run") from fault
    return dict(entry.split("=", 1) for entry in raw.split("\0") if entry)


def main() -> NoReturn:
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    try:
        env = environment()
    except Halt as halt:
        complain(str(halt))
        sys.exit(1)
    env["PATH"] = f"{Path(sys.executable).parent}:{env.get('PATH', os.defpath)}"
    os.chdir(CHECKOUT)
    shell = os.environ.get("SHELL", "/bin/sh")
    os.execvpe(shell, [shell], env)  # noqa: S606 -- the operator's own shell


if __name__ == "__main__":
    main()
