"""`start`: the portal seen from outside, from order to first page and from SIGTERM to nothing.

The environment is there already; the cold start makes the database and the demo country, which at
the smallest size is left out.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.results import Figures, Result

_CHECKOUT = Path(__file__).resolve().parents[1]
_GIVEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT", "DJANGO_SETTINGS_MODULE")
_PATIENCE = 300.0
_POLL_SECONDS = 0.02


def run(size: int) -> Result:
    """`size` demo countries: one, or none."""
    settings = "ztc.settings.dev" if size else "tests.unpeopled"
    with _state_folder() as state:
        env = _environment(state, free_port(), settings)
        cold = _start_and_stop(env)
        warm = _start_and_stop(env)
    return Result(
        params={"page": "/", "demo": bool(size)},
        ours={
            "cold_seconds": cold["start"],
            "warm_seconds": warm["start"],
            "stop_seconds": max(cold["stop"], warm["stop"]),
            "errors": cold["errors"] + warm["errors"],
        },
    )


def _start_and_stop(env: dict[str, str]) -> Figures:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "ztc.runtime.supervisor"]
    with subprocess.Popen(command, cwd=_CHECKOUT, env=env, stdout=sys.stderr) as portal:  # noqa: S603 -- ours
        try:
            wait_for_page(portal, f"http://127.0.0.1:{env['PORT']}/")
            started = time.perf_counter()
        finally:
            stopping = time.perf_counter()
            portal.send_signal(signal.SIGTERM)
            code = portal.wait()
    stopped = time.perf_counter()
    return {"start": started - begun, "stop": stopped - stopping, "errors": int(code != 0)}


def wait_for_page(portal: subprocess.Popen[bytes], url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + _PATIENCE
    while not _answers(opener, url):
        if portal.poll() is not None:
            raise RuntimeError(f"the portal ended with {portal.returncode} before it answered")
        if time.monotonic() > end:
            raise TimeoutError(f"no answer from {url} in {_PATIENCE:.0f} s")
        time.sleep(_POLL_SECONDS)


def _answers(opener: urllib.request.OpenerDirector, url: str) -> bool:
    try:
        with opener.open(url, timeout=10) as response:
            return bool(response.read())
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"the portal answered {url} with {error.code}") from error
    except OSError:
        return False


def _environment(state: Path, port: int, settings: str) -> dict[str, str]:
    """Ours without what a supervisor around us has given."""
    kept = {n: v for n, v in os.environ.items() if n not in _GIVEN and not n.startswith("ZTC_")}
    ours = {"ZTC_STATE_DIR": str(state), "DJANGO_SETTINGS_MODULE": settings}
    return kept | ours | {"PORT": str(port)}


@contextmanager
def _state_folder() -> Iterator[Path]:
    """Short, for its sockets, and open to the servers' user."""
    folder = Path(f"/tmp/bench-ztc-{os.getpid()}")  # noqa: S108 -- mkdir refuses one that is there
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    try:
        yield folder / "state"
    finally:
        shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
