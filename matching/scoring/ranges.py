"""Small things numpy has no name for: rows of a sparse matrix, places in a sorted array."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", bound=np.generic)


def spans(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every place of the stretches that begin at `starts`, one after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - sizes), sizes)


def among(known: NDArray[np.int64], asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of `asked` stands in the ascending `known`; -1 where it does not."""
    if not len(known):
        return np.full(len(asked), -1, np.int64)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[at] == asked, at, -1)


def joined(parts: Sequence[NDArray[Kind]], kind: type[Kind]) -> NDArray[Kind]:
    """The parts one after the other; an empty array when there are none."""
    return np.concatenate([np.empty(0, kind), *parts])


def union(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """All values of the parts, ascending, each once."""
    return np.unique(joined(parts, np.int64))
