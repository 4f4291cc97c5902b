"""What changed is taken into the index, and the comparing that follows from it is ordered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, Value

from matching.locking import next_revision, take_index, take_lists, wait_for_index
from matching.meaning import with_meanings
from matching.models import Change, Indexed, MatchChunk, Suggestion
from matching.scoring import Text, count
from matching.states import Sort, Why
from matching.telling import expect
from matching.texts import each, keys_matched, texts_of
from records.working import ring

_BATCH = 500  # changes taken in at a time
_CHUNK = 50  # records whose lists one piece of work makes anew

Keys = dict[str, list[int]]  # by sort

_TAKE = """
delete from matching_change where id in (
    select id from matching_change order by id limit %s
) returning sort, key, why
"""
_KEEP = """
insert into matching_indexed (sort, key, counted, revision)
select %s, key, counted, %s from unnest(%s::bigint[], %s::bytea[]) as t (key, counted)
on conflict (sort, key) do update set counted = excluded.counted, revision = excluded.revision
"""
_FORGET = (
    "update matching_indexed set counted = null, revision = %s where sort = %s and key = any(%s)"
)


def absorb() -> int:
    """Take in whatever changed and is committed, a batch a transaction, unless somebody is at it.
    Returns how many records were. One query where nothing waits."""
    total = 0
    while Change.objects.exists():
        taken = _absorb_batch()
        if taken is None:
            break
        total += taken
    return total


def absorb_all() -> int:
    """As `absorb`, but waits for who is at it: what is committed now is in the index after it."""
    total = 0
    while Change.objects.exists():
        with transaction.atomic():
            wait_for_index()
            total += _take_in()
    return total


def reconcile() -> int:
    """Have those looked at that are in the index and should not be, or the other way round: what
    ran out at midnight, what was written while triggers were off. Returns how many."""
    found = 0
    for sort in Sort:
        kept = Indexed.objects.filter(sort=sort, counted__isnull=False)
        keys = set(kept.values_list("key", flat=True)) ^ set(keys_matched(sort))
        expect(sort, sorted(keys))
        found += len(keys)
    return found


@transaction.atomic
def _absorb_batch() -> int | None:
    return _take_in() if take_index() else None


def _take_in() -> int:
    changes = _rows(_TAKE, _BATCH)
    felt = {(sort, key) for sort, key, why in changes if why == Why.FEEDBACK}
    changed = _by_sort(sorted({(sort, key) for sort, key, _ in changes}))
    if changes:
        revision = next_revision()
        for sort, keys in changed.items():
            _take_in_sort(sort, keys, {k for s, k in felt if s == sort}, revision)
    return sum(map(len, changed.values()))


def _take_in_sort(sort: str, keys: Collection[int], felt: Collection[int], revision: int) -> None:
    texts = with_meanings(sort, texts_of(sort, keys))
    packed = dict(each(sort, ((text.key, text) for text in texts), _packed))
    rows = Indexed.objects.filter(sort=sort, key__in=keys, counted__isnull=False)
    known = {key: bytes(counted or b"") for key, counted in rows.values_list("key", "counted")}
    changed = sorted(k for k in packed if k in felt or known.get(k) != packed[k])
    gone = sorted(known.keys() - packed.keys())
    if changed:
        _run(_KEEP, sort, revision, changed, [packed[key] for key in changed])
        order(sort, changed, spread=True)
    if gone:
        _run(_FORGET, revision, sort, gone)
        for other, left in _forget(sort, gone).items():
            order(other, left)


def _packed(text: Text) -> bytes:
    return count(text).pack()


def _forget(sort: str, gone: Sequence[int]) -> Keys:
    """Nobody is suggested these any more. Returns whose lists lost one."""
    take_lists(alone=True)
    if sort == Sort.PROJECT:
        rows = Suggestion.objects.filter(project__in=gone)
        listed = rows.filter(Q(place__isnull=False) | Q(plain_place__isnull=False))
        left = listed.values_list("posting__kind", "posting")
    else:
        rows = Suggestion.objects.filter(posting__in=gone)
        listed = rows.filter(place_of_project__isnull=False)
        left = listed.annotate(of=Value(str(Sort.PROJECT))).values_list("of", "project")
    lacking = _by_sort(left.distinct())
    rows.delete()
    return lacking


def _by_sort(records: Iterable[tuple[str, int]]) -> Keys:
    keys: Keys = defaultdict(list)
    for sort, key in records:
        keys[sort].append(key)
    return keys


def order(sort: str, keys: Sequence[int], *, spread: bool = False) -> None:
    """Have the lists of these records made anew, after commit."""
    ids = []
    for start in range(0, len(keys), _CHUNK):
        chunk = MatchChunk(sort=sort, keys=list(keys[start : start + _CHUNK]), spread=spread)
        chunk.save()
        ids.append(chunk.pk)
    ring(MatchChunk, ids)


def _rows(statement: str, *values: Any) -> list[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
