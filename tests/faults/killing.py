"""A worker on the test's own database and queue, stopped and killed while it is at its work."""

import os
import signal
import subprocess
import time
from contextlib import contextmanager

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

INSPECT = "inspect"
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
  select 'order', progress::real / total, xmax::text from projects_bulkorder
  where state = 'waiting'
  union all
  select sort, 0, xmax::text from matching_matchchunk where state = 'waiting'
) work
where by <> '0' and pg_xact_status(by::xid8) = 'in progress'
"""
_LONGEST = 60  # seconds that anything may take here
_RUNG_AGAIN = 0.25  # seconds; beat takes 30
_LOOK = 0.002


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
        cursor.execute(_CLAIMED, [INSPECT])
        return cursor.fetchone() or ("", 0)


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
