"""How the words of a posting and a project agree: four cosines for each pair.

Of all words, of all characters, of the characters of titles and keywords, and of the directions in
which the characters lie. They depend on the two and on the statistics of both corpora, never on
what else is compared. BM25 says how much a term looks for projects, and which tell of a pair.
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
        rows = rows_of(postings)
        worded = np.bincount(rows[~self.single], minlength=len(postings.keys)) > 0
        # What a posting looks for projects by, and is told by: words, or characters if it has none.
        self.telling = ~self.single | ~worded[rows]
        self._measure(rows, len(postings.keys))

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
        measures, single = self.projects.measures, self.single[hits.asked]
        head, body = self.projects.head[hits.said], self.projects.body[hits.said]
        rare = self.rare[self.projects.indices[hits.said]]
        both = self.asks[hits.asked] * rare * amount(head, body)
        titles = self.asks_title[hits.asked] * rare * np.sqrt(head, dtype=np.float32)
        word, letter, title = (
            _sums(hits.pair, values, size) for values in (both * ~single, both * single, titles)
        )
        columns = [
            word / self.words[postings] / measures.words[projects],
            letter / self.whole[postings] / measures.whole[projects],
            title / self.title[postings] / measures.title[projects],
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
        return (often * np.float32(K1 + 1) / (often + norm)).astype(np.float32)

    def told(self, hits: Hits) -> Hits:
        """The hits that tell of their pair."""
        kept = np.flatnonzero(self.telling[hits.asked])
        return Hits(hits.pair[kept], hits.asked[kept], hits.said[kept])


def _sums(at: Rows, values: Floats, size: int) -> Floats:
    return np.bincount(at, values, size).astype(np.float32)
