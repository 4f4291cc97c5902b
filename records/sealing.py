"""Sealing: a worker chains finished entries in order, so that nobody who works has to queue.

Ids are handed out before they are committed, so the youngest may still be on their way. The last
id given is read, then a transaction id is taken as a mark; once every transaction before the mark
has ended, all ids up to that one are final and are sealed as one interval.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise

import structlog
from django.db import connection, transaction

from foundation import clock
from records.digests import merkle_root, seal_mac
from records.models import Entry, Seal

log = structlog.get_logger(__name__)

_LOCK = 0x5EA1  # one sealer at a time; a second goes home
GENESIS = "0" * 64
_MOST_ENTRIES = 20_000  # a seal's leaves are held in memory: 64 characters each
_POLL_SECONDS = 0.05


def seal_entries(*, patience: float = 3.0) -> list[Seal]:
    """Seal all final entries, oldest first; [] when there are none or another sealer is at work.

    Waits at most `patience` seconds for transactions that were under way.
    """
    last_id = _final_id(patience)
    seals = []
    while (seal := _seal_once(last_id)) is not None:
        seals.append(seal)
    return seals


def _final_id(patience: float) -> int:
    """The highest id below which nothing can appear any more; 0 when there is nothing to seal,
    or when a transaction that may hold such an id is still under way."""
    last_id = _last_given_id()
    mark = _take_transaction_id()
    end = time.monotonic() + patience
    while _oldest_transaction() < mark:
        if time.monotonic() > end:
            return 0
        time.sleep(_POLL_SECONDS)
    return last_id


def _last_given_id() -> int:
    return _ask("select case when is_called then last_value else 0 end from records_entry_id_seq")


def _take_transaction_id() -> int:
    """An id of our own, so above that of every transaction that could hold an id given before.
    (A snapshot's xmax would not do: it says nothing of transactions still running above it.)"""
    return _ask("select pg_current_xact_id()::text::bigint")


def _oldest_transaction() -> int:
    return _ask("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def _ask(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        (number,) = cursor.fetchone()
    return int(number)


@transaction.atomic
def _seal_once(last_id: int) -> Seal | None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        return None
    newest = Seal.objects.order_by("-last_id").first()
    entries = Entry.objects.filter(id__lte=last_id).order_by("id").values_list("id", "mac")
    leaves = list(entries.filter(id__gt=newest.last_id if newest else 0)[:_MOST_ENTRIES])
    return _make_seal(newest, leaves) if leaves else None


def _make_seal(newest: Seal | None, leaves: Sequence[tuple[int, str]]) -> Seal:
    ids = [pk for pk, _ in leaves]
    seal = Seal(
        first_id=newest.last_id + 1 if newest else 1,
        last_id=ids[-1],
        ranges=[list(pair) for pair in as_ranges(ids)],
        root=merkle_root([mac for _, mac in leaves]),
        previous=newest.root if newest else GENESIS,
        at=clock.now(),
    )
    seal.mac = seal_mac(seal)
    seal.save(force_insert=True)
    # Kept by the logs, outside the database: who cuts off the trail's end cannot cut them too.
    log.info("trail_sealed", last_id=seal.last_id, root=seal.root, mac=seal.mac)
    return seal


def as_ranges(ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring ascending ids as (first, last)."""
    start = ids[0]
    for one, following in pairwise(ids):
        if following != one + 1:
            yield start, one
            start = following
    yield start, ids[-1]
