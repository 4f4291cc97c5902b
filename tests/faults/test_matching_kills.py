"""Kill -9 of the worker in the middle of a run over everything, a valkey that forgets everything,
a snapshot swapped under it: each list is in the end what an undisturbed run makes of it, once.
"""

import json
import os
import random
import time
from collections import Counter

import pytest

from bench.measuring import percentiles
from matching.indexing import absorb_all
from matching.models import Indexed, MatchChunk, MatchRun, Posting, Snapshot, Suggestion
from matching.runs import open_run, work_on
from matching.snapshots import forget_index, order_snapshot
from matching.telling import ring_index
from projects.models import Listing
from records.states import WorkState
from records.working import ring
from tests.faults.killing import claimed, forget_everything, wait_until, working
from tests.matching.stock import stock_many
from ztc.runtime.places import CHECKOUT

pytestmark = pytest.mark.django_db(transaction=True)

FULL_SIZE = bool(os.environ.get("ZTC_FULL_SIZE"))
PROJECTS, POSTINGS = (2000, 1000) if FULL_SIZE else (300, 150)
RECORDS = 25
KILLS = 40 if FULL_SIZE else 6
SORTS = ("demand", "project")
SEED = 7
PROOF = CHECKOUT / "docs/proof/matching_kills.json"
SAID = ("posting", "project", "score", "plain", "place", "plain_place", "place_of_project", "terms")


@pytest.fixture
def stock(transactional_db):
    """Everything indexed, and matched once by nobody who was disturbed."""
    stock_many(PROJECTS, POSTINGS)
    absorb_all()
    MatchChunk.objects.all().delete()
    forget_index()
    run = open_run(sorts=SORTS, records=RECORDS)
    while work_on(run):
        pass
    run.refresh_from_db()
    return run, said()


@pytest.fixture
def worker(stock, tmp_path):
    with working(tmp_path) as worker:
        yield worker


def said():
    """Every suggestion there is, and when it was written is none of it."""
    return sorted(map(repr, Suggestion.objects.values_list(*SAID)))


def forget_suggestions():
    Suggestion.objects.all().delete()
    Indexed.objects.update(matched=None)


def is_over(run):
    return lambda: MatchRun.objects.get(pk=run.pk).stage == "done"


def check_like(undisturbed, before, run):
    """As many chunks, each done once and counted once; the very same lists."""
    run.refresh_from_db()
    chunks = list(run.chunks.values_list("state", "attempts", "pairs"))
    assert (run.done, run.total, run.cut) == (len(chunks), undisturbed.total, len(SORTS))
    assert {(state, attempts) for state, attempts, _ in chunks} == {(WorkState.DONE, 0)}
    assert sum(pairs for _, _, pairs in chunks) == run.pairs == undisturbed.pairs
    assert said() == before
    assert not Indexed.objects.exclude(matched=None).filter(matched_at__lt=run.begun_at).exists()


def tell(**facts):
    text = json.dumps({"cores": len(os.sched_getaffinity(0)), **facts})
    print(text)  # noqa: T201 -- a figure
    return text


def test_chunk_of_a_killed_worker_is_done_again_once(stock, worker):
    undisturbed, before = stock
    forget_suggestions()
    die, hits = random.Random(SEED), Counter()
    run = open_run(sorts=SORTS, records=RECORDS)
    done = [0]

    def kill():
        """In the middle of a chunk, each time a few more are done."""
        task, _ = claimed()
        now = MatchRun.objects.get(pk=run.pk).done
        if task in SORTS and sum(hits.values()) < KILLS and now >= done[0]:
            time.sleep(die.random() * 0.1)
            hits[worker.kill() or "between"] += 1
            done[0] = now + 1

    wait_until(lambda: kill() or is_over(run)(), worker)

    text = tell(projects=PROJECTS, postings=POSTINGS, chunks=run.chunks.count(), kills=hits)
    assert sum(hits[sort] for sort in SORTS) >= KILLS // 2
    check_like(undisturbed, before, run)
    if FULL_SIZE:
        PROOF.write_text(text + "\n")


def test_run_survives_a_valkey_that_forgets_everything(stock, worker):
    undisturbed, before = stock
    forget_suggestions()
    left = list(SORTS)
    run = open_run(sorts=SORTS, records=RECORDS)

    def forget():
        if left and claimed()[0] == left[0]:
            forget_everything()
            left.pop(0)

    wait_until(lambda: forget() or is_over(run)(), worker)

    assert left == []
    check_like(undisturbed, before, run)


def test_snapshot_swapped_under_a_run_changes_nothing(stock, worker):
    """Over the same records it is another one with the same words."""
    undisturbed, before = stock
    forget_suggestions()
    run = open_run(sorts=SORTS, records=RECORDS)
    ordered = []

    def swap():
        if len(ordered) < 2 and claimed()[0] == SORTS[len(ordered)]:
            pk = order_snapshot()
            if pk:
                ordered.append(pk)
                ring(Snapshot, [pk])

    wait_until(lambda: swap() or is_over(run)(), worker)
    wait_until(lambda: not Snapshot.objects.filter(state=WorkState.WAITING).exists(), worker)

    assert len(ordered) == 2
    assert Snapshot.objects.get(is_current=True).pk == ordered[1]
    check_like(undisturbed, before, run)


def test_change_is_matched_within_ten_seconds_of_its_commit(stock, worker):
    seconds = []
    for row in [*Posting.objects.order_by("pk")[:5], *Listing.objects.order_by("pk")[:5]]:
        sort = row.kind if isinstance(row, Posting) else "project"
        indexed = Indexed.objects.filter(sort=sort, key=row.pk)
        before = indexed.get().revision
        begun = time.monotonic()
        type(row).objects.filter(pk=row.pk).update(title=f"{row.title}改进")
        ring_index()
        while not indexed.filter(matched__gt=before).exists():
            assert time.monotonic() < begun + 60, worker.log.read_text()[-3000:]
            time.sleep(0.05)  # nothing is rung again: the one ring must do
        seconds.append(1000 * (time.monotonic() - begun))

    tell(projects=PROJECTS, postings=POSTINGS, **percentiles(seconds))
    assert max(seconds) < 10_000
