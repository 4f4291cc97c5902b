"""The programs of the portal: what prepares it, what serves it, what works behind it."""

import sys
from dataclasses import dataclass

from ztc.runtime.places import Places

Argv = tuple[str, ...]


@dataclass(frozen=True)
class Portal:
    prepare: Argv
    web: Argv
    worker: Argv
    beat: Argv


def module(name: str, *arguments: str) -> Argv:
    return (sys.executable, "-m", name, *arguments)


def portal(places: Places, port: int) -> Portal:
    return Portal(
        prepare=module("ztc.runtime.prepare"),
        web=module("gunicorn", "ztc.wsgi:application", *web_options(port)),
        worker=module("celery", "-A", "ztc", "worker", *worker_options()),
        beat=module("celery", "-A", "ztc", "beat", *beat_options(places)),
    )


def web_options(port: int) -> Argv:
    return (
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "8",
        "--timeout",
        "60",
        "--graceful-timeout",
        "2",
        "--no-control-socket",
        # Loaded once and forked: half the time to be back after a kill, half the memory.
        "--preload",
    )


def worker_options() -> Argv:
    # One worker alone has nobody to gossip or mingle with; waiting for others costs a second.
    return ("--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")


def beat_options(places: Places) -> Argv:
    return ("--loglevel", "INFO", "--pidfile=", "--schedule", str(places / "beat-schedule"))
