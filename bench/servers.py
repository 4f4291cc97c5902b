"""A bench ordered by hand, with no server around it, is run between servers of its own.

They keep their state beside the portal's, durable as the portal's, so both may run at once.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ztc.runtime.places import CHECKOUT, state_folder

NEEDED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "ZTC_STATE_DIR", "ZTC_AUDIT_KEY")


def are_missing() -> bool:
    return not all(os.environ.get(name) for name in NEEDED)


def run_with_servers(arguments: Sequence[str]) -> int:
    """The supervisor tells its progress on standard error; the bench's output comes out alone."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        output = Path(folder) / "output"
        code = _supervise(arguments, output)
        if output.exists():
            sys.stdout.write(output.read_text(encoding="utf-8"))
    return code


def _supervise(arguments: Sequence[str], output: Path) -> int:
    supervisor = [sys.executable, "-m", "ztc.runtime.supervisor", "--services-only", "--"]
    shell = ["sh", "-c", 'out=$1; shift; exec "$@" >"$out"', "bench", str(output)]
    bench = [sys.executable, "-m", "bench", *arguments]
    env = os.environ | {"ZTC_STATE_DIR": str(state_folder(CHECKOUT) / "bench")}
    command = [*supervisor, *shell, *bench]
    with subprocess.Popen(command, env=env, stdout=sys.stderr) as child:  # noqa: S603 -- ours
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise
