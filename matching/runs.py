"""全量匹配: everything matched anew, in pieces that any number of workers on any number of hosts
share. A run begins with a snapshot, unless nothing changed since the last; it cuts the lists of one
sort into chunks, then those of the next.

What is done is counted by the very transaction that stores it, on the run's own row: two chunks
that end together count one after the other, so exactly one of them is the last.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, TextChoices

from foundation import clock
from foundation.errors import Problem, Refused
from matching.indexing import absorb_all, reconcile
from matching.models import Indexed, MatchChunk, MatchRun, Snapshot
from matching.snapshots import build, is_fresh, is_worn, order_snapshot
from matching.states import RunStage, Sort
from matching.telling import expect
from matching.texts import keys_matched
from records.actors import PORTAL, Actor
from records.models import Work
from records.states import WorkState
from records.working import carry_out, ring

RECORDS = 500  # whose lists one chunk makes anew
_MANY = 100  # chunks of changes, of some dozens of records each
_REMEMBERED = timedelta(days=7)


class RunProblem(TextChoices):
    RUNNING = "running", "全量匹配正在进行，已完成 {found} 片，等它结束再开始"


@transaction.atomic
def open_run(
    *, sorts: tuple[str, ...] = tuple(Sort), records: int = RECORDS, by: Actor = PORTAL
) -> MatchRun:
    """`records` is how many a chunk has. Raises Refused (422): one is under way. One that came to
    nothing is given up."""
    forget_old()
    _give_up()
    _take_over(sorts)
    reconcile()
    run = MatchRun(sorts=list(sorts), records=records, by_id=by.user_id)
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError as fault:
        found = MatchRun.objects.get(stage=RunStage.RUNNING)
        said = f"{found.done}/{found.total}"
        raise Refused([Problem(RunProblem.RUNNING, found=said)]) from fault
    if is_fresh():
        _cut(run)
    else:
        _have_built(run)
    return run


def build_snapshot(snapshot: Snapshot) -> int:
    """The step of a Snapshot: build it, then begin the run that waits for it."""
    snapshot.sizes = build(snapshot)
    run = MatchRun.objects.filter(snapshot=snapshot, stage=RunStage.RUNNING).first()
    if run is not None:
        _cut(run)
    return snapshot.total


@transaction.atomic
def renew_snapshot() -> None:
    """Have another snapshot built where the current one is worn."""
    if is_worn():
        ring(Snapshot, [pk for pk in [order_snapshot()] if pk])


def rebuild_records() -> int:
    """Count the words of every record anew, whatever form they were kept in, and have a snapshot
    built of them. Lists of what reads as before stay. Returns how many records are matched."""
    with transaction.atomic():
        Snapshot.objects.filter(is_current=True).update(is_current=False)
        for sort in Sort:
            expect(sort, list(keys_matched(sort)))
    reconcile()
    absorb_all()
    with transaction.atomic():
        ring(Snapshot, [pk for pk in [order_snapshot()] if pk])
    return Indexed.objects.filter(counted__isnull=False).count()


def count_chunk(chunk: MatchChunk) -> None:
    """Last in the chunk's transaction, for it holds the run's row until commit."""
    if chunk.run_id is None:
        return
    MatchRun.objects.filter(pk=chunk.run_id).update(
        done=F("done") + 1, pairs=F("pairs") + chunk.pairs
    )
    run = MatchRun.objects.get(pk=chunk.run_id)
    if run.done == run.total:
        _cut(run)


def forget_old() -> None:
    """Work that is over is kept for a week."""
    before = clock.now() - _REMEMBERED
    MatchChunk.objects.filter(ended_at__lt=before).delete()
    Snapshot.objects.filter(ended_at__lt=before, is_current=False).delete()


def _take_over(sorts: tuple[str, ...]) -> None:
    """Where much of what changed still waits, a run over everything does it by the way."""
    waiting = MatchChunk.objects.filter(run=None, state=WorkState.WAITING)
    if set(sorts) == set(Sort) and waiting.count() > _MANY:
        free = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)
        MatchChunk.objects.filter(pk__in=list(free)).delete()


def _have_built(run: MatchRun) -> None:
    """The snapshot it begins with: its own, or one that is ordered and nobody is at. One that is
    being built is waited for: what changed since may be missing in it."""
    snapshot = None
    while snapshot is None:
        order_snapshot()
        waiting = Snapshot.objects.filter(state=WorkState.WAITING)
        snapshot = waiting.select_for_update().first()
    snapshot.run = run
    snapshot.save(update_fields=["run"])
    ring(Snapshot, [snapshot.pk])


def _cut(run: MatchRun) -> None:
    """The chunks of the next sort that has records; the end where there is none."""
    while run.cut < len(run.sorts):
        sort = run.sorts[run.cut]
        run.cut += 1
        kept = Indexed.objects.filter(sort=sort, counted__isnull=False).order_by("key")
        keys = list(kept.values_list("key", flat=True))
        if keys:
            _make_chunks(run, sort, keys)
            return
    run.stage, run.ended_at = RunStage.DONE, clock.now()
    run.save()


def _make_chunks(run: MatchRun, sort: str, keys: list[int]) -> None:
    size = run.records
    starts = range(0, len(keys), size)
    chunks = [MatchChunk(run=run, sort=sort, keys=keys[at : at + size]) for at in starts]
    ids = [chunk.pk for chunk in MatchChunk.objects.bulk_create(chunks)]
    run.total += len(ids)
    run.save()
    ring(MatchChunk, ids)


def _give_up() -> None:
    """A run of which nothing waits any more: some of its work failed for good."""
    for run in MatchRun.objects.select_for_update().filter(stage=RunStage.RUNNING):
        waits = run.chunks.filter(state=WorkState.WAITING).exists()
        built = Snapshot.objects.filter(run=run).exclude(state=WorkState.FAILED).exists()
        if not waits and (run.total or not built):
            run.stage, run.ended_at = RunStage.STOPPED, clock.now()
            run.save()


def work_on(run: MatchRun) -> bool:
    """Carry out, in this process, whatever of the run waits and nobody else is at. False when
    there is nothing."""
    waiting: list[tuple[type[Work], int]] = [
        (model, pk)
        for model in (Snapshot, MatchChunk)
        for pk in model.objects.filter(run=run, state=WorkState.WAITING)
        .order_by("pk")
        .values_list("pk", flat=True)
    ]
    for model, pk in waiting:
        carry_out(model._meta.label_lower, pk)
    return bool(waiting)
