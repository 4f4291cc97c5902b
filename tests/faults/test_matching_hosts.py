"""Two hosts share a run over everything; one is cut off in the middle: the run ends complete."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from bench.database import renamed
from matching.indexing import absorb_all
from matching.models import MatchChunk, Suggestion
from matching.runs import open_run, work_on
from matching.snapshots import forget_index
from tests.faults.hosts import HOSTS, Cluster, Wire
from tests.matching.stock import stock_many
from ztc.runtime.places import CHECKOUT

pytestmark = pytest.mark.django_db(transaction=True)

FULL_SIZE = bool(os.environ.get("ZTC_FULL_SIZE"))
SORTS = ("demand", "project")
PROJECTS, POSTINGS, RECORDS = (2000, 1000, 25) if FULL_SIZE else (300, 150, 10)
NEAR, FAR = HOSTS
SAID = "posting_id, project_id, score, plain, place, plain_place, place_of_project, terms"
# Hosts that have claimed a chunk and are at it.
AT_IT = """
select distinct application_name from pg_stat_activity a join pg_locks l using (pid)
where l.relation = 'matching_matchchunk'::regclass and l.mode = 'RowExclusiveLock'
  and application_name in ('near', 'far')
"""
PROOF = CHECKOUT / "docs/proof/matching_hosts.json"


@pytest.fixture
def undisturbed(transactional_db):
    """The lists one process makes of it; then they are forgotten, and all else is as it was."""
    stock_many(PROJECTS, POSTINGS)
    absorb_all()
    forget_index()
    MatchChunk.objects.all().delete()
    run = open_run(sorts=SORTS, records=RECORDS)
    while work_on(run):
        pass
    run.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute(f"select {SAID} from matching_suggestion order by 1, 2")
        rows = cursor.fetchall()
    Suggestion.objects.all().delete()
    run.delete()
    return rows


@pytest.fixture
def cluster(undisturbed):
    folder = Path("/tmp") / f"zh-{secrets.token_hex(4)}"  # noqa: S108 -- the name is random
    folder.mkdir(mode=0o755)
    try:
        with Cluster(folder).serving() as cluster:
            owner = os.environ["DATABASE_OWNER_URL"]
            cluster.copy(renamed(owner, connection.settings_dict["NAME"]))
            yield cluster
    finally:
        shutil.rmtree(folder)


def test_run_of_two_hosts_outlives_one_that_is_cut_off(cluster, undisturbed):
    with cluster.working(NEAR), cluster.working(FAR):
        sweeping = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.sweeping"],
            cwd=CHECKOUT,
            env=cluster.environment(),
            stdin=subprocess.PIPE,
        )
        sorts = [part for sort in SORTS for part in ("--sort", sort)]
        size = ("--records", str(RECORDS))
        command = cluster.driver(
            sys.executable, "manage.py", "run_matching", *sorts, *size, "--json"
        )
        at_it, cut_at = share_until_cut(cluster)
        said, _ = command.communicate(timeout=120)
        seconds = time.monotonic() - cut_at
        sweeping.communicate()

    facts = json.loads(said)
    tell(cluster, facts, seconds)
    assert at_it == set(HOSTS)
    check_complete(cluster, facts, undisturbed)


def share_until_cut(cluster):
    """Both have been at it; the far one is at a chunk when its wire is cut."""
    seen, begun = set(), time.monotonic()
    while True:
        now = {name for (name,) in cluster.ask(AT_IT)}
        seen |= now
        if seen == set(HOSTS) and FAR in now:
            cluster.wires[FAR].cut()
            return seen, time.monotonic()
        assert time.monotonic() < begun + 60, (seen, cluster.said(NEAR), cluster.said(FAR))


def check_complete(cluster, facts, undisturbed):
    chunks = cluster.ask("select state, attempts, pairs, run_id from matching_matchchunk")
    assert (facts["stage"], facts["done"], facts["chunks"]) == ("done", len(chunks), len(chunks))
    assert {chunk[:2] for chunk in chunks} == {("done", 0)}
    assert {chunk[3] for chunk in chunks} == {facts["run"]}
    assert sum(chunk[2] for chunk in chunks) == facts["pairs"]
    rows = cluster.ask(f"select {SAID} from matching_suggestion order by 1, 2")
    assert rows == undisturbed


def tell(cluster, facts, seconds):
    how = "namespaces" if isinstance(cluster.wires[FAR], Wire) else "proxy"
    told = {"hosts": len(HOSTS), "by": how, "chunks": facts["chunks"], "pairs": facts["pairs"]}
    text = json.dumps({**told, "seconds_after_the_cut": round(seconds, 1)})
    print(text)  # noqa: T201 -- a figure
    if FULL_SIZE:
        PROOF.write_text(text + "\n")
