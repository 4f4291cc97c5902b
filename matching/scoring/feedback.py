"""What the people behind a posting said of projects, and what follows for the others.

A mark says what a pair should have scored: for accepted 60, which is what words alone give the
best, or 20 more than it did; for declined outright 0, a softer no lies between. The one marked
goes most of that way itself. What is like it is moved by how much more or less the score without
feedback missed that than it did on the whole. The whole (`overall`) moves every project of the
posting alike, and says little until there are many marks.
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
_DOUBT = 2  # marks that would have to say nothing: of few, more of what they missed is their own
_SLOW = 33  # as many for all projects alike: one mark moves them by 3 points at most
_DISTANCE = 2.0  # likeness that would have to say nothing: far ones move by less
_ITSELF = 18.0  # likeness of the one marked to itself: it goes nine tenths of its way
_MIDDLE, _SPREAD = 30, 30  # points between a mark of 1 and of -1, and half their distance
_WELCOME = 20  # points that what was accepted was missed by at least, however high it stood; what
# was declined itself sinks by as many, and less for a softer no

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
    """What one posting's marks say, in points: of all projects, of those like a marked one, of that
    one itself."""

    overall: float
    beyond: Floats
    itself: Floats
    keys: Rows  # of the marked projects, here and in `vectors`
    vectors: sparse.csr_matrix


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
        least = _WELCOME * wanted
        itself = np.where(wanted > 0, np.maximum(missed, least), np.minimum(missed, least))
        usual, overall = (missed.sum() / (len(found) + doubt) for doubt in (_DOUBT, _SLOW))
        self._lessons[row] = Lesson(
            overall=float(overall),
            beyond=(missed - usual).astype(np.float32),
            itself=(itself - overall).astype(np.float32),
            keys=projects.keys,
            vectors=vectors(projects, self._statistics),
        )

    def recall(self, postings: Rows, projects: Rows, corpus: Corpus) -> Floats:
        """float32[pairs, FEATURES] in hundredths of the score; `postings` ascend."""
        found = np.zeros((len(postings), len(FEATURES)), np.float32)
        for row in np.unique(postings).tolist():
            if row in self._lessons:
                at = slice(*np.searchsorted(postings, [row, row + 1]))
                own = corpus.rows(projects[at])
                alike = vectors(own, self._statistics)
                found[at] = _moved(self._lessons[row], own.keys, alike) / 100
        return found


def _moved(lesson: Lesson, keys: Rows, vectors: sparse.csr_matrix) -> Floats:
    is_itself = keys[:, None] == lesson.keys
    alike = np.where(is_itself, _ITSELF, (vectors @ lesson.vectors.T).toarray())
    share = alike / (alike.sum(axis=1, keepdims=True) + _DISTANCE)
    points = share * np.where(is_itself, lesson.itself, lesson.beyond)
    liked, disliked = np.maximum(points, 0).sum(axis=1), np.minimum(points, 0).sum(axis=1)
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
