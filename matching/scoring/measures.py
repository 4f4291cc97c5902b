"""What each record is divided by and where it lies: worked out once and kept with the corpus."""

from dataclasses import dataclass, fields, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.scoring.ranges import among, spans
from matching.scoring.statistics import BODY, Floats, Statistics, amount, kinship, sampled
from matching.scoring.terms import are_characters

K1, B = 1.2, 0.75  # of BM25: how fast a repeated word adds less, how much length divides
_LEAST = np.float32(1e-9)
_ROWS = 8192  # that are held at once

Rows = NDArray[np.int64]


class Entries(Protocol):
    """The sparse part of a corpus: row r has indptr[r]:indptr[r + 1], its terms ascending."""

    @property
    def vocabulary(self) -> NDArray[np.int64]: ...
    @property
    def indptr(self) -> Rows: ...
    @property
    def indices(self) -> NDArray[np.int32]: ...
    @property
    def head(self) -> NDArray[np.uint8]: ...
    @property
    def body(self) -> NDArray[np.uint8]: ...


@dataclass(frozen=True, slots=True)
class Measures:
    """Of each record: the lengths of its vectors, BM25's divisor, and its direction."""

    words: Floats  # length of the weights of its words
    whole: Floats  # of those of its characters
    title: Floats  # of those in title and keywords
    norm: Floats  # what BM25 adds below the line
    lies: Floats  # [records, directions], each of length 1, or nowhere

    def take(self, rows: Rows) -> "Measures":
        """These rows, in this order."""
        return Measures(*(getattr(self, field.name)[rows] for field in fields(self)))

    def beside(self, other: "Measures") -> "Measures":
        """These rows, then those of `other`."""
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return Measures(*(np.concatenate(pair) for pair in pairs))


def rows_of(entries: Entries) -> Rows:
    """The row of each entry."""
    return np.repeat(np.arange(len(entries.indptr) - 1), np.diff(entries.indptr))


def length(rows: Rows, weights: Floats, size: int) -> Floats:
    """The Euclidean length of each row's weights."""
    return np.sqrt(np.bincount(rows, weights * weights, size)).astype(np.float32) + _LEAST


def directions(
    rows: Rows, characters: NDArray[np.int64], weights: Floats, size: int, kin: Floats
) -> Floats:
    """Where `size` rows lie whose entries weigh `weights` in `characters` (rows of `kin`)."""
    matrix = sparse.csr_matrix((weights, (rows, characters)), (size, len(kin)))
    lies = np.asarray(matrix @ kin, np.float32)
    return lies / (np.linalg.norm(lies, axis=1, keepdims=True) + _LEAST)


def statistics_of(entries: Entries) -> Statistics:
    """Rarity, mean length and kinship, from all the records there are."""
    count = len(entries.indptr) - 1
    vocabulary = entries.vocabulary
    single = are_characters(vocabulary)
    said = entries.head.sum(dtype=np.int64) + BODY * entries.body.sum(dtype=np.int64)
    statistics = Statistics(
        terms=vocabulary,
        used=np.bincount(entries.indices, minlength=len(vocabulary)).astype(np.int32),
        count=count,
        mean=float(said) / max(count, 1),
        characters=vocabulary[single],
        kin=np.empty((0, 0), np.float32),
    )
    rows = _characters(entries, statistics.idf_of(vocabulary), single)
    return replace(statistics, kin=kinship(rows))


def measure(entries: Entries, statistics: Statistics) -> Measures:
    """The measures of every row."""
    count = len(entries.indptr) - 1
    rare = statistics.idf_of(entries.vocabulary)
    single = are_characters(entries.vocabulary)
    place = among(statistics.characters, entries.vocabulary)
    found = Measures(
        words=np.empty(count, np.float32),
        whole=np.empty(count, np.float32),
        title=np.empty(count, np.float32),
        norm=np.empty(count, np.float32),
        lies=np.empty((count, statistics.kin.shape[1]), np.float32),
    )
    for first in range(0, count, _ROWS):
        last = min(first + _ROWS, count)
        at = slice(entries.indptr[first], entries.indptr[last])
        rows = np.repeat(np.arange(last - first), np.diff(entries.indptr[first : last + 1]))
        terms, head, body = entries.indices[at], entries.head[at], entries.body[at]
        every = amount(head, body) * rare[terms]
        weights = every * single[terms]
        titles = np.sqrt(head, dtype=np.float32) * rare[terms] * single[terms]
        said = np.bincount(rows, head + BODY * body, last - first)
        here = slice(first, last)
        found.words[here] = length(rows, every - weights, last - first)
        found.whole[here] = length(rows, weights, last - first)
        found.title[here] = length(rows, titles, last - first)
        found.norm[here] = K1 * (1 - B + B * said / max(statistics.mean, 1e-9))
        known = (place[terms] >= 0) & (weights > 0)
        columns = place[terms[known]]
        found.lies[here] = directions(
            rows[known], columns, weights[known], last - first, statistics.kin
        )
    return found


def _characters(entries: Entries, rare: Floats, single: NDArray[np.bool_]) -> sparse.csr_matrix:
    """The sampled rows of characters' weights, each of length 1."""
    chosen = sampled(len(entries.indptr) - 1)
    sizes = np.diff(entries.indptr)[chosen]
    at = spans(entries.indptr[chosen], sizes)
    of = np.repeat(np.arange(len(chosen)), sizes)
    letters = single[entries.indices[at]]
    at, of = at[letters], of[letters]
    weights = amount(entries.head[at], entries.body[at]) * rare[entries.indices[at]]
    weights /= length(of, weights, len(chosen))[of]
    columns = (np.cumsum(single) - 1)[entries.indices[at]]
    return sparse.csr_matrix((weights, (of, columns)), (len(chosen), int(single.sum())))
