"""How the words of a posting and a project agree: numbers from 0 to 1 for each pair.

All are sums over common terms of what a term weighs in the posting times how much of it the project
says (BM25 over weighted fields), so a pair's value never depends on what else is compared.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.scoring.corpus import Corpus, Statistics
from matching.scoring.ranges import among, spans

BODY = 0.3  # what a term in the body counts against one in the title
K1, B = 1.2, 0.75
FEATURES = ("title", "whole", "coverage", "reverse")

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
_LEAST = np.float32(1e-9)


@dataclass(frozen=True, slots=True)
class Hits:
    """Every term a pair has in common: entry `asked` of the postings, `said` of the projects."""

    pair: Rows
    asked: Rows
    said: Rows


def often(corpus: Corpus) -> Floats:
    """How often each entry is said, the body's share weighted."""
    return corpus.head + np.float32(BODY) * corpus.body


def rows_of(corpus: Corpus) -> Rows:
    """The row of each entry."""
    return np.repeat(np.arange(len(corpus.keys)), np.diff(corpus.indptr))


def bm25(corpus: Corpus, statistics: Statistics) -> Floats:
    """BM25 of each entry, without the idf: from 0 to K1 + 1."""
    counts = often(corpus)
    rows = rows_of(corpus)
    lengths = np.bincount(rows, counts, len(corpus.keys))
    mean = statistics.head_mean + BODY * statistics.body_mean
    norm = (K1 * (1 - B + B * lengths / max(mean, 1e-9))).astype(np.float32)
    return counts * np.float32(K1 + 1) / (counts + norm[rows])


class Wording:
    """Two corpora laid beside each other; `statistics` are those of all projects there are."""

    def __init__(self, postings: Corpus, projects: Corpus, statistics: Statistics) -> None:
        self.postings, self.projects = postings, projects
        self.columns = among(projects.vocabulary, postings.vocabulary)
        idf = statistics.idf_of(postings.vocabulary)[postings.indices]
        self.head = idf * np.minimum(postings.head, 2)
        body = np.sqrt(postings.body, dtype=np.float32)
        self.whole = self.head + np.float32(BODY) * idf * body
        self.said = bm25(projects, statistics)
        idf = statistics.idf_of(projects.vocabulary)[projects.indices]
        self.own = idf * (projects.head > 0)
        self.mass = _sums(rows_of(projects), self.own, len(projects.keys))
        asks = rows_of(postings)
        self.asked = _sums(asks, self.head, len(postings.keys))
        self.asked_whole = _sums(asks, self.whole, len(postings.keys))
        self._place = np.full(len(projects.vocabulary), -1, np.int32)

    def hits(self, postings: Rows, projects: Rows) -> Hits:
        """What the pairs have in common; `postings` ascend."""
        starts = self.projects.indptr[projects]
        sizes = self.projects.indptr[projects + 1] - starts
        entries = spans(starts, sizes)
        columns = self.projects.indices[entries]
        ends = np.concatenate([[0], np.cumsum(sizes)])
        rows, first = np.unique(postings, return_index=True)
        last = np.append(first, len(postings))[1:]
        place = np.empty(len(columns), np.int32)
        for row, start, end in zip(rows, ends[first], ends[last], strict=True):
            self._find(row, columns[start:end], place[start:end])
        common = np.flatnonzero(place >= 0)
        pair = np.searchsorted(ends, common, "right") - 1
        asked = self.postings.indptr[postings[pair]] + place[common]
        return Hits(pair, asked, entries[common])

    def _find(self, row: int, columns: NDArray[np.int32], place: NDArray[np.int32]) -> None:
        """Where each of `columns` stands among the terms of the posting; -1 where it does not."""
        at = slice(self.postings.indptr[row], self.postings.indptr[row + 1])
        own = self.columns[self.postings.indices[at]]
        known = np.flatnonzero(own >= 0)
        self._place[own[known]] = known
        np.take(self._place, columns, out=place)
        self._place[own[known]] = -1

    def features(self, postings: Rows, projects: Rows, hits: Hits) -> Floats:
        """float32[pairs, FEATURES]."""
        size = len(postings)
        said = self.said[hits.said]
        head, whole = self.head[hits.asked], self.whole[hits.asked]
        most = self.asked[postings] + _LEAST
        columns = [
            _sums(hits.pair, head * said, size) / (most * np.float32(K1 + 1)),
            _sums(hits.pair, whole * said, size)
            / ((self.asked_whole[postings] + _LEAST) * np.float32(K1 + 1)),
            _sums(hits.pair, head, size) / most,
            _sums(hits.pair, self.own[hits.said], size) / (self.mass[projects] + _LEAST),
        ]
        return np.column_stack(columns)

    def weight(self, hits: Hits) -> Floats:
        """How much each common term adds: what the heaviest are told by."""
        return self.whole[hits.asked] * self.said[hits.said]


def _sums(at: Rows, values: Floats, size: int) -> Floats:
    return np.bincount(at, values, size).astype(np.float32)
