"""Many counted records as one sparse matrix, and what is known of their words together."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from matching.scoring import pieces
from matching.scoring.columns import Columns
from matching.scoring.counting import Counted
from matching.scoring.measures import Measures, measure, statistics_of
from matching.scoring.ranges import among, joined, spans, union
from matching.scoring.statistics import Statistics

_BATCH = 4096  # records that are unpacked at a time


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
    measures: Measures

    @classmethod
    def of(cls, counted: Iterable[Counted], statistics: Statistics | None = None) -> "Corpus":
        """The corpus of these records in any order; ValueError when a key comes twice.

        Rarity is worked out from them unless `statistics` gives it.
        """
        rows = _ordered(_together([_plain(batch) for batch in _batches(counted)]))
        if (np.diff(rows.keys) == 0).any():
            message = "two records of one key"
            raise ValueError(message)
        known = statistics or statistics_of(rows)
        return replace(rows, statistics=known, measures=measure(rows, known))

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
            measures=self.measures.take(rows),
        )

    def pack(self) -> Iterator[bytes]:
        """The snapshot, in pieces of at most 8 MiB."""
        yield from pieces.pack(self)

    @classmethod
    def unpack(cls, packed: Iterable[bytes]) -> "Corpus":
        """What `pack` gave, pieces in their order; ValueError for anything else."""
        leaves = pieces.unpack(packed)
        own = {name: leaves[name] for name in cls.__dataclass_fields__ if name in leaves}
        if np.array_equal(own["vocabulary"], leaves["statistics.terms"]):
            leaves["statistics.terms"] = own["vocabulary"]
        return cls(
            **own,
            columns=pieces.columns(leaves),
            statistics=Statistics(**pieces.below(leaves, "statistics")),
            measures=Measures(**pieces.below(leaves, "measures")),
        )


def _batches(counted: Iterable[Counted]) -> Iterator[list[Counted]]:
    rest = iter(counted)
    yield list(islice(rest, _BATCH))
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _plain(batch: list[Counted]) -> Corpus:
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
        statistics=_UNKNOWN,
        measures=_unmeasured(len(batch)),
    )


def _together(parts: list[Corpus]) -> Corpus:
    """The rows of all parts under one vocabulary of what they use."""
    used = [part.vocabulary[np.unique(part.indices)] for part in parts]
    vocabulary = union(used)
    columns, measures = parts[0].columns, parts[0].measures
    for part in parts[1:]:
        columns, measures = columns.beside(part.columns), measures.beside(part.measures)
    sizes = joined([np.diff(part.indptr) for part in parts], np.int64)
    return Corpus(
        keys=joined([part.keys for part in parts], np.int64),
        vocabulary=vocabulary,
        indptr=np.concatenate([[0], np.cumsum(sizes)]),
        indices=joined([_placed(part, vocabulary) for part in parts], np.int32),
        head=joined([part.head for part in parts], np.uint8),
        body=joined([part.body for part in parts], np.uint8),
        columns=columns,
        statistics=parts[0].statistics,
        measures=measures,
    )


def _placed(part: Corpus, vocabulary: NDArray[np.int64]) -> NDArray[np.int32]:
    return among(vocabulary, part.vocabulary).astype(np.int32)[part.indices]


def _unmeasured(count: int) -> Measures:
    nothing = np.zeros(count, np.float32)
    return Measures(nothing, nothing, nothing, nothing, np.zeros((count, 0), np.float32))


def _ordered(corpus: Corpus) -> Corpus:
    if (np.diff(corpus.keys) > 0).all():
        return corpus
    return corpus.rows(np.argsort(corpus.keys, kind="stable"))


_UNKNOWN = Statistics(
    terms=np.empty(0, np.int64),
    used=np.empty(0, np.int32),
    count=0,
    mean=0.0,
    characters=np.empty(0, np.int64),
    kin=np.empty((0, 0), np.float32),
)
