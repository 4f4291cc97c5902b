"""How the facts of a posting and a project agree. What either side does not say counts 0."""

import numpy as np
from numpy.typing import NDArray

from matching.scoring.columns import UNKNOWN, Columns, Named

FEATURES = (
    *("field", "trl_met", "trl_missed", "mode", "price", "region", "strategy"),
    *("fresh", "services", "meaning"),
)
HALF_LIFE = 180  # days after which a listing counts half as fresh
MIDDLE, SPREAD = 0.864, 0.05  # of cosines between titles: no nearer than any two, and clearly so
_LEVELS = 9
_SERVICES = 5

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


def fit(postings: Columns, projects: Columns, pairs: tuple[Rows, Rows], today: int) -> Floats:
    """float32[pairs, FEATURES] of posting pairs[0][i] with project pairs[1][i]: each from 0 to 1,
    meaning from -1."""
    wants, has = postings, projects
    asked, offered = pairs
    known = (wants.trl[asked] > 0) & (has.trl[offered] > 0)
    short = np.where(known, wants.trl[asked] - has.trl[offered], 0)
    since = has.since[offered]
    age = np.maximum(today - since, 0)
    values = [
        _field(wants, has, asked, offered),
        known & (short <= 0),
        np.maximum(short, 0) / (_LEVELS - 1),
        _shared(wants.modes, has.modes, asked, offered),
        affordable(wants.amount[asked], has.amount[offered]),
        _same(wants.unit[asked], has.unit[offered]),
        _shared(wants.strategies, has.strategies, asked, offered),
        np.where(since > 0, 0.5 ** (age / HALF_LIFE), 0),
        np.minimum(has.services[offered], _SERVICES) / _SERVICES,
        meaning(wants.vector[asked], has.vector[offered]),
    ]
    return np.column_stack(values).astype(np.float32)


def meaning(one: NDArray[np.int8], other: NDArray[np.int8]) -> NDArray[np.float64]:
    """1 where two titles clearly mean alike, -1 where clearly not, 0 where either is unknown."""
    if not (one.shape[1] and other.shape[1]):
        return np.zeros(len(one))
    a, b = one.astype(np.float32), other.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b))
    cosines = np.einsum("ij,ij->i", a, b) / np.maximum(lengths, 1)
    return np.where(lengths > 0, np.clip((cosines - MIDDLE) / SPREAD, -1, 1), 0)


def affordable(budget: NDArray[np.int64], price: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 within the budget, less the further a price lies above it, 0 at twice; 0 unknown."""
    known = (budget > UNKNOWN) & (price > UNKNOWN)
    over = np.maximum(price - budget, 0) / np.maximum(budget, 1)
    return np.where(known, np.maximum(1 - over, 0), 0)


def _field(wants: Columns, has: Columns, asked: Rows, offered: Rows) -> NDArray[np.float64]:
    same = _same(wants.field[asked], has.field[offered])
    near = _same(wants.group[asked], has.group[offered])
    return np.where(same, 1.0, np.where(near, 0.5, 0.0))


def _same(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    return (one == other) & (one != 0)


def _shared(wants: Named, has: Named, asked: Rows, offered: Rows) -> NDArray[np.bool_]:
    return (wants.has[asked] & has.under(wants.names)[offered]).any(axis=1)
