"""All records as arrays, built now and then; each worker holds the current ones, and lays over them
what changed since.

A snapshot is swapped in by the transaction that built it: readers have the old one or the new one.
They read all pieces in one statement, so the database itself keeps the old pieces for whoever is
still at them; nothing has to be waited for before they are deleted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Max
from numpy.typing import NDArray

from matching.models import Indexed, Piece, Snapshot
from matching.scoring import Corpus, Counted, Statistics
from matching.states import Sort

_READ = 500  # records read at a time
# Records that changed since, as a share of those in the snapshot, before another is built.
_SHARE = 0.1
_FEWEST = 200  # records that are worth one

_PIECES = """
select s.id, s.revision, p.sort, p.data
from matching_snapshot s join matching_piece p on p.snapshot_id = s.id
where s.is_current order by p.sort, p.number
"""


@dataclass(frozen=True)
class Side:
    """One sort of records: those of the snapshot, and what lies over them. `stale` are keys of
    `base` that changed or went; the changed ones are in `late`."""

    base: Corpus
    late: Corpus
    stale: NDArray[np.int64]


@dataclass(frozen=True)
class Index:
    """What one worker knows at `revision`."""

    snapshot: int | None = None
    revision: int = 0
    sides: dict[str, Side] = field(default_factory=dict)

    @property
    def statistics(self) -> Statistics:
        """How rare words are: those of all projects, by the snapshot."""
        return self.sides[Sort.PROJECT].base.statistics


_held = [Index()]


def current_index() -> Index:
    """This process's, brought up to what is committed now. Inside a transaction."""
    held = _held[0]
    current = Snapshot.objects.filter(is_current=True).values_list("pk", flat=True).first()
    if current != held.snapshot:
        _held[0] = held = Index()  # let go of the old one before the new one comes
        held = _load()
    elif current is None and Indexed.objects.filter(revision__gt=held.revision).exists():
        held = Index()
    if not held.sides:
        held = _from_records()
    _held[0] = held = _overlaid(held)
    return held


def forget_index() -> None:
    """As if this process had just begun."""
    _held[0] = Index()


def build(snapshot: Snapshot) -> dict[str, int]:
    """Put the arrays of all that is indexed behind `snapshot` and make it the current one.
    Returns how many records there are of each sort."""
    # Before the rows: what changes meanwhile is laid over once more, which changes nothing.
    snapshot.revision = latest_revision()
    Piece.objects.filter(snapshot=snapshot).delete()
    sizes = {}
    for sort in Sort:
        corpus = Corpus.of(_counted(sort))
        sizes[str(sort)] = len(corpus.keys)
        for number, data in enumerate(corpus.pack()):
            Piece.objects.create(snapshot=snapshot, sort=sort, number=number, data=data)
    _swap(snapshot)
    return sizes


def order_snapshot() -> int | None:
    """Have one built unless one is ordered already. Returns its id, or None."""
    statement = (
        "insert into matching_snapshot (state, attempts, progress, total, fault, is_current, sizes)"
        " values ('waiting', 0, 0, 1, '', false, '{}') on conflict do nothing returning id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def is_worn() -> bool:
    """Whether so much lies over the current snapshot that another is due. Without one, once there
    are more records than are read each time anyway."""
    current = Snapshot.objects.filter(is_current=True).first()
    if current is None:
        return Indexed.objects.filter(counted__isnull=False).count() > _FEWEST
    late = Indexed.objects.filter(revision__gt=current.revision or 0).count()
    return late > _SHARE * sum(current.sizes.values())


def is_fresh() -> bool:
    """Whether the current snapshot holds all that is indexed: another would say the same."""
    current = Snapshot.objects.filter(is_current=True).first()
    late = Indexed.objects.filter(revision__gt=(current and current.revision) or 0)
    return current is not None and not late.exists()


def latest_revision() -> int:
    return Indexed.objects.aggregate(last=Max("revision"))["last"] or 0


def read_counted(sort: str, keys: Iterable[int]) -> dict[int, tuple[int, Counted]]:
    """Key → its revision and words, as they are committed now; of those that are matched."""
    rows = Indexed.objects.filter(sort=sort, key__in=list(keys), counted__isnull=False)
    found = rows.order_by("key").values_list("key", "revision", "counted")
    return {key: (revision, _unpacked(counted)) for key, revision, counted in found}


def read_since(sort: str, revision: int) -> tuple[list[Counted], list[int], int]:
    """What changed after `revision`: records, keys that went, the last revision among them."""
    rows = Indexed.objects.filter(sort=sort, revision__gt=revision)
    new, gone, last = [], [], revision
    for key, counted, at in rows.values_list("key", "counted", "revision").iterator(_READ):
        last = max(last, at)
        if counted is None:
            gone.append(key)
        else:
            new.append(_unpacked(counted))
    return new, gone, last


def _swap(snapshot: Snapshot) -> None:
    Snapshot.objects.filter(is_current=True).exclude(pk=snapshot.pk).update(is_current=False)
    Piece.objects.exclude(snapshot=snapshot).delete()
    # Who holds an older snapshot loads this one; nobody needs to hear any more of what went before.
    Indexed.objects.filter(counted=None, revision__lte=snapshot.revision or 0).delete()
    snapshot.is_current = True
    snapshot.save(update_fields=["is_current", "revision"])


def _counted(sort: str) -> Iterator[Counted]:
    rows = Indexed.objects.filter(sort=sort, counted__isnull=False).order_by("key")
    for counted in rows.values_list("counted", flat=True).iterator(_READ):
        yield _unpacked(counted)


def _unpacked(counted: Any) -> Counted:
    return Counted.unpack(bytes(counted))


def _load() -> Index:
    """One piece at a time: a snapshot is as large as memory can bear once, not twice."""
    index = Index()
    with connection.chunked_cursor() as cursor:
        cursor.execute(_PIECES)
        rows = iter(cursor.fetchone, None)
        for (pk, revision, sort), pieces in groupby(rows, key=itemgetter(0, 1, 2)):
            base = Corpus.unpack(bytes(data) for *_, data in pieces)
            sides = {**index.sides, sort: _bare(base)}
            index = replace(index, snapshot=pk, revision=revision, sides=sides)
    return index


def _from_records() -> Index:
    """Where there are too few for a snapshot to be worth its while."""
    revision = latest_revision()
    sides = {str(sort): _bare(Corpus.of(_counted(sort))) for sort in Sort}
    return Index(None, revision, sides)


def _bare(base: Corpus) -> Side:
    nothing = np.empty(0, np.int64)
    return Side(base, base.rows(nothing), nothing)


def _overlaid(index: Index) -> Index:
    sides, last = {}, index.revision
    for sort, side in index.sides.items():
        new, gone, at = read_since(sort, index.revision)
        last = max(last, at)
        sides[sort] = _over(side, new, gone) if new or gone else side
    return replace(index, sides=sides, revision=last)


def _over(side: Side, new: list[Counted], gone: list[int]) -> Side:
    touched = np.array([*(one.key for one in new), *gone], np.int64)
    stale = np.union1d(side.stale, touched[np.isin(touched, side.base.keys)])
    return Side(side.base, side.late.changed(new, gone), stale)
