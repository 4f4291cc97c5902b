"""What the people behind a posting said of projects, and how near others are to these."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.scoring.corpus import Corpus, Statistics
from matching.scoring.ranges import among
from matching.scoring.wording import often

FEATURES = ("liked", "disliked")

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Feedback:
    """`marks`: by the key of a posting, of each project's key how far it was welcome, 1 to -1.

    `judged` holds these projects, and may hold others; a mark without its project is left out.
    """

    marks: Mapping[int, Mapping[int, float]]
    judged: Corpus


def vectors(corpus: Corpus, statistics: Statistics, columns: Rows, width: int) -> sparse.csr_matrix:
    """Rows of length 1 of TF-IDF, each term under its column of `columns`."""
    weights = np.sqrt(often(corpus)) * statistics.idf_of(corpus.vocabulary)[corpus.indices]
    rows = np.repeat(np.arange(len(corpus.keys)), np.diff(corpus.indptr))
    length = np.sqrt(np.bincount(rows, weights**2, len(corpus.keys)))
    weights = (weights / np.maximum(length, 1e-9)[rows]).astype(np.float32)
    kept = columns[corpus.indices] >= 0
    at = (rows[kept], columns[corpus.indices[kept]])
    return sparse.csr_matrix((weights[kept], at), (len(corpus.keys), width))


def recall(
    feedback: Feedback, keys: NDArray[np.int64], projects: Corpus, pairs: tuple[Rows, Rows]
) -> Floats:
    """float32[pairs, FEATURES]: how like what was accepted, and what was declined, from 0 to 1.

    `keys` are those of the postings that pairs[0] counts.
    """
    found = np.zeros((len(pairs[0]), 2), np.float32)
    for row in np.unique(pairs[0]):
        marks = feedback.marks.get(int(keys[row]), {})
        if marks:
            here = np.flatnonzero(pairs[0] == row)
            found[here] = _near(feedback.judged, marks, projects, pairs[1][here])
    return found


def _near(judged: Corpus, marks: Mapping[int, float], projects: Corpus, rows: Rows) -> Floats:
    asked = np.fromiter(marks, np.int64, len(marks))
    at = among(judged.keys, asked)
    values = np.fromiter(marks.values(), np.float32, len(marks))[at >= 0]
    known = judged.rows(at[at >= 0])
    width = len(projects.vocabulary)
    ours = vectors(projects.rows(rows), projects.statistics, np.arange(width), width)
    theirs = vectors(
        known, projects.statistics, among(projects.vocabulary, known.vocabulary), width
    )
    alike = (ours @ theirs.T).toarray()
    liked = (alike * np.maximum(values, 0)).max(axis=1, initial=0)
    disliked = (alike * np.maximum(-values, 0)).max(axis=1, initial=0)
    return np.column_stack([liked, disliked])
