"""The portal's own scorer tried on pairs that people have judged, its peers beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching import peers, semantic
from matching.evaluation import Floats, figures_of, revealed
from matching.judged import Trial
from matching.scoring import BASE, Circumstances, Comparison, Corpus, Feedback, Text, count

LOWEST, HIGHEST = 1, 4  # levels: declined outright, accepted outright

Figures = dict[str, float]


@dataclass(frozen=True)
class Scorer:
    """Our scorer over a trial: the achievements of the file are all projects there are, and the
    day is that of the newest of them, so that the same files give the same figures on any day.
    With `means` titles are compared by their meaning, too."""

    trial: Trial
    means: bool = False

    @cached_property
    def _postings(self) -> Corpus:
        return self._corpus(self.trial.demands, asks=True)

    @cached_property
    def _projects(self) -> Corpus:
        return self._corpus(self.trial.achievements, asks=False)

    def _corpus(self, texts: Sequence[Text], *, asks: bool) -> Corpus:
        if self.means:
            vectors = semantic.packed([text.title for text in texts], asks=asks)
            meant = zip(texts, vectors, strict=True)
            texts = [replace(t, facts=replace(t.facts, vector=vector)) for t, vector in meant]
        return Corpus.of(map(count, texts))

    def scores(self, feedback: Feedback | None = None) -> Floats:
        """One for each judged pair: the sum of its points, before it is held within 0 and 100, for
        people judged pairs that no list of the best would have, and at 0 all are alike."""
        today = max((text.facts.since or 0 for text in self.trial.achievements), default=0)
        asked, offered = self.trial.demand_at, self.trial.achievement_at
        order = np.lexsort((offered, asked))
        comparison = Comparison(self._postings, self._projects, Circumstances(today, feedback))
        scores = np.empty(len(order))
        parts = comparison.score(asked[order], offered[order]).parts
        scores[order] = BASE + parts.sum(axis=1, dtype=np.float64)
        return scores

    def feedback(self, shown: NDArray[np.bool_]) -> Feedback:
        """What the people of each demand would have said of these judged pairs: how welcome each
        was, from 1 for the highest level to -1 for the lowest."""
        middle = (LOWEST + HIGHEST) / 2
        marks: dict[int, dict[int, float]] = {}
        for at in np.flatnonzero(shown):
            mark = (self.trial.judged.levels[at] - middle) / (HIGHEST - middle)
            own = marks.setdefault(int(self.trial.demand_at[at]), {})
            own[int(self.trial.achievement_at[at])] = float(mark)
        return Feedback(marks, self._projects)


def peer_scores(trial: Trial) -> Iterator[tuple[str, Floats]]:
    """Name and scores of the judged pairs of each peer that is installed."""
    if peers.are_installed():
        for name, scores in peers.peer_scores(trial.demands, trial.achievements):
            yield name, scores[trial.demand_at, trial.achievement_at]


def feedback_figures(scorer: Scorer, count: int) -> Mapping[str, Figures]:
    """What `count` answers a demand change, measured on the pairs nobody was shown."""
    judged = scorer.trial.judged
    shown = revealed(judged, count)
    rest = judged.only(~shown)
    told = {"without": scorer.scores(), "with": scorer.scores(scorer.feedback(shown))}
    return {name: figures_of(rest, scores[~shown]) for name, scores in told.items()}
