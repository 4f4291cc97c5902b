"""Titles are read for what they mean, in the background, some at a time: 20 to 40 a second on one
core. Records are matched by their words at once and again when their vector is there."""

import time
from collections import defaultdict

from django.db import transaction

from matching import semantic
from matching.indexing import expect, ring_index
from matching.locking import take_meanings
from matching.meanings import Known, digest_of, forget_gone, keep, kept, lacking
from matching.models import Embedding, Indexed
from matching.states import Sort
from matching.texts import texts_of

_BATCH = 64


def embed_for(seconds: float) -> int:
    """Batch after batch until nothing lacks a vector or the time is up. Returns how many records
    were looked at; none where the extra is not installed or somebody else is at it."""
    ends, total = time.monotonic() + seconds, 0
    while semantic.is_on() and time.monotonic() < ends:
        found = embed_batch()
        total += found
        if found < _BATCH:
            break
    return total


@transaction.atomic
def embed_batch() -> int:
    """The records whose vector is new are matched again."""
    found = lacking(_BATCH) if take_meanings() else []
    by_sort: dict[str, dict[int, int]] = defaultdict(dict)
    for sort, key, revision in found:
        by_sort[sort][key] = revision
    for sort, revisions in by_sort.items():
        _embed(sort, revisions)
    if by_sort:
        ring_index()
    return len(found)


@transaction.atomic
def forget_meanings() -> None:
    """Of records that are matched no more."""
    forget_gone()


def meaning_facts() -> dict[str, int | bool | str]:
    """For whoever operates the portal: is it on, and how many titles of how many are read."""
    rows = Indexed.objects.filter(counted__isnull=False)
    return {
        "is_on": semantic.is_on(),
        "model": semantic.MODEL,
        "read": Embedding.objects.filter(model=semantic.MODEL).count(),
        "records": rows.count(),
    }


def _embed(sort: str, revisions: dict[int, int]) -> None:
    titles = {text.key: text.title for text in texts_of(sort, revisions)}
    known = kept(sort, list(titles))
    same: Known = {
        key: known[key]
        for key, title in titles.items()
        if key in known and known[key][0] == digest_of(title)
    }
    new = {key: title for key, title in titles.items() if key not in same}
    vectors = semantic.packed(list(new.values()), asks=sort != Sort.PROJECT)
    fresh = {
        key: (digest_of(title), vector)
        for (key, title), vector in zip(new.items(), vectors, strict=True)
    }
    keep(sort, same | fresh, revisions)
    expect(sort, sorted(fresh))
