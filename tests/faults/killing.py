"""A worker on the test's own database and queue, stopped and killed while it is at its work."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import connection, transaction

from bench.database import renamed
from foundation import clock
from matching.models import MatchChunk, Snapshot
from projects.models import BulkOrder, ImportWork
from records.models import Inspection
from records.states import WorkState
from records.working import PATIENCE, sweep
from roadshows.models import Solving
from ztc.runtime.places import CHECKOUT
from ztc.runtime.portal import module

INSPECT, ORDER = "inspect", "order"
_KINDS = (Inspection, ImportWork, BulkOrder, Snapshot, MatchChunk, Solving)
# Who has locked a row stands in its xmax: to look so, unlike to lock, disturbs no worker's claim.
_CLAIMED = """
select task, done from (
  select %s as task, 0 as done, xmax::text as by from records_inspection
  where state = 'waiting'
  union all
  select task, progress::real / total, xmax::text from projects_importwork
  where state = 'waiting'
  union all
  select %s, progress::real / total, xmax::text from projects_bulkorder
  where state = 'waiting'
  union all
  select sort, 0, xmax::text from matching_matchchunk where state = 'waiting'
) work
where by <> '0' and pg_xact_status(by::xid8) = 'in progress'
"""
_LONGEST = 60  # seconds that anything may take here
_RUNG_AGAIN = 0.25  # seconds; beat takes 30
_LOOK = 0.002
BETWEEN = "between"
_SEED = 11
_LAST_STEP = 0.3  # of the seconds of a task, at most
_FASTER = 0.7  # a task has become, where a kill came too late; at most


class Worker:
    """Celery's, of the portal's own command; `log` is what it said."""

    def __init__(self, nursery, log):
        self._nursery, self.log = nursery, log
        self.group = 0
        assert self._answer() == "ready", log.read_text()[-3000:]

    def start(self):
        self._nursery.stdin.write("\n")
        self._nursery.stdin.flush()
        self.group = int(self._answer())

    def stop(self):
        """It stands still as if time had ended, until it is killed or goes on."""
        os.killpg(self.group, signal.SIGSTOP)

    def go_on(self):
        os.killpg(self.group, signal.SIGCONT)

    def kill(self):
        """At one blow with all its children. Returns what it was at, "" for nothing."""
        self.stop()
        task, _ = claimed()
        os.killpg(self.group, signal.SIGKILL)
        self.start()
        return task

    def _answer(self):
        return self._nursery.stdout.readline().strip()


@contextmanager
def working(folder):
    """Files are kept in `folder`. The role is that of the serving portal, not the test's owner."""
    env = os.environ | {
        "DATABASE_URL": renamed(os.environ["DATABASE_URL"], connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "ztc.settings.dev",
        "TMPDIR": str(folder),
        "ZTC_DATABASE_ROLE": "app",
        "ZTC_STATE_DIR": str(folder),
    }
    command = module("tests.faults.nursery", settings.CELERY_TASK_DEFAULT_QUEUE)
    log = folder / "worker.log"
    with log.open("ab") as errors:
        nursery = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    with nursery:  # the end of its input is its end
        worker = Worker(nursery, log)
        worker.start()
        yield worker


def claimed():
    """The task a worker is at, by the lock it holds, and the share of it that is committed; ""
    between two steps and when it is at none."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMED, [INSPECT, ORDER])
        return cursor.fetchone() or ("", 0)


class Watch:
    """How long a worker is at each task."""

    def __init__(self):
        self._spans = {}

    def look(self):
        (task, _), now = claimed(), time.monotonic()
        if task:
            self._spans[task] = (self._spans.get(task, (now, now))[0], now)

    @property
    def seconds(self):
        return {task: ended - begun for task, (begun, ended) in self._spans.items()}


class Killer:
    """Kills at each task as often as is wanted of it, at instants of a seeded die: the early ones
    first, for after a late one there may be no further. What it was at is counted in `hits`."""

    def __init__(self, worker, seconds, most):
        self._worker, self._seconds, self._most = worker, dict(seconds), most
        self._die, self._plan = random.Random(_SEED), {}
        self.hits = Counter()

    @property
    def left(self):
        return self._most - sum(count for task, count in self.hits.items() if task != BETWEEN)

    def want(self, kills):
        self._plan = {
            task: sorted(self._die.random() for _ in range(count)) for task, count in kills.items()
        }

    def look(self):
        task, done = claimed()
        plan = self._plan.get(task)
        if plan and self.left:
            share = max(_LAST_STEP, 1 - done)
            time.sleep(plan[0] * self._seconds[task] * share)
            hit = self._worker.kill()
            self.hits[hit or BETWEEN] += 1
            if hit == task:
                plan.pop(0)
            else:
                self._seconds[task] *= max(_FASTER, plan[0])


def forget_everything():
    with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as client:
        client.flushall()


def ring_again():
    """As beat does, without waiting until what was lost is overdue."""
    for kind in _KINDS:
        with transaction.atomic():
            waiting = kind.objects.filter(state=WorkState.WAITING)
            ids = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
            kind.objects.filter(pk__in=ids).update(due_at=clock.now() - 2 * PATIENCE)
    sweep()


def wait_until(condition, worker):
    """Rings meanwhile what waits. Returns what the condition said."""
    begun = rung = time.monotonic()
    while not (said := condition()):
        now = time.monotonic()
        if now > rung + _RUNG_AGAIN:
            ring_again()
            rung = now
        assert now < begun + _LONGEST, worker.log.read_text()[-3000:]
        time.sleep(_LOOK)
    return said
