"""What is known of the words of a whole corpus, which every score of its records rests on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from matching.scoring.ranges import among
from matching.scoring.terms import are_characters

DIRECTIONS = 64  # in which characters lie near each other
BODY = 0.3  # what saying a term in the body counts against saying it in the title
_SAMPLE = 20_000  # records from which kinship is learnt
_DENSE = 400  # records or characters up to which all of the decomposition is taken
_OFTEN = 0.5  # a character that more than this share of the records use tells nothing
_OTHERS = 30  # records thought beside those there are: what two of two say is not yet usual

Floats = NDArray[np.float32]

# How much of a term is said, by the counts of head and of body: said twice is not twice as much.
_ROOTS = np.sqrt(np.arange(256, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many of `count` records use a term, how long they are, which characters are kin.

    A corpus of a few new records takes those of the whole one, so that scores agree.
    """

    terms: NDArray[np.int64]  # ascending
    used: NDArray[np.int32]  # by how many records each
    count: int
    mean: float  # terms of a record, those of the body counted BODY
    characters: NDArray[np.int64]  # those of `terms`, ascending
    kin: Floats  # [characters, at most DIRECTIONS]

    def idf_of(self, terms: NDArray[np.int64]) -> Floats:
        """How rare each term is (natural logarithm); 0 for a character that most records use."""
        used, count = self._used(terms).astype(np.float32), np.float32(self.count + _OTHERS)
        usual = are_characters(terms) & (used > _OFTEN * count)
        rare = np.log1p((count - used + np.float32(0.5)) / (used + np.float32(0.5)))
        return np.where(usual, np.float32(0), rare)

    def kin_of(self, terms: NDArray[np.int64]) -> Floats:
        """float32[terms, directions]: where each term lies; nowhere if it is no known character."""
        nowhere = np.zeros((1, self.kin.shape[1]), np.float32)
        return np.vstack([self.kin, nowhere])[among(self.characters, terms)]

    def _used(self, terms: NDArray[np.int64]) -> NDArray[np.int32]:
        if self.terms is terms:
            return self.used
        return np.append(self.used, np.int32(0))[among(self.terms, terms)]


def amount(head: NDArray[np.uint8], body: NDArray[np.uint8]) -> Floats:
    """How much of each term is said."""
    return _ROOTS[head] + np.float32(BODY) * _ROOTS[body]


def sampled(count: int) -> NDArray[np.int64]:
    """The rows kinship is learnt from: all, or _SAMPLE of them evenly apart."""
    return np.unique(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(np.int64))


def kinship(rows: sparse.csr_matrix) -> Floats:
    """Directions of characters [columns, at most DIRECTIONS] by what stands together in `rows`.

    The right singular vectors, each by the root of its value: latent semantic analysis.
    """
    most = min(DIRECTIONS, min(rows.shape) - 1)
    if most < 1 or rows.nnz == 0:
        return np.zeros((rows.shape[1], 0), np.float32)
    if min(rows.shape) <= _DENSE:
        _, values, right = np.linalg.svd(rows.toarray(), full_matrices=False)
        values, right = values[:most], right[:most]
    else:
        start = np.ones(min(rows.shape))
        _, values, right = svds(rows.astype(np.float64), k=most, v0=start)
    return (right.T * np.sqrt(values)).astype(np.float32)
