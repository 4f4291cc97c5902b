"""One transaction that waits for another: what it then knows."""

import threading
import time

from django.db import connection, transaction

from foundation.errors import Refused
from tests.records.test_concurrency import in_threads

_PATIENCE = 10
_WAITED_FOR = (
    "select exists (select from pg_locks"
    " where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))"
)


def after(earlier, later):
    """What `later` answers, or the codes it is refused with: it began when all of `earlier` was
    done, and waited for its commit."""
    is_done = threading.Event()

    def first():
        with transaction.atomic():
            earlier()
            is_done.set()
            _until_waited_for()

    def second():
        is_done.wait(_PATIENCE)
        try:
            return later()
        except Refused as refusal:
            return [problem.code for problem in refusal.problems]

    return in_threads(2, lambda number: [first, second][number]())[1]


def _until_waited_for():
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(_WAITED_FOR)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")
