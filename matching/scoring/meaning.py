"""Whether two titles mean alike, by the vectors that `matching.semantic` made of them."""

import numpy as np
from numpy.typing import NDArray

from matching.scoring.columns import Columns
from matching.scoring.statistics import Floats

FEATURES = ("semantic",)
# Of cosines between titles: what any two have, and by how much more they clearly mean alike.
MIDDLE, SPREAD = 0.864, 0.05

Rows = NDArray[np.int64]


def meaning(wants: Columns, has: Columns, pairs: tuple[Rows, Rows]) -> Floats:
    """float32[pairs, 1]: from 1, clearly alike, to -1, clearly not; 0 where either is unknown."""
    asked, offered = pairs
    if not (wants.vector.shape[1] and has.vector.shape[1]):
        return np.zeros((len(asked), 1), np.float32)
    one = wants.vector[asked].astype(np.float32)
    other = has.vector[offered].astype(np.float32)
    lengths = np.sqrt(_products(one, one) * _products(other, other))
    cosines = _products(one, other) / np.maximum(lengths, 1)
    alike = np.where(lengths > 0, np.clip((cosines - MIDDLE) / SPREAD, -1, 1), 0)
    return alike[:, None].astype(np.float32)


def _products(one: Floats, other: Floats) -> Floats:
    return np.einsum("ij,ij->i", one, other)
