"""What was said of some projects moves the others of the same posting, and none of another's."""

import numpy as np
import pytest

from matching.scoring import FEATURES, Circumstances, Comparison, Corpus, Feedback
from matching.scoring.feedback import FEATURES as SAID
from tests.matching.scoring import TODAY, corpora, counted

ROWS = [
    ("隔膜陶瓷涂层", "热收缩率低"),
    ("隔膜陶瓷涂覆", "热收缩率低"),
    ("动力电池回收", "湿法冶金"),
    ("电池包热管理", "液冷板"),
]
AT = [FEATURES.index(name) for name in SAID]


def points(marks, judged=None):
    """[projects, SAID] and scores of the first posting, with these marks."""
    postings, projects = corpora()[0], Corpus.of(counted(ROWS))
    feedback = Feedback(marks, projects if judged is None else judged)
    comparison = Comparison(postings, projects, Circumstances(TODAY, feedback))
    found = comparison.score(np.zeros(4, np.int64), np.arange(4))
    return found.parts[:, AT], found.scores


def test_without_marks_nothing_moves():
    assert not points({})[0].any()
    assert not points({1: {}})[0].any()
    assert not points({1: {3: 0.0}})[0].any()
    assert not points({2: {3: 1.0}})[0].any()


def test_accepted_raises_what_is_like_it_most():
    moved, scores = points({1: {1: 1.0}})

    overall, liked, disliked = moved.T
    assert (overall > 0).all()
    assert len(set(overall.tolist())) == 1
    assert liked[1] > liked[3] >= 0
    assert not disliked.any()
    assert scores[1] > points({})[1][1]


def test_declined_lowers_what_is_like_it_most():
    moved, _ = points({1: {1: -1.0}})

    overall, liked, disliked = moved.T
    assert (overall < 0).all()
    assert disliked[1] < disliked[3] <= 0
    assert not liked.any()


def test_one_mark_moves_all_others_little():
    for mark in (1.0, -1.0):
        moved, _ = points({1: {1: mark}})

        assert abs(moved[:, 0]).max() <= 3


def test_declined_itself_stands_behind_all_others():
    plain, scores = points({})[1], points({1: {1: -1.0}})[1]

    assert plain.argmax() == 0
    assert scores.argmin() == 0
    assert scores[1] > 0.7 * plain[1]


def test_declined_itself_never_rises_nor_accepted_falls():
    plain = points({})[1]

    for key in (1, 2, 3, 4):
        declined, accepted = (points({1: {key: mark}})[1] for mark in (-0.3, 1.0))
        assert declined[key - 1] <= plain[key - 1]
        assert accepted[key - 1] > plain[key - 1]


def test_softer_no_lowers_less():
    hard, soft = (points({1: {1: mark}})[1] for mark in (-1.0, -0.5))

    assert (hard <= soft).all()
    assert hard[1] < soft[1]


def test_both_are_told_apart():
    moved, scores = points({1: {1: 1.0, 3: -1.0}})

    _, liked, disliked = moved.T
    assert liked[1] > -disliked[1]
    assert -disliked[2] > liked[2]
    assert scores.argmax() in {0, 1}


def test_mark_whose_project_is_gone_is_left_out():
    gone = Corpus.of(counted(ROWS[:2]))

    assert not points({1: {4: -1.0}}, judged=gone)[0].any()


def test_judged_projects_may_be_another_corpus():
    projects = Corpus.of(counted(ROWS))
    judged = Corpus.of(counted(ROWS[:1]), projects.statistics)

    np.testing.assert_allclose(
        points({1: {1: 1.0}}, judged)[0], points({1: {1: 1.0}})[0], atol=1e-4
    )


def test_accepted_outright_raises_even_what_stood_high():
    posting = Corpus.of(counted(ROWS))
    feedback = Feedback({1: {1: 1.0}}, posting)

    comparison = Comparison(posting, posting, Circumstances(TODAY, feedback))
    parts = comparison.score(np.zeros(1, np.int64), np.zeros(1, np.int64)).parts[0, AT]

    assert parts[0] == pytest.approx(20 / 34)
    assert (parts >= 0).all()
    assert comparison.score(np.zeros(1, np.int64), np.zeros(1, np.int64)).scores[0] <= 100


@pytest.mark.parametrize("count", [1, 3])
def test_more_marks_move_the_whole_further(count):
    few, many = (points({1: dict.fromkeys(range(2, 2 + n), 1.0)})[0][0, 0] for n in (1, count))

    assert many >= few
