"""What the people behind a posting said of projects, and what follows for the others.

A mark says what a pair should have scored: for accepted 60, which is what words alone give the
best, or 20 more than it did; for declined outright 0. By how much the score without feedback
missed that on the whole, all projects of the posting are moved (`overall`); by how much more or
less it missed one of those marked, those that are like it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.scoring.corpus import Corpus
from matching.scoring.measures import length, rows_of
from matching.scoring.ranges import among
from matching.scoring.statistics import Floats, Statistics, amount
from matching.scoring.terms import are_characters

FEATURES = ("overall", "liked", "disliked")
_DOUBT = 2  # marks that would have to say nothing: few marks move the whole by less
_DISTANCE = 2.0  # likeness that would have to say nothing: far ones move by less
_MIDDLE, _SPREAD = 30, 30  # points between a mark of 1 and of -1, and half their distance
_WELCOME = 20  # points that what was accepted was missed by at least, however high it stood

Rows = NDArray[np.int64]
Scored = Callable[[Rows, Corpus], Floats]


@dataclass(frozen=True, slots=True)
class Feedback:
    """`marks`: by a posting's key, of each project's key how welcome it was, from 1 to -1; 0 says
    nothing.

    `judged` holds these projects, and may hold others; a mark without its project is left out.
    """

    marks: Mapping[int, Mapping[int, float]]
    judged: Corpus


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one posting's marks say: by how many points all scores missed, each mark beyond that."""

    overall: float
    beyond: Floats
    vectors: sparse.csr_matrix  # of the marked projects


class Memory:
    """The lessons of all postings that were given any mark.

    `scored` tells what a posting (its row, as often as there are projects) and the projects of a
    corpus score without feedback.
    """

    def __init__(
        self, feedback: Feedback, keys: Rows, statistics: Statistics, scored: Scored
    ) -> None:
        self._statistics = statistics
        self._lessons: dict[int, Lesson] = {}
        for row, key in enumerate(keys.tolist()):
            marks = feedback.marks.get(key)
            if marks:
                self._learn(row, marks, feedback.judged, scored)

    def _learn(self, row: int, marks: Mapping[int, float], judged: Corpus, scored: Scored) -> None:
        asked = np.array(sorted(key for key, mark in marks.items() if mark), np.int64)
        at = among(judged.keys, asked)
        found = np.flatnonzero(at >= 0)
        if not len(found):
            return
        projects = judged.rows(at[found])
        wanted = np.array([marks[key] for key in asked[found].tolist()], np.float32)
        missed = _MIDDLE + _SPREAD * wanted - scored(np.full(len(found), row), projects)
        missed = np.where(wanted >= 1, np.maximum(missed, _WELCOME), missed)
        overall = float(missed.sum()) / (len(found) + _DOUBT)
        alike = vectors(projects, self._statistics)
        self._lessons[row] = Lesson(overall, missed - np.float32(overall), alike)

    def recall(self, postings: Rows, projects: Rows, corpus: Corpus) -> Floats:
        """float32[pairs, FEATURES] in hundredths of the score; `postings` ascend."""
        found = np.zeros((len(postings), len(FEATURES)), np.float32)
        for row in np.unique(postings).tolist():
            if row in self._lessons:
                at = slice(*np.searchsorted(postings, [row, row + 1]))
                alike = vectors(corpus.rows(projects[at]), self._statistics)
                found[at] = _moved(self._lessons[row], alike) / 100
        return found


def _moved(lesson: Lesson, vectors: sparse.csr_matrix) -> Floats:
    alike = (vectors @ lesson.vectors.T).toarray()
    share = alike / (alike.sum(axis=1, keepdims=True) + _DISTANCE)
    liked = share @ np.maximum(lesson.beyond, 0)
    disliked = share @ np.minimum(lesson.beyond, 0)
    return np.column_stack([np.full(len(liked), lesson.overall), liked, disliked])


def vectors(corpus: Corpus, statistics: Statistics) -> sparse.csr_matrix:
    """Rows of length 1 under the terms of `statistics`, half characters and half words.

    The product of two is the mean of how alike they are in either.
    """
    rows, size = rows_of(corpus), len(corpus.keys)
    idf = statistics.idf_of(corpus.vocabulary)
    weights = amount(corpus.head, corpus.body) * idf[corpus.indices]
    single = are_characters(corpus.vocabulary)[corpus.indices]
    for kind in (single, ~single):
        weights[kind] /= length(rows[kind], weights[kind], size)[rows[kind]] * np.sqrt(2)
    columns = among(statistics.terms, corpus.vocabulary)[corpus.indices]
    known = columns >= 0
    at = (rows[known], columns[known])
    return sparse.csr_matrix((weights[known], at), (size, len(statistics.terms)))
