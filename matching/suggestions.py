"""匹配结果: the lists of some records are worked out and stored, whatever changes meanwhile.

A chunk compares without holding anything. Then it takes the lists, looks at what was committed in
between, and corrects its result by that before it stores it: what a list says when it is stored is
what it would say had it been worked out at that instant.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from foundation import clock
from matching.comparing import (
    Asking,
    caught_up,
    cut,
    other_keys,
    pairs_of,
    ranked,
    scored,
    without,
)
from matching.indexing import order
from matching.locking import take_lists
from matching.marks import heard
from matching.models import PLACES, Indexed, MatchChunk
from matching.runs import count_chunk
from matching.scoring import Corpus, Counted, Ranking
from matching.scoring.ranking import CANDIDATES, joined, taken
from matching.snapshots import Index, current_index, read_counted, read_since
from matching.states import Sort
from matching.storing import Standing, drop_pairs, replace_lists, spread_pairs, standing_pairs

_SPARE = 5  # beyond a list's places, for what goes while it is worked out

_NOWHERE: tuple[float, int | None] = (0.0, None)  # score and place

_MATCHED = """
update matching_indexed i set matched = t.revision, matched_at = ztc_now()
from unnest(%s::bigint[], %s::bigint[]) as t (key, revision)
where i.sort = %s and i.key = t.key
"""


@dataclass(frozen=True)
class Compared:
    """What was found, by the other side's sort, from what was known at `revision`; `own` holds the
    revision each record had when it was read."""

    asking: Asking
    own: dict[int, int]
    revision: int
    rankings: dict[str, Ranking]


def match_chunk(chunk: MatchChunk) -> int:
    """The step of a MatchChunk."""
    store(chunk, compare(chunk))
    return chunk.total


def compare(chunk: MatchChunk) -> Compared:
    """Holds nothing, however long it takes."""
    index = current_index()
    own = read_counted(chunk.sort, chunk.keys)
    asking = _asking(chunk, index, own)
    rankings = {sort: ranked(asking, index.sides[sort]) for sort in other_sorts(chunk.sort)}
    revisions = {key: revision for key, (revision, _) in own.items()}
    return Compared(asking, revisions, index.revision, rankings)


def store(chunk: MatchChunk, compared: Compared) -> None:
    """Holds the lists from here to the end of the transaction."""
    take_lists(alone=chunk.run_id is None)
    keys = _unchanged(chunk.sort, compared.own)
    away = compared.own.keys() - keys.keys()
    found = [without(ranking, chunk.sort, away) for ranking in _caught_up(compared)]
    before = standing_pairs(chunk.sort, list(keys)) if chunk.spread else {}
    lists = [cut(ranking, chunk.sort, PLACES) for ranking in found]
    chunk.pairs = replace_lists(chunk.sort, list(keys), lists)
    if chunk.spread:
        _spread(compared.asking, found, before)
    _note(chunk.sort, keys)
    count_chunk(chunk)


def other_sorts(sort: str) -> Sequence[str]:
    return Sort.of_postings if sort == Sort.PROJECT else (Sort.PROJECT,)


def _asking(chunk: MatchChunk, index: Index, own: dict[int, tuple[int, Counted]]) -> Asking:
    known = {sort: side.base.statistics for sort, side in index.sides.items()}
    return Asking(
        sort=chunk.sort,
        own=Corpus.of((counted for _, counted in own.values()), known[chunk.sort]),
        depth=CANDIDATES if chunk.spread else PLACES + _SPARE,
        known=known,
        today=clock.today().toordinal(),
        feedback=lambda keys: heard(keys, index.statistics),
    )


def _caught_up(compared: Compared) -> list[Ranking]:
    """The rankings, by what the other side's records became since they were worked out."""
    return [_by_now(compared, sort) for sort in compared.rankings]


def _by_now(compared: Compared, sort: str) -> Ranking:
    asking, ranking = compared.asking, compared.rankings[sort]
    new, gone, _ = read_since(sort, compared.revision)
    named = np.unique(other_keys(ranking, asking.sort)).tolist()
    # A snapshot that came meanwhile may have taken with it the word that a record went.
    there = Indexed.objects.filter(sort=sort, key__in=named, counted__isnull=False)
    gone += set(named).difference(there.values_list("key", flat=True))
    if not new and not gone:
        return ranking
    return caught_up(ranking, asking, Corpus.of(new, asking.known[sort]), gone)


def _unchanged(sort: str, own: dict[int, int]) -> dict[int, int]:
    """Key → revision of those that are as they were when they were read; the others have work of
    their own waiting, or none any more."""
    rows = Indexed.objects.filter(sort=sort, key__in=own, counted__isnull=False)
    now = dict(rows.values_list("key", "revision"))
    return {key: at for key, at in own.items() if now.get(key) == at}


def _spread(asking: Asking, rankings: Sequence[Ranking], before: Standing) -> None:
    """Into the lists of the other side; those that may now lack somebody are ordered anew."""
    sort = asking.sort
    found = joined(rankings)
    told = set(pairs_of(found, sort))
    kept, lost = _again(asking, [pair for pair in before if pair not in told])
    drop_pairs(sort, lost)
    spread_pairs(sort, joined([found, kept]))
    sunk = _sunk(before, standing_pairs(sort, asking.own.keys.tolist()))
    for other in other_sorts(sort):
        order(other, _of_sort(other, sunk))


def _again(asking: Asking, pairs: Sequence[tuple[int, int]]) -> tuple[Ranking, Ranking]:
    """Pairs that stand in the other's list alone, as they score now: those that still are related,
    and those that are not any more."""
    kept, lost = [], []
    for sort in other_sorts(asking.sort):
        others = read_counted(sort, {other for _, other in pairs})
        named = np.array([p for p in pairs if p[1] in others], np.int64).reshape(-1, 2)
        if len(named):
            corpus = Corpus.of((counted for _, counted in others.values()), asking.known[sort])
            found, related = scored(asking, corpus, (named[:, 0], named[:, 1]))
            kept.append(taken(found, related))
            lost.append(taken(found, np.setdiff1d(np.arange(len(found.scores)), related)))
    return joined(kept), joined(lost)


def _sunk(before: Standing, after: Standing) -> set[int]:
    """Whose full list a pair fell out of, or to the last place of: the next best is not stored, and
    may be better."""
    sunk = set()
    for pair, stood in before.items():
        stands = after.get(pair, [_NOWHERE] * len(stood))
        for (score, place), (now, at) in zip(stood, stands, strict=True):
            if place is not None and (at is None or (at == PLACES and now < score)):
                sunk.add(pair[1])
    return sunk


def _of_sort(sort: str, keys: Collection[int]) -> list[int]:
    rows = Indexed.objects.filter(sort=sort, key__in=keys, counted__isnull=False)
    return sorted(rows.values_list("key", flat=True))


def _note(sort: str, revisions: dict[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MATCHED, [list(revisions), list(revisions.values()), sort])
