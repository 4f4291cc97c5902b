"""What is known of the words of a whole corpus, which every score of its records rests on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from matching.scoring.ranges import among

DIRECTIONS = 64  # in which characters lie near each other
BODY = 0.3  # what saying a term in the body counts against saying it in the title
_SAMPLE = 20_000  # records from which kinship is learnt
_DENSE = 400  # records or characters up to which all of the decomposition is taken
_OFTEN = 0.5  # a character that more than this share of the records use tells nothing

Floats = NDArray[np.float32]

# How much of a term is said, by the counts of head and of body: said twice is not twice as much.
_ROOTS = np.sqrt(np.arange(256, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How rare each term is among `count` records, how long these are, which characters are kin.

    A corpus of a few new records takes those of the whole one, so that scores agree.
    """

    terms: NDArray[np.int64]  # ascending
    idf: Floats  # natural logarithm; 0 for a character in more than half of the records
    count: int
    mean: float  # terms of a record, those of the body counted BODY
    characters: NDArray[np.int64]  # those of `terms`, ascending
    kin: Floats  # [characters, at most DIRECTIONS]

    def idf_of(self, terms: NDArray[np.int64]) -> Floats:
        """The idf of `terms`; of one that is nowhere yet, what the rarest could have."""
        unseen = np.full(1, np.log1p((self.count + 0.5) / 0.5), np.float32)
        return np.concatenate([self.idf, unseen])[among(self.terms, terms)]

    def kin_of(self, terms: NDArray[np.int64]) -> Floats:
        """float32[terms, directions]: where each term lies; nowhere if it is no known character."""
        nowhere = np.zeros((1, self.kin.shape[1]), np.float32)
        return np.vstack([self.kin, nowhere])[among(self.characters, terms)]


def amount(head: NDArray[np.uint8], body: NDArray[np.uint8]) -> Floats:
    """How much of each term is said."""
    return _ROOTS[head] + np.float32(BODY) * _ROOTS[body]


def idf(used: NDArray[np.int64], count: int, characters: NDArray[np.bool_]) -> Floats:
    """How rare terms are that `used` of `count` records use."""
    rare = np.log1p((count - used + 0.5) / (used + 0.5)).astype(np.float32)
    rare[characters & (used > _OFTEN * count) & (count > 1)] = 0
    return rare


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
