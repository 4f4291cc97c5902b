"""pretalx, the peer of `load`: in an environment and a database of its own, on the same servers.

`python -m bench.pretalx` makes the environment; `make prove` does.
"""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url

from bench import database
from bench.serving import serving
from ztc.runtime.environment import uv_settings
from ztc.runtime.portal import web_options

NAME = f"bench_pretalx_{os.getpid()}"
PAGE = "/democon/schedule/"
_CHECKOUT = Path(__file__).resolve().parents[1]
_HOME = _CHECKOUT / ".venv-pretalx"
_LOCK = _CHECKOUT / "requirements-pretalx.txt"
_WHOLE = _HOME / ".whole"  # holds the sum of the lock file it was made from
_PYTHON = str(_HOME / "bin/python")
_SEED = "20260"


def is_set_up() -> bool:
    return _WHOLE.exists() and _WHOLE.read_text() == _sum_of_lock()


def set_up() -> None:
    if is_set_up():
        return
    uv = str(Path(sys.executable).with_name("uv"))
    env = os.environ | uv_settings()
    _run([uv, "venv", "--quiet", "--clear", str(_HOME)], env)
    _run([uv, "pip", "sync", "--quiet", "--require-hashes", "-p", _PYTHON, str(_LOCK)], env)
    _WHOLE.write_text(_sum_of_lock())


@contextmanager
def served(state: Path) -> Iterator[int]:
    """The port of its own test event, its schedule released."""
    url = os.environ["DATABASE_OWNER_URL"]
    database.make(url, NAME)
    try:
        env = _environment(url, state)
        for words in (
            ("migrate", "--verbosity", "0"),
            ("init", "--no-input"),
            ("create_test_event", "--stage", "schedule", "--seed", _SEED),
            ("collectstatic", "--noinput", "--verbosity", "0"),
        ):
            _run([_PYTHON, "-m", "pretalx", *words], env)
        command = [_PYTHON, "-m", "gunicorn", "pretalx.wsgi:application"]
        with serving(lambda port: [*command, *web_options(port)], env, state, PAGE) as port:
            yield port
    finally:
        database.drop(url, NAME)


def _environment(url: str, state: Path) -> dict[str, str]:
    """What its documentation asks for; sessions and cache in the server's Redis."""
    place = dj_database_url.parse(url)
    folder = state / "pretalx"
    folders = {name: folder / name for name in ("data", "logs", "media", "static")}
    for one in folders.values():
        one.mkdir(parents=True)
    ours = ("DJANGO_SETTINGS_MODULE", *database.URLS)
    return {name: value for name, value in os.environ.items() if name not in ours} | {
        "PRETALX_DB_TYPE": "postgresql",
        "PRETALX_DB_NAME": NAME,
        "PRETALX_DB_USER": str(place["USER"]),
        "PRETALX_DB_PASS": str(place["PASSWORD"]),
        "PRETALX_DB_HOST": str(place["HOST"]),
        "PRETALX_DB_PORT": str(place["PORT"]),
        "PRETALX_REDIS": os.environ["REDIS_URL"],
        "PRETALX_REDIS_SESSIONS": "True",
        "PRETALX_SITE_URL": "http://127.0.0.1",
        "PRETALX_DATA_DIR": str(folders["data"]),
        "PRETALX_FILESYSTEM_LOGS": str(folders["logs"]),
        "PRETALX_FILESYSTEM_MEDIA": str(folders["media"]),
        "PRETALX_FILESYSTEM_STATIC": str(folders["static"]),
        "PRETALX_INIT_ORGANISER_NAME": "Bench",
        "PRETALX_INIT_ORGANISER_SLUG": "bench",
        "DJANGO_SUPERUSER_EMAIL": "bench@bench.invalid",
        "DJANGO_SUPERUSER_PASSWORD": secrets.token_urlsafe(),
    }


def _run(command: list[str], env: dict[str, str]) -> None:
    subprocess.run(command, env=env, check=True, stdout=sys.stderr)  # noqa: S603 -- ours


def _sum_of_lock() -> str:
    return hashlib.sha256(_LOCK.read_bytes()).hexdigest()


if __name__ == "__main__":
    set_up()
