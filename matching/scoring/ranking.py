"""Which projects fit a posting, and which postings a project.

Candidates by their words, then all features of each pair, then points. What a pair scores depends
on the two, on the statistics of all projects and on what the posting's people said; never on what
else is compared, so `rank` and `rank_back` agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.scoring.candidates import Candidates
from matching.scoring.conditions import agreement
from matching.scoring.corpus import Corpus
from matching.scoring.feedback import FEATURES as SAID, Feedback, Memory
from matching.scoring.statistics import Statistics
from matching.scoring.terms import spelled
from matching.scoring.weights import BASE, FEATURES, WEIGHTS
from matching.scoring.wording import Hits, Wording

CANDIDATES = 100  # pairs of each record that all features are worked out for
_SAID = [FEATURES.index(name) for name in SAID]
TERMS = 12  # words a pair is told by
_CHUNK = 64  # postings whose pairs are held at once

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Pairs; by posting (or by project), the best first, the smaller key before its equal.

    `parts` are points: with BASE they sum to the score before it is held within 0 and 100.
    `terms` are the words that weigh most of those both say, the heaviest first, a space between.
    """

    posting_keys: NDArray[np.int64]
    project_keys: NDArray[np.int64]
    scores: Floats
    parts: Floats  # [pairs, FEATURES]
    terms: list[str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What besides the two texts decides: the day, and what was said of earlier suggestions."""

    today: int  # date.toordinal()
    feedback: Feedback | None = None


class Comparison:
    """Postings and projects laid beside each other.

    `statistics` are those of all projects there are; those of `projects` unless given.
    """

    def __init__(
        self,
        postings: Corpus,
        projects: Corpus,
        circumstances: Circumstances,
        statistics: Statistics | None = None,
    ) -> None:
        self.postings, self.projects = postings, projects
        self.circumstances = circumstances
        self.wording = Wording(postings, projects, statistics or projects.statistics)
        self.memory = self._memory(circumstances.feedback)

    def _memory(self, feedback: Feedback | None) -> Memory | None:
        if feedback is None:
            return None
        without, statistics = Circumstances(self.circumstances.today), self.wording.statistics

        def scored(asked: Rows, projects: Corpus) -> Floats:
            pairs = Comparison(self.postings, projects, without, statistics)
            return pairs.score(asked, np.arange(len(asked))).parts.sum(axis=1) + np.float32(BASE)

        return Memory(feedback, self.postings.keys, statistics, scored)

    def score(self, asked: Rows, offered: Rows) -> Ranking:
        """Rows of postings, ascending, with rows of projects: each pair, in this order."""
        return joined([self._all(*pairs) for pairs in _chunks(asked, offered)])

    def rank(self, k: int) -> Ranking:
        """The best `k` projects of each posting; where its people said something, those that are
        among the best `k` without it, too."""
        found = Candidates(self.wording)
        rows = np.arange(len(self.postings.keys))
        chunks = [rows[at : at + _CHUNK] for at in range(0, len(rows), _CHUNK)]
        return joined([self._best(*found.of_postings(c, max(k, CANDIDATES)), k) for c in chunks])

    def rank_back(self, k: int) -> Ranking:
        """The best `k` postings of each project."""
        rows = np.arange(len(self.projects.keys))
        pairs = Candidates(self.wording).of_projects(rows, max(k, CANDIDATES))
        whole = self.score(*pairs)
        return taken(whole, _first(whole.project_keys, whole.posting_keys, whole.scores, k))

    def _best(self, asked: Rows, offered: Rows, k: int) -> Ranking:
        parts, hits = self._parts(asked, offered)
        keys = self.postings.keys[asked], self.projects.keys[offered]
        kept = self._kept(keys, parts, k)
        return self._told(asked[kept], offered[kept], parts[kept], _of_pairs(hits, kept))

    def _kept(self, keys: tuple[Rows, Rows], parts: Floats, k: int) -> Rows:
        """The best `k` of each posting with what its people said, and the best `k` without."""
        scores = _score(parts)
        found = _first(*keys, scores, k)
        if self.memory is None:
            return found
        either = np.union1d(found, _first(*keys, plain_scores(parts), k))
        return either[_first(keys[0][either], keys[1][either], scores[either], len(either))]

    def _all(self, asked: Rows, offered: Rows) -> Ranking:
        parts, hits = self._parts(asked, offered)
        return self._told(asked, offered, parts, hits)

    def features(self, asked: Rows, offered: Rows) -> Floats:
        """float32[pairs, FEATURES] as `score` weighs them, before it does."""
        return np.concatenate([self._features(*pairs)[0] for pairs in _chunks(asked, offered)])

    def _parts(self, asked: Rows, offered: Rows) -> tuple[Floats, Hits]:
        values, hits = self._features(asked, offered)
        return values * WEIGHTS, hits

    def _features(self, asked: Rows, offered: Rows) -> tuple[Floats, Hits]:
        hits = self.wording.hits(asked, offered)
        pairs = asked, offered
        columns = self.postings.columns, self.projects.columns
        known = agreement(*columns, pairs, self.circumstances.today)
        said = np.zeros((len(asked), len(SAID)), np.float32)
        if self.memory:
            said = self.memory.recall(asked, offered, self.projects)
        values = [self.wording.features(asked, offered, hits), known, said]
        return np.hstack(values), hits

    def _told(self, asked: Rows, offered: Rows, parts: Floats, hits: Hits) -> Ranking:
        return Ranking(
            posting_keys=self.postings.keys[asked],
            project_keys=self.projects.keys[offered],
            scores=_score(parts),
            parts=parts,
            terms=self._terms(hits, offered),
        )

    def _terms(self, hits: Hits, offered: Rows) -> list[str]:
        hits = self.wording.told(hits)
        order = np.lexsort((-self.wording.weights(hits, offered), hits.pair))
        pair = hits.pair[order]
        kept = order[np.arange(len(pair)) - np.searchsorted(pair, pair) < TERMS]
        terms = self.postings.vocabulary[self.postings.indices[hits.asked[kept]]]
        words = {term: spelled(term) for term in np.unique(terms).tolist()}
        said = [words[term] for term in terms.tolist()]
        ends = np.searchsorted(hits.pair[kept], np.arange(len(offered) + 1))
        return [" ".join(said[a:b]) for a, b in pairwise(ends.tolist())]


def rank(
    postings: Corpus, projects: Corpus, k: int, *, today: int, feedback: Feedback | None = None
) -> Ranking:
    """The best `k` projects of each posting, with its feedback or without; `today` as
    `date.toordinal()` counts."""
    return Comparison(postings, projects, Circumstances(today, feedback)).rank(k)


def rank_back(
    projects: Corpus,
    postings: Corpus,
    k: int,
    *,
    today: int,
    feedback: Feedback | None = None,
    statistics: Statistics | None = None,
) -> Ranking:
    """The best `k` postings of each of a few `projects`; a pair scores what `rank` says of it.

    `statistics` are those of the corpus of all projects; without them those of `projects`.
    """
    circumstances = Circumstances(today, feedback)
    return Comparison(postings, projects, circumstances, statistics).rank_back(k)


def _score(parts: Floats) -> Floats:
    return np.clip(parts.sum(axis=1, dtype=np.float32) + np.float32(BASE), 0, 100)


def plain_scores(parts: Floats) -> Floats:
    """What they would score had nobody said anything (PIPL 24)."""
    without = parts.copy()
    without[:, _SAID] = 0
    return _score(without)


def _first(whose: Rows, other: Rows, scores: Floats, k: int) -> Rows:
    """Where the best `k` of each of `whose` stand: by it, the best first, then by `other`."""
    order = np.lexsort((other, -scores, whose))
    place = np.arange(len(order)) - np.searchsorted(whose[order], whose[order])
    return order[place < k]


def _of_pairs(hits: Hits, kept: Rows) -> Hits:
    """The hits of these pairs, counted anew in this order."""
    size = int(hits.pair.max(initial=-1)) + 1
    place = np.full(max(size, int(kept.max(initial=-1)) + 1), -1, np.int64)
    place[kept] = np.arange(len(kept))
    inside = np.flatnonzero(place[hits.pair] >= 0)
    return Hits(place[hits.pair[inside]], hits.asked[inside], hits.said[inside])


def _chunks(asked: Rows, offered: Rows) -> Iterator[tuple[Rows, Rows]]:
    size = _CHUNK * CANDIDATES
    for at in range(0, len(asked), size):
        yield asked[at : at + size], offered[at : at + size]


def taken(ranking: Ranking, rows: Rows) -> Ranking:
    """These rows, in this order."""
    return Ranking(
        posting_keys=ranking.posting_keys[rows],
        project_keys=ranking.project_keys[rows],
        scores=ranking.scores[rows],
        parts=ranking.parts[rows],
        terms=[ranking.terms[row] for row in rows.tolist()],
    )


def joined(rankings: Sequence[Ranking]) -> Ranking:
    """One after the other."""
    nothing = np.empty(0, np.int64)
    none = np.empty(0, np.float32)
    no_parts = np.empty((0, len(FEATURES)), np.float32)
    return Ranking(
        posting_keys=np.concatenate([nothing, *(r.posting_keys for r in rankings)]),
        project_keys=np.concatenate([nothing, *(r.project_keys for r in rankings)]),
        scores=np.concatenate([none, *(r.scores for r in rankings)]),
        parts=np.concatenate([no_parts, *(r.parts for r in rankings)]),
        terms=[words for r in rankings for words in r.terms],
    )
