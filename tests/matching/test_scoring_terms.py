"""What texts are cut into, counted and packed as; texts nobody expected."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching.scoring import Counted, Text, count, why_not
from matching.scoring.terms import folded, spelled, terms, tokens
from tests.matching.scoring import FACTS, KNOWN, TEXTS, record

NOTHING = "没有能用来匹配的词。请写明技术、材料、产品或要解决的问题。"


def spelled_of(text):
    return [spelled(term) for term in tokens(text).terms.tolist()]


def spans_of(text):
    cut = tokens(text)
    return [text[a:b] for a, b in zip(cut.starts, cut.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("锂电池", ["锂", "锂电", "电", "电池", "池"]),
        ("锂，电", ["锂", "电"]),
        ("LiFePO4 正极", ["lifepo4", "正", "正极", "极"]),
        ("ＳｉＣ功率", ["sic", "功", "功率", "率"]),
        ("5G 与 2G", ["5g", "2g"]),
        ("用电的车", ["用", "用电", "电", "电的", "的车", "车"]),
        ("304 不锈钢 12", ["304", "不", "不锈", "锈", "锈钢", "钢"]),
        ("α粒子", ["α", "α粒", "粒", "粒子", "子"]),
        ("the art of LED", ["art", "led"]),
        ("𠮷野", ["𠮷", "𠮷野", "野"]),
    ],
)
def test_text_is_cut_into_characters_pairs_and_words(text, expected):
    assert spelled_of(text) == expected


def test_long_words_are_known_by_their_first_ten_letters():
    assert tokens("polyethylene").terms.tolist() == tokens("Polyethylenes").terms.tolist()
    assert spelled_of("polyethylene") == ["polyethyle"]
    assert spans_of("polyethylene") == ["polyethylene"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "。，！", "😀😀🚗", "的和与", "12 7", "a", "the of and", "\ud800", "\0"]
)
def test_text_that_says_nothing_has_no_terms_and_says_why(text):
    counted = count(record(1, text, text))

    assert counted.terms.tolist() == []
    assert why_not(counted) == NOTHING


@pytest.mark.parametrize("text", ["锂", "LED", "的锂", "304", "é"])
def test_text_that_says_anything_can_be_ranked(text):
    assert why_not(count(record(1, text))) is None


def test_huge_text_is_counted_and_its_counts_stop():
    counted = count(record(1, "", "锂电" * 50_000))

    assert [spelled(term) for term in counted.terms.tolist()] == ["电", "电锂", "锂", "锂电"]
    assert counted.body.tolist() == [255] * 4
    assert counted.head.tolist() == [0] * 4


def test_title_and_keywords_are_counted_apart_from_the_body():
    counted = count(Text(7, "锂电", "锂电 隔膜", "锂", KNOWN))

    words = map(spelled, counted.terms.tolist())
    said = dict(zip(words, zip(counted.head, counted.body, strict=True), strict=True))
    assert said["锂"] == (2, 1)
    assert said["锂电"] == (2, 0)
    assert said["隔膜"] == (1, 0)
    assert "电隔" not in said


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_every_term_is_spelled_as_it_stands_in_the_text(text):
    cut = tokens(text)

    low = folded(text)
    assert len(low) == len(text)
    for term, start, end in zip(cut.terms.tolist(), cut.starts, cut.ends, strict=True):
        assert low[start:end].startswith(spelled(term))
    assert sorted(cut.terms.tolist()) == sorted(terms(text).tolist())


@settings(max_examples=50, deadline=None)
@given(TEXTS, TEXTS, FACTS)
def test_unpacked_is_what_was_packed(title, body, facts):
    counted = count(record(3, title, body, facts))

    again = Counted.unpack(counted.pack())

    assert (again.key, again.facts) == (counted.key, counted.facts)
    for name in ("terms", "head", "body"):
        np.testing.assert_array_equal(getattr(again, name), getattr(counted, name))


def test_bytes_of_another_form_are_refused():
    packed = count(record(1, "锂电")).pack()

    with pytest.raises(ValueError, match="counted terms of form 9"):
        Counted.unpack(b"\x09" + packed[1:])
