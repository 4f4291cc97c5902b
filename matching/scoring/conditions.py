"""How the facts of a posting and a project agree, as numbers and in words.

From 1, met, to -1, missed as badly as it can be; what either side does not say counts 0.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.scoring.columns import UNKNOWN, Columns, Named
from matching.scoring.counting import Facts
from matching.scoring.statistics import Floats

FEATURES = (
    *("field", "trl_met", "trl_missed", "mode", "price", "region", "strategy"),
    *("fresh", "services", "meaning"),
)
MIDDLE, SPREAD = 0.864, 0.05  # of cosines between titles: no nearer than any two, and clearly so
HALF_LIFE = 180  # days after which a listing counts half as fresh
FRESH = 365  # days after which it counts no more
_LEVELS = 9
_SERVICES = 5
_NEAR = 0.5  # of the same group, another field
_OTHER = -0.5  # of a condition that is known not to be met
_CLOSE = 0.8  # of the budget

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]


def agreement(wants: Columns, has: Columns, pairs: tuple[Rows, Rows], today: int) -> Floats:
    """float32[pairs, FEATURES]: posting pairs[0][i] with project pairs[1][i]."""
    asked, offered = pairs
    known = (wants.trl[asked] > 0) & (has.trl[offered] > 0)
    short = np.where(known, wants.trl[asked] - has.trl[offered], 0)
    age = np.maximum(today - has.since[offered], 0)
    values = [
        _field(wants, has, asked, offered),
        known & (short <= 0),
        np.maximum(short, 0) / (_LEVELS - 1),
        _shared(wants.modes, has.modes, asked, offered, _OTHER),
        affordable(wants.amount[asked], has.amount[offered]),
        _same(wants.unit[asked], has.unit[offered]),
        _shared(wants.strategies, has.strategies, asked, offered, 0),
        np.where((has.since[offered] > 0) & (age <= FRESH), 0.5 ** (age / HALF_LIFE), 0),
        np.clip(has.services[offered], 0, _SERVICES) / _SERVICES,
        meaning(wants.vector[asked], has.vector[offered]),
    ]
    return np.column_stack(values).astype(np.float32)


def affordable(budget: Rows, price: Rows) -> Numbers:
    """1 within the budget, else by what share of it the price is over, down to -1; 0 unknown."""
    known = (budget > UNKNOWN) & (price > UNKNOWN)
    over = (price - budget) / np.maximum(budget, 1)
    return np.where(known, np.where(over <= 0, 1.0, -np.minimum(over, 1)), 0)


def meaning(one: NDArray[np.int8], other: NDArray[np.int8]) -> Numbers:
    """1 where two titles clearly mean alike, -1 where clearly not, 0 where either is unknown."""
    if not (one.shape[1] and other.shape[1]):
        return np.zeros(len(one))
    a, b = one.astype(np.float32), other.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b))
    cosines = np.einsum("ij,ij->i", a, b) / np.maximum(lengths, 1)
    return np.where(lengths > 0, np.clip((cosines - MIDDLE) / SPREAD, -1, 1), 0)


def said(feature: str, wanted: Facts, offered: Facts) -> str:
    """A condition in words, met or missed, for two records that both tell of it."""
    return _SAID[feature](wanted, offered)


def _field_said(wanted: Facts, offered: Facts) -> str:
    if wanted.field == offered.field:
        return "领域相同"
    return "领域相近" if wanted.group == offered.group else "领域不同"


def _trl_said(wanted: Facts, offered: Facts) -> str:
    verdict = "达到" if (offered.trl or 0) >= (wanted.trl or 0) else "低于"
    return f"成熟度 {offered.trl} 级，{verdict}要求的 {wanted.trl} 级"


def _mode_said(wanted: Facts, offered: Facts) -> str:
    return "合作方式相符" if wanted.modes & offered.modes else "合作方式不同"


def _price_said(wanted: Facts, offered: Facts) -> str:
    price, budget = offered.amount or 0, wanted.amount or 0
    if price > budget:
        return f"报价 {price:,} 万元，超过预算 {budget:,} 万元"
    if price >= _CLOSE * budget:
        return f"报价 {price:,} 万元，接近预算 {budget:,} 万元"
    return f"报价 {price:,} 万元，在预算 {budget:,} 万元以内"


def _fresh_said(_: Facts, offered: Facts) -> str:
    listed = date.fromordinal(offered.since or 1)
    return f"近期入库（{listed.year} 年 {listed.month} 月）"


_SAID: dict[str, Callable[[Facts, Facts], str]] = {
    "field": _field_said,
    "trl_met": _trl_said,
    "trl_missed": _trl_said,
    "mode": _mode_said,
    "price": _price_said,
    "region": lambda *_: "在同一地区",
    "strategy": lambda *_: "同属一个区域战略",
    "fresh": _fresh_said,
    "services": lambda _, offered: f"已享受 {offered.services} 项服务",
}


def _field(wants: Columns, has: Columns, asked: Rows, offered: Rows) -> Numbers:
    same = _same(wants.field[asked], has.field[offered])
    near = _same(wants.group[asked], has.group[offered])
    known = (wants.group[asked] != 0) & (has.group[offered] != 0)
    return np.select([same, near, known], [1.0, _NEAR, _OTHER], 0.0)


def _same(one: Rows, other: Rows) -> NDArray[np.bool_]:
    return (one == other) & (one != 0)


def _shared(wants: Named, has: Named, asked: Rows, offered: Rows, other: float) -> Numbers:
    """1 where a name is common, `other` where both have names and none is."""
    common = (wants.has[asked] & has.under(wants.names)[offered]).any(axis=1)
    known = np.any(wants.has, axis=1)[asked] & np.any(has.has, axis=1)[offered]
    return np.select([common, known], [1.0, other], 0.0)
