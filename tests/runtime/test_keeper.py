"""Whoever is killed comes back; who comes back works."""

import subprocess
import time
from pathlib import Path

import psycopg2
import pytest

from tests.runtime.driving import CLIENTS, SERVERS, WORKS, wait
from ztc.runtime.keeper import Kept, Service
from ztc.runtime.processes import Command

EVERY = (*SERVERS, *CLIENTS)


@pytest.mark.parametrize("names", [*((name,) for name in EVERY), EVERY], ids="+".join)
def test_killed_services_are_back_within_ten_seconds(portal, names):
    assert wait(lambda: set(portal.pids()) == set(EVERY), 5)
    assert all(WORKS[name](portal) for name in names)

    begun = time.monotonic()
    before = portal.kill(*names)

    assert wait(lambda: portal.is_back(before, names), 10)
    assert time.monotonic() - begun < 10


def test_postgres_is_back_though_a_backend_is_busy(portal):
    connection = psycopg2.connect(
        host=str(portal.state / "run"), dbname="ztc", user="ztc_owner", async_=1
    )
    wait(lambda: connection.poll() == psycopg2.extensions.POLL_OK, 5)
    # Counting rows never looks at the death of the postmaster.
    connection.cursor().execute("select count(*) from generate_series(1, 1000000000)")
    connection.poll()

    before = portal.kill("postgres")

    assert wait(lambda: portal.is_back(before, ("postgres",)), 10)


def test_pauses_grow_with_every_quick_death_and_stay_short():
    service = Service(Command("quick", ("/bin/false",), Path("/"), {}))
    kept, pauses = Kept(service), []
    for _ in range(9):
        kept.child, kept.started = subprocess.Popen(["/bin/false"]), time.monotonic()
        kept.bury()
        pauses.append(round(kept.due - time.monotonic(), 1))

    assert (kept.code, pauses[0]) == (1, 0.0)
    assert pauses == sorted(pauses)
    assert pauses[-1] == 1.0

    kept.child, kept.started = subprocess.Popen(["/bin/false"]), time.monotonic() - 60
    kept.bury()
    assert kept.due <= time.monotonic()
