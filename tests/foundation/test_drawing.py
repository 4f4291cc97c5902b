"""Geometry drawn as SVG: heights by the square root, closed, symmetric."""

import re

import pytest

from foundation.drawing import band, shares


def test_shares_follow_the_square_root():
    assert shares([400, 100, 4]) == [100, 50, 10]


@pytest.mark.parametrize("counts", [[0, 0], [5, 0]])
def test_nothing_is_still_a_thin_line(counts):
    assert shares(counts)[-1] == 2


def test_band_is_closed_and_symmetric_about_its_middle():
    path = band([400, 100])

    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]
    heights = sorted(numbers[1::2])
    assert path.startswith("M-600 5.0 ")
    assert path.endswith("Z")
    assert {round(low + high, 1) for low, high in zip(heights, heights[::-1], strict=True)} == {
        110.0
    }
