"""Workers that start in a moment: all is imported once, then a line on the input forks one, in a
process group of its own, whose number is printed. What lives at the end of the input is killed.

A start from nothing takes four seconds, and a hundred kills want a hundred starts.
"""

import contextlib
import gc
import importlib
import os
import signal
import sys

import django
from django.core.checks import run_checks

django.setup()

from ztc import celery_app  # noqa: E402 -- after django.setup()
from ztc.runtime.portal import worker_options  # noqa: E402 -- after django.setup()

celery_app.loader.import_default_modules()
run_checks()  # a worker does; the second time the pages' modules are there
for name in ("bin.celery", "concurrency.prefork", "worker.consumer"):
    importlib.import_module(f"celery.{name}")  # what a worker imports when it starts
importlib.import_module("kombu.transport.redis")


def fork():
    pid = os.fork()
    if pid:
        # On both sides: it must be in its group before anybody kills that.
        with contextlib.suppress(PermissionError):
            os.setpgid(pid, pid)
        return pid
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # the pipe is for numbers
    celery_app.worker_main(["worker", *worker_options()])
    os._exit(0)


def main(queue):
    celery_app.conf.task_default_queue = queue
    gc.freeze()  # a worker collects before each of its forks; it takes half of its start
    worker = None
    print("ready", flush=True)  # noqa: T201 -- read by the test
    for _ in sys.stdin:
        if worker:
            os.waitpid(worker, 0)  # it was killed by whoever asks for another
        worker = fork()
        print(worker, flush=True)  # noqa: T201 -- as above
    if worker:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
