"""A small portal of our own, so that the supervisor is tested without the real one's weight."""

import json
import os
import sys
import time

from celery import Celery

from ztc.runtime.places import Places
from ztc.runtime.portal import Portal, beat_options, module, web_options, worker_options
from ztc.runtime.supervisor import guarded

ME = "tests.runtime.standin"

app = Celery("standin")
app.conf.broker_url = app.conf.result_backend = os.environ.get("REDIS_URL", "").replace(
    "unix://", "redis+socket://"
)
app.conf.broker_connection_retry_on_startup = True
app.conf.task_acks_late = True


@app.task
def add(first: int, second: int) -> int:
    return first + second


@app.task
def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def prepare() -> None:
    if os.environ.get("STANDIN_FAILS"):
        sys.exit("no such table")
    time.sleep(float(os.environ.get("STANDIN_SECONDS", "0")))
    sys.stdout.write("not an account\n")
    sys.stdout.write(json.dumps({"email": "demo@ztc.test", "password": "demo"}) + "\n")


def portal(places: Places, port: int) -> Portal:
    return Portal(
        prepare=module(ME, "prepare"),
        web=module("gunicorn", f"{ME}:application", *web_options(port)),
        worker=module("celery", "-A", ME, "worker", *worker_options()),
        beat=module("celery", "-A", ME, "beat", *beat_options(places)),
    )


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare()
    else:
        sys.exit(guarded(sys.argv[1:], portal))
