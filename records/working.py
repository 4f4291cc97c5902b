"""Carrying out work that is a row: the lock is the claim, the commit is the receipt.

A step does a piece of the work and returns how much of it is done. Each step is one transaction
that locks the row: what it did and how far it got are committed together. Killed at any instant,
the work is where its last commit left it; rung twice, the second ring finds the row locked or
ended. Losing the broker loses nothing: `sweep` rings whatever waits.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Count, Min, Q
from kombu.exceptions import OperationalError

from foundation import clock
from records.models import Work
from records.states import WorkState

log = structlog.get_logger(__name__)

Step = Callable[[Any], int]  # does a piece of the row's work, returns the progress reached

MAX_ATTEMPTS = 8
# A ring that got lost is rung again after this long; a failed step waits 2, 4, 8 … times it.
PATIENCE = timedelta(seconds=10)
_SWEEP_BATCH = 500
_FIRST, _LAST = 0, 9  # of kombu's steps on Redis, where the least comes first
_TOGETHER = 20  # rows in one message to the broker, where more are rung at once


@dataclass(frozen=True)
class Kind:
    """A kind of work: its table and its step, and whether it `may_wait`: a worker takes it where
    nothing else waits."""

    model: type[Work]
    step: Step
    may_wait: bool = False


_KINDS: dict[str, Kind] = {}


def register_work(model: type[Work], step: Step, *, may_wait: bool = False) -> None:
    """Called from an app's `ready`; the table's label is the name in messages to the broker. What
    is made ahead of its reader and takes long `may_wait`, so that no mail stands behind it."""
    _KINDS[model._meta.label_lower] = Kind(model, step, may_wait)


def ring(model: type[Work], ids: Sequence[int]) -> None:
    """Ask a worker, after commit, to carry these rows out. The broker may be down: rows wait."""
    label = model._meta.label_lower
    transaction.on_commit(lambda: _send(label, ids))


def _send(label: str, ids: Sequence[int]) -> None:
    priority = _LAST if _KINDS[label].may_wait else _FIRST
    try:
        for some in _parcels(ids):
            current_app.send_task("records.carry_out", [label, *some], priority=priority)
    except OperationalError as fault:
        log.warning("broker_unreachable", work=label, waiting=len(ids), fault=str(fault))


def _parcels(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A few are rung one by one, for any worker to take; of thousands the broker would keep the
    order waiting that rings them (2 ms each)."""
    size = 1 if len(ids) <= _TOGETHER else _TOGETHER
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def carry_out(label: str, pk: int) -> None:
    """Do the steps of one row until it has ended, or another worker holds it."""
    kind = _KINDS[label]
    try:
        while _advance(kind, pk):
            pass
    except Exception as fault:
        log.exception("work_step_failed", work=label, pk=pk)
        _note_fault(kind, pk, fault)


def _advance(kind: Kind, pk: int) -> bool:
    """One step. True when there is more to do."""
    with transaction.atomic():
        row = _claim(kind.model, pk)
        if row is None:
            return False
        row.progress = kind.step(row)
        if row.progress < row.total:
            row.save()
            return True
        _end(row, WorkState.DONE)
        return False


def _claim(model: type[Work], pk: int) -> Any:
    waiting = model._base_manager.filter(pk=pk, state=WorkState.WAITING, due_at__lte=clock.Now())
    return waiting.select_for_update(skip_locked=True, of=("self",)).first()


def _end(row: Work, state: WorkState) -> None:
    row.state = state
    row.ended_at = clock.now()
    row.save()


@transaction.atomic
def _note_fault(kind: Kind, pk: int, fault: Exception) -> None:
    row = _claim(kind.model, pk)
    if row is None:
        return
    row.attempts += 1
    # What PostgreSQL adds in detail is the row itself, people's telephones too.
    row.fault = f"{type(fault).__name__}: {str(fault).partition('DETAIL:')[0]}"[:2000]
    row.due_at = clock.now() + PATIENCE * 2**row.attempts
    if row.attempts >= MAX_ATTEMPTS:
        _end(row, WorkState.FAILED)
    else:
        row.save()


@transaction.atomic
def begin_again(work: Work) -> None:
    """What failed for good is tried once more, from where it stands; nothing else is touched."""
    model = type(work)
    row = model._base_manager.select_for_update().get(pk=work.pk)
    if row.state == WorkState.FAILED:
        row.state, row.ended_at = WorkState.WAITING, None
        row.attempts, row.fault, row.due_at = 0, "", clock.now()
        row.save()
        ring(model, [row.pk])


@dataclass(frozen=True)
class Standing:
    """How one kind of work stands: what waits, since when, what failed, what ended today."""

    kind: str
    waiting: int
    oldest_due: datetime | None
    failed: int
    done_lately: int
    last_faults: list[str]


def standing() -> list[Standing]:
    """Every kind of work, for whoever operates the portal. One query a kind, a second
    where something failed."""
    return [_standing_of(kind.model) for kind in _KINDS.values()]


def _standing_of(model: type[Work]) -> Standing:
    rows = model._base_manager.all()
    waiting, failed = Q(state=WorkState.WAITING), Q(state=WorkState.FAILED)
    lately = Q(state=WorkState.DONE, ended_at__gt=clock.Now() - timedelta(days=1))
    facts = rows.aggregate(
        waiting=Count("pk", filter=waiting),
        oldest_due=Min("due_at", filter=waiting),
        failed=Count("pk", filter=failed),
        done_lately=Count("pk", filter=lately),
    )
    faults = rows.filter(failed).order_by("-ended_at").values_list("fault", flat=True)[:5]
    last = list(faults) if facts["failed"] else []
    return Standing(str(model._meta.verbose_name), last_faults=last, **facts)


def sweep() -> int:
    """Ring what waits although it is due: its ring was lost, or its worker was killed."""
    return sum(_sweep_kind(label, kind) for label, kind in _KINDS.items())


@transaction.atomic
def _sweep_kind(label: str, kind: Kind) -> int:
    """Rows are put off as they are rung, so that a long queue is not rung over and over."""
    overdue = kind.model._base_manager.filter(
        state=WorkState.WAITING, due_at__lt=clock.Now() - PATIENCE
    )
    locked = overdue.select_for_update(skip_locked=True).order_by("due_at")
    ids = list(locked.values_list("pk", flat=True)[:_SWEEP_BATCH])
    kind.model._base_manager.filter(pk__in=ids).update(due_at=clock.Now())
    if ids:
        log.info("work_rung_again", work=label, count=len(ids))
        ring(kind.model, ids)
    return len(ids)
