"""What a pair scores, from which side it is asked, and that it is the sum of what is told."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.scoring import (
    BASE,
    FEATURES,
    WEIGHTS,
    Circumstances,
    Comparison,
    Corpus,
    Facts,
    count,
    rank,
    rank_back,
)
from matching.scoring.conditions import FEATURES as CONDITIONS
from matching.scoring.weights import GIVEN, LEARNT
from tests.matching.scoring import (
    KNOWN,
    PROJECTS,
    ROWS,
    TODAY,
    compared,
    corpora,
    corpus_of,
    counted,
    record,
)

SMALL = settings(max_examples=25, deadline=None)


ASKED = Facts(
    field="1.1", group="1", trl=6, modes=frozenset({"transfer"}), amount=1_000,
    unit="SC", strategies=frozenset({"west"}),
)  # fmt: skip


def by_pair(ranking):
    keys = zip(ranking.posting_keys.tolist(), ranking.project_keys.tolist(), strict=True)
    return dict(zip(keys, range(len(ranking.scores)), strict=True))


def every_pair(postings, projects):
    size = len(postings.keys), len(projects.keys)
    asked, offered = (each.ravel() for each in np.indices(size))
    return Comparison(postings, projects, Circumstances(TODAY)).score(asked, offered)


def score_of(wanted, offered):
    posting = record(1, "车用动力电池隔膜", "热收缩率低", wanted)
    return float(compared(posting, record(9, "锂电隔膜涂覆", "用于电池", offered)).scores[0])


def test_weights_are_few_and_named_once():
    assert len(FEATURES) == len(set(FEATURES)) == len(WEIGHTS) <= 20
    assert (*LEARNT, *GIVEN) == FEATURES
    assert all(weight >= 0 for weight in LEARNT.values())


def test_best_project_of_each_posting_is_about_the_same():
    postings, projects = corpora()

    ranking = rank(postings, projects, 1, today=TODAY)

    assert ranking.posting_keys.tolist() == [1, 2, 3, 4]
    assert ranking.project_keys.tolist() == [1, 2, 3, 5]
    assert ranking.terms[1].split()[0] in {"桥梁", "裂缝", "监测", "光纤", "传感", "主梁"}
    assert ranking.terms[3] == "锂"


def test_lists_are_ordered_by_score_then_key_and_no_longer_than_asked():
    projects = Corpus.of(counted([PROJECTS[0]] * 9 + [PROJECTS[2]]))
    postings, _ = corpora()

    ranking = rank(postings, projects, 4, today=TODAY)

    first = ranking.posting_keys == 1
    assert ranking.project_keys[first].tolist() == [1, 2, 3, 4]
    assert len(set(ranking.scores[first].tolist())) == 1


def test_nothing_in_common_is_no_pair():
    projects = Corpus.of(counted([("海水淡化", ""), ("", ""), ("😀", "")]))

    ranking = rank(corpora()[0], projects, 5, today=TODAY)

    assert len(ranking.scores) == len(ranking.parts) == len(ranking.terms) == 0
    assert ranking.parts.shape == (0, len(FEATURES))


@pytest.mark.parametrize("empty", [0, 1])
def test_empty_corpus_ranks_nothing(empty):
    sides = list(corpora())
    sides[empty] = Corpus.of([])

    assert len(rank(*sides, 3, today=TODAY).scores) == 0
    assert len(rank_back(sides[1], sides[0], 3, today=TODAY).scores) == 0


@SMALL
@given(ROWS, ROWS)
def test_score_is_the_sum_of_its_parts_within_0_and_100(one, other):
    ranking = every_pair(corpus_of(one), corpus_of(other))

    total = np.float32(BASE) + ranking.parts.sum(axis=1)
    np.testing.assert_allclose(ranking.scores, np.clip(total, 0, 100), atol=1e-3)
    assert np.isfinite(ranking.parts).all()


@SMALL
@given(ROWS, ROWS)
def test_a_feature_taken_away_moves_the_score_by_its_points(one, other):
    postings, projects = corpus_of(one), corpus_of(other)
    asked, offered = (each.ravel() for each in np.indices((len(one), len(other))))
    comparison = Comparison(postings, projects, Circumstances(TODAY))

    values = comparison.features(asked, offered)
    parts = comparison.score(asked, offered).parts

    for at in range(len(FEATURES)):
        less = WEIGHTS.copy()
        less[at] = 0
        np.testing.assert_allclose(
            values @ WEIGHTS - values @ less, parts[:, at], rtol=1e-4, atol=1e-4
        )


@SMALL
@given(ROWS, ROWS)
def test_a_pair_scores_the_same_from_either_side_and_in_any_company(one, other):
    postings, projects = corpus_of(one), corpus_of(other)
    whole = every_pair(postings, projects)
    at = by_pair(whole)
    forth = rank(postings, projects, 9, today=TODAY)
    alone = projects.rows(np.arange(1))

    back = rank_back(projects, postings, 9, today=TODAY)
    few = rank_back(alone, postings, 9, today=TODAY, statistics=projects.statistics)

    assert by_pair(forth).keys() == by_pair(back).keys()
    assert by_pair(few).keys() == {pair for pair in by_pair(back) if pair[1] == 1}
    for ranking in (forth, back, few):
        rows = [at[pair] for pair in by_pair(ranking)]
        np.testing.assert_allclose(ranking.scores, whole.scores[rows], atol=1e-3)
        assert ranking.terms == [whole.terms[row] for row in rows]


def test_new_records_score_as_they_will_in_the_whole():
    postings, projects = corpora(KNOWN)
    late = Corpus.of([count(record(8, "锂电隔膜陶瓷涂层", "涂覆均匀", KNOWN))], projects.statistics)
    whole = projects.changed([count(record(8, "锂电隔膜陶瓷涂层", "涂覆均匀", KNOWN))])

    few = rank_back(late, postings, 3, today=TODAY, statistics=projects.statistics)
    all_ = rank(postings, whole, 9, today=TODAY)

    pairs = by_pair(all_)
    assert len(few.scores) >= 1
    for pair, row in by_pair(few).items():
        assert few.scores[row] == pytest.approx(all_.scores[pairs[pair]], abs=1e-3)


@pytest.mark.parametrize(
    "text", ["", "锂", "😀", "的和与", "LED driver for 5G", "a" * 99, "锂电" * 50_000]
)
def test_any_text_is_ranked_or_not_but_nothing_breaks(text):
    postings = Corpus.of([count(record(1, text)), count(record(2, "", text))])
    projects = Corpus.of([*counted(PROJECTS), count(record(99, text, text))])

    ranking = rank(postings, projects, 5, today=TODAY)
    back = rank_back(projects, postings, 5, today=TODAY)

    assert by_pair(ranking).keys() == by_pair(back).keys()
    best = dict(reversed(list(by_pair(ranking))))
    assert all(key == 99 for posting, key in best.items() if posting == 1)


@pytest.mark.parametrize(("field", "better", "worse"), [
    ("trl", 8, 4), ("trl", 4, 2), ("amount", 900, 1_100), ("amount", 1_100, 1_900),
    ("field", "1.1", "1.2"), ("unit", "SC", "GD"), ("services", 5, 1),
    ("since", TODAY, TODAY - 400), ("modes", frozenset({"transfer"}), frozenset({"equity"})),
    ("strategies", frozenset({"west"}), frozenset({"bay"})),
])  # fmt: skip
def test_better_met_scores_more(field, better, worse):
    group = "1" if field == "field" else ""

    scores = [score_of(ASKED, Facts(group=group, **{field: value})) for value in (better, worse)]

    assert 0 < scores[0] - scores[1] <= 4 * max(GIVEN[name] for name in CONDITIONS)


@pytest.mark.parametrize(("met", "missed"), [
    ({"trl": 6}, {"trl": 5}), ({"amount": 1_000}, {"amount": 1_001}),
    ({"modes": frozenset({"transfer"})}, {"modes": frozenset({"equity"})}),
    ({"field": "1.1", "group": "1"}, {"field": "2.1", "group": "2"}),
])  # fmt: skip
def test_what_is_unknown_lies_between_met_and_missed(met, missed):
    assert (
        score_of(ASKED, Facts(**met)) > score_of(ASKED, Facts()) > score_of(ASKED, Facts(**missed))
    )


def test_nothing_known_of_facts_adds_nothing():
    parts = compared(record(1, "电池隔膜", "", KNOWN), record(9, "锂电隔膜")).parts[0]

    assert {name for name, part in zip(FEATURES, parts, strict=True) if part} <= set(LEARNT)
