"""Many counted records as one sparse matrix, and what is known of their words together."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from matching.scoring import pieces
from matching.scoring.columns import Columns
from matching.scoring.counting import Counted
from matching.scoring.ranges import among, joined, spans, union

_BATCH = 4096  # records that are unpacked at a time


@dataclass(frozen=True, slots=True)
class Statistics:
    """How rare each term is among `count` records, and how long these are on average.

    A corpus of a few new records takes those of the whole one, so that scores agree.
    """

    terms: NDArray[np.int64]  # ascending
    idf: NDArray[np.float32]  # natural logarithm
    count: int
    head_mean: float  # terms of title and keywords
    body_mean: float

    def idf_of(self, terms: NDArray[np.int64]) -> NDArray[np.float32]:
        """The idf of `terms`; of one that is nowhere yet, what the rarest could have."""
        unseen = np.full(1, np.log1p((self.count + 0.5) / 0.5), np.float32)
        return np.concatenate([self.idf, unseen])[among(self.terms, terms)]


@dataclass(frozen=True)
class Corpus:
    """Rows ascend by key; row r has the entries indptr[r]:indptr[r + 1], terms ascending."""

    keys: NDArray[np.int64]
    vocabulary: NDArray[np.int64]  # ascending; each of its terms is in use
    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]  # into the vocabulary
    head: NDArray[np.uint8]
    body: NDArray[np.uint8]
    columns: Columns
    statistics: Statistics

    @classmethod
    def of(cls, counted: Iterable[Counted], statistics: Statistics | None = None) -> "Corpus":
        """The corpus of these records in any order; ValueError when a key comes twice.

        Rarity is worked out from them unless `statistics` gives it.
        """
        parts = [_plain(batch, _EMPTY) for batch in _batches(counted)]
        rows = _ordered(_together(parts))
        if (np.diff(rows.keys) == 0).any():
            message = "two records of one key"
            raise ValueError(message)
        return replace(rows, statistics=statistics or _statistics(rows))

    def changed(self, new: Iterable[Counted], gone: Collection[int] = ()) -> "Corpus":
        """This corpus with `new` added or put in place of what had their keys, without `gone`.

        Rarity stays as it was: a full run works it out anew.
        """
        fresh = Corpus.of(new, self.statistics)
        leaving = np.concatenate([fresh.keys, np.fromiter(gone, np.int64, len(gone))])
        kept = self.rows(np.flatnonzero(~np.isin(self.keys, leaving)))
        return _ordered(_together([kept, fresh]))

    def rows(self, rows: NDArray[np.int64]) -> "Corpus":
        """These rows, in this order; terms that only others use stay in the vocabulary."""
        sizes = np.diff(self.indptr)[rows]
        at = spans(self.indptr[rows], sizes)
        return Corpus(
            keys=self.keys[rows],
            vocabulary=self.vocabulary,
            indptr=np.concatenate([[0], np.cumsum(sizes)]),
            indices=self.indices[at],
            head=self.head[at],
            body=self.body[at],
            columns=self.columns.take(rows),
            statistics=self.statistics,
        )

    def pack(self) -> Iterator[bytes]:
        """The snapshot, in pieces of at most 8 MiB."""
        yield from pieces.pack(self)

    @classmethod
    def unpack(cls, packed: Iterable[bytes]) -> "Corpus":
        """What `pack` gave, its pieces in their order; ValueError for another form or a torn one."""
        leaves = pieces.unpack(packed)
        told = {name: leaves[f"statistics.{name}"] for name in Statistics.__dataclass_fields__}
        own = {name: leaves[name] for name in cls.__dataclass_fields__ if name in leaves}
        return cls(**own, columns=pieces.columns(leaves), statistics=Statistics(**told))


def _batches(counted: Iterable[Counted]) -> Iterator[list[Counted]]:
    rest = iter(counted)
    yield list(islice(rest, _BATCH))
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _plain(batch: list[Counted], statistics: Statistics) -> Corpus:
    """A batch as it comes, under a vocabulary of its own."""
    terms = joined([c.terms for c in batch], np.int64)
    vocabulary, indices = np.unique(terms, return_inverse=True)
    return Corpus(
        keys=np.array([c.key for c in batch], np.int64),
        vocabulary=vocabulary,
        indptr=np.concatenate([[0], np.cumsum([len(c.terms) for c in batch], dtype=np.int64)]),
        indices=indices.astype(np.int32),
        head=joined([c.head for c in batch], np.uint8),
        body=joined([c.body for c in batch], np.uint8),
        columns=Columns.of(c.facts for c in batch),
        statistics=statistics,
    )


def _together(parts: list[Corpus]) -> Corpus:
    """The rows of all parts under one vocabulary of what they use."""
    used = [part.vocabulary[np.unique(part.indices)] for part in parts]
    vocabulary = union(used)
    columns = parts[0].columns
    for part in parts[1:]:
        columns = columns.beside(part.columns)
    sizes = joined([np.diff(part.indptr) for part in parts], np.int64)
    return Corpus(
        keys=joined([part.keys for part in parts], np.int64),
        vocabulary=vocabulary,
        indptr=np.concatenate([[0], np.cumsum(sizes)]),
        indices=joined(
            [among(vocabulary, p.vocabulary).astype(np.int32)[p.indices] for p in parts], np.int32
        ),
        head=joined([part.head for part in parts], np.uint8),
        body=joined([part.body for part in parts], np.uint8),
        columns=columns,
        statistics=parts[0].statistics,
    )


def _ordered(corpus: Corpus) -> Corpus:
    if (np.diff(corpus.keys) > 0).all():
        return corpus
    return corpus.rows(np.argsort(corpus.keys, kind="stable"))


def _statistics(corpus: Corpus) -> Statistics:
    count = len(corpus.keys)
    used = np.bincount(corpus.indices, minlength=len(corpus.vocabulary))
    return Statistics(
        terms=corpus.vocabulary,
        idf=np.log1p((count - used + 0.5) / (used + 0.5)).astype(np.float32),
        count=count,
        head_mean=float(corpus.head.sum(dtype=np.int64)) / max(count, 1),
        body_mean=float(corpus.body.sum(dtype=np.int64)) / max(count, 1),
    )


_EMPTY = Statistics(np.empty(0, np.int64), np.empty(0, np.float32), 0, 0.0, 0.0)
