"""Kill -9 of every server, one after the other and together, under a load of moves and tasks:
all is back in ten seconds, nothing acknowledged is missing, nothing is done twice.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg2
import pytest
from celery import Celery

from tests.runtime.conftest import running
from tests.runtime.driving import CLIENTS, SERVERS, wait
from ztc.runtime.places import CHECKOUT

ALL = (*SERVERS, *CLIENTS)
BACK_SECONDS = 10.0
FULL_SIZE = bool(os.environ.get("ZTC_FULL_SIZE"))
DELIVERY_SECONDS = 60.0
START_SECONDS = 120.0
# It would tell its people some 1,700 things, and here each message is waited for.
NO_DEMO = {"DJANGO_SETTINGS_MODULE": "tests.unpeopled"}
UNDELIVERED = """
select state, kind, count(*) from records_message where state <> 'done' group by 1, 2
"""
PROOF = CHECKOUT / "docs/proof/kills.json"


def rounds():
    """Each server once, then all together; at full size a hundred kills by a seeded die."""
    if not FULL_SIZE:
        return [(name,) for name in ALL] + [ALL]
    die = random.Random(7)
    return [tuple(die.sample(ALL, die.choice((1, 1, 1, 2, 5)))) for _ in range(100)]


def environment_of(portal):
    """As the supervisor gave it to the web."""
    raw = Path(f"/proc/{portal.pids()['web']}/environ").read_bytes().decode()
    return dict(entry.split("=", 1) for entry in raw.split("\0") if entry)


def is_ready(portal):
    try:
        address = f"http://127.0.0.1:{portal.port}/readyz"
        with urllib.request.urlopen(address, timeout=2) as got:
            return got.status == 200
    except OSError:
        return False


def worker_answers(portal):
    broker = f"redis+socket://{portal.state}/run/valkey.sock"
    try:
        return bool(Celery(broker=broker, set_as_current=False).control.ping(timeout=0.5))
    except Exception:  # noqa: BLE001 -- the broker is one of those killed
        return False


def all_back(portal, before, names):
    now = portal.pids()
    fresh = all(now.get(name, before[name]) != before[name] for name in names)
    return fresh and set(now) == set(ALL) and is_ready(portal) and worker_answers(portal)


class Load:
    """The load process and what it was acknowledged."""

    def __init__(self, portal, folder):
        self.facts = folder / "facts"
        self.errors = folder / "errors"
        with self.facts.open("wb") as out, self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.load"],
                cwd=CHECKOUT,
                env=environment_of(portal),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=errors,
            )
        assert wait(lambda: "ready" in self.facts.read_text(), 60), self.errors.read_text()[-3000:]

    def of(self, kind):
        return re.findall(rf"^{kind} (\w+)$", self.facts.read_text(), re.MULTILINE)

    def grows(self):
        """Work goes on: acknowledged again after the kill."""
        count = len(self.of("submitted"))
        return wait(lambda: len(self.of("submitted")) > count, 10)

    def end(self):
        self.process.stdin.close()
        assert self.process.wait(60) == 0, self.errors.read_text()[-3000:]


def query(portal, sql, *values):
    with psycopg2.connect(environment_of(portal)["DATABASE_URL"]) as connection:
        cursor = connection.cursor()
        cursor.execute(sql, values)
        return cursor.fetchall()


def manage(portal, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments, "--json"],
        cwd=CHECKOUT,
        env=environment_of(portal),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.full_size
def test_nothing_acknowledged_is_lost_or_doubled_by_kills(place):
    with running(place / "state", module="ztc.runtime.supervisor", **NO_DEMO) as portal:
        portal.wait_said("门户已启动", START_SECONDS)
        kill_under_load(portal, place)
        assert portal.end(signal.SIGTERM) == 0
        assert portal.leaves_nothing()


def kill_under_load(portal, folder):
    load = Load(portal, folder)
    slowest = {}

    for names in rounds():
        assert load.grows()
        before = portal.kill(*names)
        begun = time.monotonic()
        assert wait(lambda n=names, b=before: all_back(portal, b, n), BACK_SECONDS), names
        took = time.monotonic() - begun
        slowest["+".join(names)] = max(took, slowest.get("+".join(names), 0.0))
    load.end()

    report(slowest, load)
    check_submissions(portal, load.of("submitted"))
    check_acceptances(portal, load.of("accepted"))
    check_messages(portal)
    assert manage(portal, "audit", "verify")["findings"] == []
    assert set(manage(portal, "check_invariants").values()) == {0}


def report(slowest, load):
    """The slowest return after each combination of kills; at full size kept as the proof."""
    facts = {name: round(seconds, 2) for name, seconds in sorted(slowest.items())}
    counts = {kind: len(load.of(kind)) for kind in ("submitted", "accepted")}
    cores = len(os.sched_getaffinity(0))
    text = json.dumps({"cores": cores, "rounds": len(rounds()), **counts, "back_seconds": facts})
    print(text)  # noqa: T201 -- a figure
    if FULL_SIZE:
        PROOF.parent.mkdir(parents=True, exist_ok=True)
        PROOF.write_text(text + "\n")


def check_submissions(portal, refs):
    """Each acknowledged submission is there, moved once, with its one version."""
    assert len(refs) == len(set(refs)) > 0
    rows = query(
        portal,
        "select p.ref, (select count(*) from projects_version v where v.project_id = p.id),"
        " (select array_agg(e.verb order by e.id) from records_entry e"
        "  where e.table = 'projects.project' and e.object_id = p.id)"
        " from projects_project p where p.ref = any(%s)",
        refs,
    )
    assert {ref for ref, _, _ in rows} == set(refs)
    assert {versions for _, versions, _ in rows} == {1}
    assert {tuple(verbs[:2]) for _, _, verbs in rows} == {("open", "submit")}
    assert {tuple(verbs[2:]) for _, _, verbs in rows} <= {(), ("accept",)}


def check_acceptances(portal, refs):
    assert len(refs) > 0
    rows = query(portal, "select ref, status from projects_project where ref = any(%s)", refs)
    assert sorted(rows) == sorted((ref, "accepted") for ref in refs)


def check_messages(portal):
    """One message for each submission and acceptance, each delivered, none twice to a reader."""
    wait(lambda: query(portal, UNDELIVERED) == [], DELIVERY_SECONDS)
    assert query(portal, UNDELIVERED) == []
    doubled = query(
        portal,
        "select about_ref, kind, to_id from records_message where about_ref <> ''"
        " group by 1, 2, 3 having count(*) > 1",
    )
    assert doubled == []
    moves = query(
        portal,
        "select count(*) from records_entry where \"table\" = 'projects.project'"
        " and verb in ('submit', 'accept', 'return', 'decline', 'list', 'withdraw')",
    )
    told = "select count(*) from records_message where kind like %s"
    assert query(portal, told, "projects.project.%") == moves
    mailed = query(portal, "select id from records_message where daily_mail_id is null")
    mails = b"".join(path.read_bytes() for path in (portal.state / "mail").iterdir())
    delivered = {int(pk) for pk in re.findall(rb"Message-ID: <message-(\d+)@", mails)}
    assert delivered == {pk for (pk,) in mailed}
