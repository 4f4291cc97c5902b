"""Vectors of titles, where the extra `semantic` is installed; elsewhere these are deselected
(`tests/conftest.py`) and counted as such."""

import numpy as np
import pytest

from matching.semantic import SIZE, embed

pytestmark = pytest.mark.semantic

TITLES = ["锂离子电池正极材料", "微藻净化养殖尾水", "大豆育种"]


def test_titles_of_like_meaning_are_near_whatever_their_words():
    asked = embed(["动力蓄电池阴极粉体", "水产养殖废水处理", "油料作物新品种选育"], asks=True)

    near = asked @ embed(TITLES, asks=False).T

    assert near.argmax(axis=1).tolist() == [0, 1, 2]


def test_vectors_are_of_length_one_and_the_same_in_any_company():
    alone = [embed([title], asks=False)[0] for title in TITLES]

    together = embed(TITLES, asks=False)

    assert together.shape == (3, SIZE)
    assert together.tobytes() == np.array(alone).tobytes()
    assert np.linalg.norm(together, axis=1).tolist() == pytest.approx([1, 1, 1], abs=1e-5)


def test_titles_cut_into_words_are_read_as_written():
    cut, whole = embed(["锂离子 电池 正极 材料", TITLES[0]], asks=False)

    assert cut.tobytes() == whole.tobytes()


@pytest.mark.parametrize("title", ["", "  ", "\0", "\ud800"])
def test_title_of_nothing_means_nothing(title):
    assert not embed([title], asks=True).any()


def test_nul_and_half_characters_do_not_end_a_title():
    odd = embed(["锂离子电池\0正极\ud800材料"], asks=False)

    assert odd.tobytes() == embed([TITLES[0]], asks=False).tobytes()


def test_nothing_to_embed_is_no_row():
    assert embed([], asks=True).shape == (0, SIZE)
