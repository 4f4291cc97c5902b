"""Whoever is killed comes back; who comes back works."""

import time

import psycopg2
import pytest

from tests.runtime.driving import CLIENTS, SERVERS, wait, worker_works

EVERY = (*SERVERS, *CLIENTS)


@pytest.mark.parametrize("names", [*((name,) for name in EVERY), EVERY], ids="+".join)
def test_killed_services_are_back_within_ten_seconds(portal, names):
    assert worker_works(portal)
    assert wait(lambda: set(portal.pids()) == set(EVERY), 5)

    before = portal.kill(*names)
    begun = time.monotonic()

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


def test_services_that_keep_dying_are_started_with_growing_pauses(portal):
    begun = time.monotonic()
    for _ in range(4):
        killed = portal.kill("beat")["beat"]
        assert wait(lambda was=killed: portal.pids().get("beat", was) != was, 10)

    assert 0.5 < time.monotonic() - begun < 10
