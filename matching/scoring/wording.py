"""How the words of a posting and a project agree: four numbers for each pair, 0 where nothing does.

All but `kin` are sums over what both say, so each word can be told what it added; a pair's numbers
depend on the two and on the statistics of both corpora, never on what else is compared.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.scoring.corpus import Corpus
from matching.scoring.measures import K1, directions, length, rows_of
from matching.scoring.ranges import among, spans
from matching.scoring.statistics import BODY, Floats, Statistics, amount
from matching.scoring.terms import are_characters

FEATURES = ("words", "characters", "title", "kin")

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hits:
    """Every term a pair has in common: entry `asked` of the postings, `said` of the projects."""

    pair: Rows
    asked: Rows
    said: Rows


class Wording:
    """Two corpora laid beside each other; `statistics` are those of all projects there are.

    A posting's term weighs by how much it is said, how rare it is among projects, and among the
    postings of its own statistics: what every posting says (企业, 需求) is not what one is about.
    """

    def __init__(self, postings: Corpus, projects: Corpus, statistics: Statistics) -> None:
        self.postings, self.projects, self.statistics = postings, projects, statistics
        self.columns = among(projects.vocabulary, postings.vocabulary)
        self.rare = statistics.idf_of(projects.vocabulary)
        self._place = np.full(len(projects.vocabulary), -1, np.int32)
        terms = postings.indices
        rare = statistics.idf_of(postings.vocabulary)[terms]
        sought = rare * postings.statistics.idf_of(postings.vocabulary)[terms]
        self.single = are_characters(postings.vocabulary)[terms]
        self.asks = amount(postings.head, postings.body) * sought
        self.asks_title = np.sqrt(postings.head, dtype=np.float32) * rare * self.single
        self._measure(rows_of(postings), len(postings.keys))

    def _measure(self, rows: Rows, size: int) -> None:
        self.whole = length(rows, self.asks * self.single, size)
        self.words = length(rows, self.asks * ~self.single, size)
        self.title = length(rows, self.asks_title, size)
        place = among(self.statistics.characters, self.postings.vocabulary)[self.postings.indices]
        known = place >= 0
        self.lies = directions(
            rows[known], place[known], self.asks[known], size, self.statistics.kin
        )

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
        pair = np.repeat(np.arange(len(sizes)), sizes)[common]
        asked = self.postings.indptr[postings[pair]] + place[common]
        return Hits(pair, asked, entries[common])

    def _find(self, row: int, columns: NDArray[np.int32], place: NDArray[np.int32]) -> None:
        """Where each of `columns` stands among what the posting asks for; -1 where it does not."""
        at = slice(self.postings.indptr[row], self.postings.indptr[row + 1])
        own = self.columns[self.postings.indices[at]]
        known = np.flatnonzero((own >= 0) & (self.asks[at] > 0))
        self._place[own[known]] = known
        np.take(self._place, columns, out=place)
        self._place[own[known]] = -1

    def features(self, postings: Rows, projects: Rows, hits: Hits) -> Floats:
        """float32[pairs, FEATURES]."""
        size = len(postings)
        single = self.single[hits.asked]
        letters = Hits(hits.pair[single], hits.asked[single], hits.said[single])
        words = Hits(hits.pair[~single], hits.asked[~single], hits.said[~single])
        head, body = self.projects.head[letters.said], self.projects.body[letters.said]
        rare = self.rare[self.projects.indices[letters.said]]
        measures = self.projects.measures
        both = self.asks[letters.asked] * rare * amount(head, body)
        titles = self.asks_title[letters.asked] * rare * np.sqrt(head, dtype=np.float32)
        columns = [
            _sums(words.pair, self.weights(words, projects), size) / self.words[postings],
            _sums(letters.pair, both, size) / self.whole[postings] / measures.whole[projects],
            _sums(letters.pair, titles, size) / self.title[postings] / measures.title[projects],
            np.einsum("ij,ij->i", self.lies[postings], measures.lies[projects]),
        ]
        return np.column_stack(columns)

    def weights(self, hits: Hits, projects: Rows) -> Floats:
        """What each common term adds by BM25, where `projects` are those of the pairs."""
        norm = self.projects.measures.norm[projects[hits.pair]]
        return self.asks[hits.asked] * self.said(hits.said, norm)

    def said(self, entries: Rows, norm: Floats) -> Floats:
        """BM25 of entries of the projects, without the idf: from 0 to K1 + 1."""
        often = self.projects.head[entries] + np.float32(BODY) * self.projects.body[entries]
        return often * np.float32(K1 + 1) / (often + norm)

    def telling(self, hits: Hits, size: int) -> Hits:
        """The hits a pair is told by: its words, or its characters if it has no word."""
        single = self.single[hits.asked]
        worded = np.bincount(hits.pair[~single], minlength=size) > 0
        kept = np.flatnonzero(~single | ~worded[hits.pair])
        return Hits(hits.pair[kept], hits.asked[kept], hits.said[kept])


def _sums(at: Rows, values: Floats, size: int) -> Floats:
    return np.bincount(at, values, size).astype(np.float32)
