"""The facts of many records, a column each: what is compared without words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.scoring.counting import Facts

_MOST = 2**53  # nobody means an amount beyond; one that has it must not stop the others
UNKNOWN = -1  # an amount, a level or a day nobody gave


@dataclass(frozen=True, slots=True)
class Named:
    """Which of a few names each record has: bool[records, names], names ascending."""

    names: tuple[str, ...]
    has: NDArray[np.bool_]

    @classmethod
    def of(cls, sets: Sequence[frozenset[str]]) -> Self:
        names = tuple(sorted(frozenset[str]().union(*sets)))
        has = np.array([[name in s for name in names] for s in sets], np.bool_)
        return cls(names, has.reshape(len(sets), len(names)))

    def under(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """The same rows under the columns of `names`; others are left out."""
        at = {name: column for column, name in enumerate(self.names)}
        columns = [at.get(name, len(at)) for name in names]
        empty = np.zeros((len(self.has), 1), np.bool_)
        return np.hstack([self.has, empty])[:, columns]


@dataclass(frozen=True, slots=True)
class Columns:
    """Codes are 64-bit digests, 0 where nothing is known; numbers are UNKNOWN there."""

    field: NDArray[np.int64]
    group: NDArray[np.int64]
    unit: NDArray[np.int64]
    trl: NDArray[np.int64]
    amount: NDArray[np.int64]
    since: NDArray[np.int64]
    services: NDArray[np.int64]
    modes: Named
    strategies: Named
    vector: NDArray[np.int8]  # [records, size], 0 where unknown; no column where all are

    @classmethod
    def of(cls, facts: Iterable[Facts]) -> Self:
        rows = list(facts)
        return cls(
            field=_codes(f.field for f in rows),
            group=_codes(f.group for f in rows),
            unit=_codes(f.unit for f in rows),
            trl=_numbers(f.trl for f in rows),
            amount=_numbers(f.amount for f in rows),
            since=_numbers(f.since for f in rows),
            services=_numbers(f.services for f in rows),
            modes=Named.of([f.modes for f in rows]),
            strategies=Named.of([f.strategies for f in rows]),
            vector=_vectors([f.vector for f in rows]),
        )

    def take(self, rows: NDArray[np.int64]) -> "Columns":
        """These rows, in this order."""
        values: dict[str, Any] = {
            f.name: Named(v.names, v.has[rows]) if isinstance(v, Named) else v[rows]
            for f in fields(self)
            for v in [getattr(self, f.name)]
        }
        return Columns(**values)

    def beside(self, other: "Columns") -> "Columns":
        """These rows, then those of `other`."""
        values: dict[str, Any] = {
            f.name: _beside(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)
        }
        return Columns(**values)


def _beside(one: Any, other: Any) -> Any:
    """Two columns of one kind, one after the other."""
    if isinstance(one, Named):
        names = tuple(sorted({*one.names, *other.names}))
        return Named(names, np.vstack([one.under(names), other.under(names)]))
    if one.ndim > 1:
        size = max(one.shape[1], other.shape[1])
        return np.vstack([_widened(one, size), _widened(other, size)])
    return np.concatenate([one, other])


def _vectors(packed: Sequence[bytes]) -> NDArray[np.int8]:
    """ValueError when they are not of one size."""
    size = max(map(len, packed), default=0)
    whole = b"".join(one or bytes(size) for one in packed)
    return np.frombuffer(whole, np.int8).reshape(len(packed), size)


def _widened(vectors: NDArray[np.int8], size: int) -> NDArray[np.int8]:
    return vectors if vectors.shape[1] == size else np.zeros((len(vectors), size), np.int8)


def _codes(names: Iterable[str]) -> NDArray[np.int64]:
    digests: dict[str, int] = {"": 0}
    rows = [
        digests[name] if name in digests else digests.setdefault(name, _digest(name))
        for name in names
    ]
    return np.array(rows, np.int64)


def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little", signed=True)


def _numbers(values: Iterable[int | None]) -> NDArray[np.int64]:
    known = (UNKNOWN if value is None else min(value, _MOST) for value in values)
    return np.fromiter(known, np.int64)
