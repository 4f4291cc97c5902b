"""The portal's own web processes over the bench's database, for benches that ask over a socket."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.start import free_port, wait_for_page
from ztc.runtime.portal import module, web_options, worker_options

SERVER = "gunicorn gthread, 2 workers of 8 threads"
_CHECKOUT = Path(__file__).resolve().parents[1]


@contextmanager
def served(settings: str, state: Path, page: str) -> Iterator[int]:
    """The port; `page` answers 200 from then on."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "ZTC_STATE_DIR": str(state),
        "ZTC_PROXY_COUNT": "1",
    }
    command = module("gunicorn", "ztc.wsgi:application")
    with serving(lambda port: [*command, *web_options(port)], env, state, page) as port:
        yield port


@contextmanager
def serving(
    command_at: Callable[[int], list[str]], env: dict[str, str], state: Path, page: str
) -> Iterator[int]:
    """What a command serves at a free port."""
    port = free_port()
    with (
        (state / "gunicorn.log").open("ab") as log,
        subprocess.Popen(  # noqa: S603 -- ours
            command_at(port),
            cwd=_CHECKOUT,
            env=env | {"PORT": str(port)},
            stdout=log,
            stderr=log,
        ) as web,
    ):
        try:
            wait_for_page(web, f"http://127.0.0.1:{port}{page}")
            yield port
        finally:
            web.terminate()
            web.wait()


@contextmanager
def worked(settings: str, state: Path, more: Sequence[str] = ()) -> Iterator[None]:
    """A Celery worker of the portal's; `more` options come last and win."""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": settings, "ZTC_STATE_DIR": str(state)}
    command = module("celery", "-A", "ztc", "worker", *worker_options(), *more)
    with (
        (state / "worker.log").open("ab") as log,
        subprocess.Popen(command, cwd=_CHECKOUT, env=env, stdout=log, stderr=log) as worker,  # noqa: S603 -- ours
    ):
        try:
            yield
        finally:
            worker.terminate()
            worker.wait()


@contextmanager
def state_folder() -> Iterator[Path]:
    """With the static files that pages of the portal name."""
    folder = Path(tempfile.mkdtemp(prefix="bench-web-"))
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    env = os.environ | {"ZTC_STATE_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "ztc.settings.dev"}
    try:
        subprocess.run(command, cwd=_CHECKOUT, env=env, check=True, stdout=sys.stderr)  # noqa: S603 -- ours
        yield folder
    finally:
        shutil.rmtree(folder)
