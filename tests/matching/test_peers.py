"""The peers of the scorer: what they make of words, and of none."""

import numpy as np
import pytest

from matching.peers import BODY, peer_scores
from matching.scoring import Text

TITLES = ("碳化硅 外延 生长", "功率 器件 封装", "微藻 净化", "")
OFFERED = [Text(*one) for one in enumerate(TITLES)]


def scores_of(demands, offered=OFFERED):
    return dict(peer_scores(demands, offered))


def test_peers_rank_by_common_words():
    found = scores_of([Text(0, "碳化硅外延"), Text(1, "微藻净化", body="功率器件")])

    assert list(found) == ["bm25-jieba", "tfidf-jieba"]
    for scores in found.values():
        assert scores.shape == (2, 4)
        assert np.flatnonzero(scores[0]).tolist() == [0]
        assert np.flatnonzero(scores[1]).tolist() == [1, 2]
        assert scores[1, 2] > scores[1, 1]


def test_body_counts_less_than_title():
    title, body = Text(0, "功率器件"), Text(1, "", body="功率器件")

    for scores in scores_of([title, body]).values():
        assert scores[1, 1] == pytest.approx(BODY * scores[0, 1])


def test_bm25_has_the_numbers_of_its_formula():
    """Of Lucene, k1 = 1.5, b = 0.75: one word in one of three documents."""
    offered = [Text(0, "微藻 净化"), Text(1, "封装"), Text(2, "封装 封装 封装")]

    scores = scores_of([Text(0, "微藻")], offered)["bm25-jieba"]

    idf = np.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert scores[0].tolist() == pytest.approx([idf / (1 + 1.5), 0, 0], rel=1e-6)


@pytest.mark.parametrize("offered", [[Text(0, "")], [Text(0, " 。！ "), Text(1, "")]])
def test_nothing_to_compare_is_zero(offered):
    for scores in scores_of([Text(0, "微藻"), Text(1, "")], offered).values():
        assert scores.tolist() == [[0.0] * len(offered)] * 2
