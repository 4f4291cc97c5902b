"""`matching`: every demand matched with every listed achievement, the best twenty with all that
their reasons are made of stored in PostgreSQL: by one process, by one worker and by two, and again
and again for one record that changed.

The peer is bm25s with its numpy backend on the same terms: scores alone, in memory, stored nowhere.
`seconds` of ours are the whole run, the building of its snapshot included; the peer's are its index
and its answers. Counting the words of records (`index`) is told apart: the peer is given them.
`cpu_seconds` are the measuring process' own, whatever else the machine does, PostgreSQL too.
"""

import itertools
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test import override_settings

from bench.database import SETTINGS, settle
from bench.matching_peer import measure
from bench.matching_rows import Laying
from bench.measuring import measured, peak_mib, percentiles, server_facts
from bench.results import Figures, Result
from bench.serving import worked
from bench.synthetic import SEED
from matching.indexing import absorb_all
from matching.models import PLACES, Indexed, MatchChunk, MatchRun, Posting, Snapshot, Suggestion
from matching.runs import open_run, work_on
from matching.snapshots import current_index
from matching.states import RunStage, Sort
from matching.telling import ring_index
from projects.models import Listing
from records.models import Work
from records.states import WorkState

# Demands, unless told: a tenth of the achievements, and enough for two workers to share.
_SHARE, _FEWEST = 10, 1_000
_CHANGES, _FEW, _SMALL = 40, 10, 5_000
_ALONE = ("--concurrency", "1")
_LOOK, _LONGEST = 0.01, 3_600  # seconds


def run(size: int, *, demands: int | None = None) -> Result:
    """`size` achievements. By words alone, with the extra `semantic` installed and without."""
    os.environ["ZTC_WORDS_ONLY"] = "1"
    with override_settings(MATCH_BY_MEANING=False):
        return _run(size, demands or max(size // _SHARE, _FEWEST))


def _run(size: int, wanted: int) -> Result:
    laying = Laying()
    laying.projects(size)
    laying.demands(wanted)
    settle()
    with measured(size + wanted) as index:
        absorb_all()
    _forget_changes()
    ours = _in_this_process(wanted)
    ours = {**ours, "index": index, "peak_mib": peak_mib()}
    peer = _peer()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        workers = _workers(wanted, Path(folder), rounds=2 if size > _SMALL else 1)
        incremental = _incremental(_CHANGES if size > _SMALL else _FEW, Path(folder))
    return Result(
        params={"demands": wanted, "achievements": size, "places": PLACES, "seed": SEED}
        | server_facts(),
        ours={**ours, "workers": workers, "incremental": incremental},
        peers={"bm25s": peer},
        ratios={"bm25s": peer["seconds"] / ours["seconds"]},
    )


def _forget_changes() -> None:
    """Each record is new, so each has its own work waiting beside the run: here the run does it."""
    MatchChunk.objects.filter(run=None, state=WorkState.WAITING).delete()


def _in_this_process(wanted: int) -> Figures:
    times = [time.process_time()]
    with measured(wanted, "demands_per_s") as whole:
        ordered = open_run(sorts=(Sort.DEMAND.value,))
        with measured(wanted, "demands_per_s") as build:
            work_on(ordered)
        times.append(time.process_time())
        while work_on(ordered):
            pass
    times.append(time.process_time())
    ended = MatchRun.objects.get(pk=ordered.pk)
    _refuse_unfinished(ended)
    stored = Suggestion.objects.filter(place__isnull=False).count()
    seconds = {"build": build["seconds"], "match": whole["seconds"] - build["seconds"]}
    steps = {
        name: {"seconds": seconds[name], "cpu_seconds": until - since}
        for name, (since, until) in zip(seconds, itertools.pairwise(times), strict=True)
    }
    return {**whole, "steps": steps, "chunks": ended.total, "pairs": stored}


def _peer() -> Figures:
    with transaction.atomic():
        sides = current_index().sides
    return measure(sides[Sort.DEMAND].base, sides[Sort.PROJECT].base, PLACES)


def _workers(wanted: int, state: Path, *, rounds: int) -> Figures:
    """In turn, each its best time: other work on the machine must not tell them apart."""
    times = [[_by_workers(count, wanted, state) for count in (1, 2)] for _ in range(rounds)]
    one, two = (min(of, key=itemgetter("seconds")) for of in zip(*times, strict=True))
    return {"1": one, "2": two, "ratio": one["seconds"] / two["seconds"]}


def _by_workers(count: int, wanted: int, state: Path) -> Figures:
    """The same run by so many workers of one process each, from the order to the last commit, on
    the snapshot that is there: nothing changed since."""
    with ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(worked(SETTINGS, state, _ALONE))
        _wait_until_heard(count)
        begun = time.perf_counter()
        ordered = open_run(sorts=(Sort.DEMAND.value,))
        for _ in _waiting():
            run = MatchRun.objects.get(pk=ordered.pk)
            if run.stage != RunStage.RUNNING:
                break
        ended = time.perf_counter()
    _refuse_unfinished(run)
    return {
        "seconds": ended - begun,
        "demands_per_s": wanted / (ended - begun),
        "doubled": _doubled(),
    }


def _incremental(count: int, state: Path) -> Figures:
    """From the commit of a change to the commit of its suggestions, by one worker."""
    demands = list(Posting.objects.order_by("pk").values_list("pk", flat=True)[:count])
    projects = list(Listing.objects.order_by("pk").values_list("pk", flat=True)[:count])
    with worked(SETTINGS, state, _ALONE):
        _wait_until_heard(1)
        _changed(Posting, Sort.DEMAND, demands[-1])  # the worker loads its snapshot
        figures = {}
        for name, model, sort, keys in (
            ("demand", Posting, Sort.DEMAND, demands),
            ("achievement", Listing, Sort.PROJECT, projects),
        ):
            figures[name] = percentiles([_changed(model, sort, key) for key in keys])
    return figures


def _changed(model: Any, sort: str, key: int) -> float:
    """Milliseconds. A title that says one word more is a change; it is rung as the door rings."""
    rows = Indexed.objects.filter(sort=sort, key=key)
    before = rows.get().revision
    with transaction.atomic():
        row = model.objects.get(pk=key)
        model.objects.filter(pk=key).update(title=f"{row.title[:60]}改良{before}")
        ring_index()
    begun = time.perf_counter()
    for _ in _waiting():
        now = rows.get()
        if now.matched is not None and before < now.matched == now.revision:
            break
    return (time.perf_counter() - begun) * 1000


def _wait_until_heard(count: int) -> None:
    """Workers take a second to start: what is timed begins when each has answered."""
    from ztc import celery_app  # noqa: PLC0415 -- after django.setup()

    for _ in _waiting():
        if len(celery_app.control.ping(timeout=0.5)) >= count:
            return


def _waiting() -> Iterator[int]:
    """Looks again and again; raises TimeoutError after an hour."""
    ends = time.monotonic() + _LONGEST
    for look in itertools.count():
        yield look
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(_LOOK)


def _doubled() -> int:
    """Pairs stored twice, and lists longer than they may be: the database forbids the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select 1 from matching_suggestion where place is not null"
            " group by posting_id having count(*) > %s or count(*) <> count(distinct place)) as d",
            [PLACES],
        )
        return int(cursor.fetchone()[0])


def _refuse_unfinished(run: MatchRun) -> None:
    work: list[type[Work]] = [Snapshot, MatchChunk]
    faults = [row.fault for model in work for row in model._base_manager.exclude(fault="")[:3]]
    if run.stage != RunStage.DONE:
        raise AssertionError(f"{run.stage}: {faults}")
