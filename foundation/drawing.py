"""Geometry of what pages draw as inline SVG, where a style attribute may not stand."""

from collections.abc import Sequence
from math import sqrt

_WIDTH, _MIDDLE = 1000, 55
_WIDEST, _THINNEST = 50, 1  # half of the band's height
_BEYOND = 600  # the band runs out of both edges of the page


def band(counts: Sequence[int]) -> str:
    """An SVG path in 1000 × 110: a line through a station for each count, symmetric about its
    middle, half as high as the count's square root has it."""
    stations = [
        (round((at + 0.5) * _WIDTH / len(counts)), _half(counts, at)) for at in range(len(counts))
    ]
    first, last = stations[0], stations[-1]
    knots = [(-_BEYOND, first[1]), *stations, (_WIDTH + _BEYOND, last[1])]
    upper = _edge([(x, _MIDDLE - half) for x, half in knots])
    lower = _edge([(x, _MIDDLE + half) for x, half in reversed(knots)])
    return f"M{upper} L{lower}Z"


def shares(counts: Sequence[int]) -> list[int]:
    """Percent of the largest, as the band's heights have it."""
    return [round(100 * _half(counts, at) / _WIDEST) for at in range(len(counts))]


def _half(counts: Sequence[int], at: int) -> float:
    largest = max(counts) or 1
    return round(max(_THINNEST, _WIDEST * sqrt(counts[at] / largest)), 1)


def _edge(points: Sequence[tuple[float, float]]) -> str:
    """Smooth: flat at every point, an S between two."""
    (x, y), *rest = points
    parts = [f"{x} {y}"]
    for to_x, to_y in rest:
        middle = (x + to_x) / 2
        parts.append(f"C{middle} {y} {middle} {to_y} {to_x} {to_y}")
        x, y = to_x, to_y
    return " ".join(parts)
