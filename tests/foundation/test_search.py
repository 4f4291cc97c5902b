"""Texts cut for search, what somebody typed, and what of a found text is shown."""

import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from foundation.search import synonyms
from foundation.search.asking import By, steps_of
from foundation.search.cutting import Part, plain_number, vector
from foundation.search.marking import excerpt, segments
from foundation.search.spelling import is_near, latin_words, shortened
from foundation.search.synonyms import synonyms_of
from foundation.text import fold

SYNONYMS = Path(synonyms.__file__).parents[1] / "data" / "synonyms.toml"
_WORDS = st.text("abc1", min_size=1, max_size=7)


def unknown(_word):
    return ()


def by(text, spell=unknown):
    return [step.by for step in steps_of(text, spell=spell)]


def shown(text, at=0, spell=unknown):
    return list(steps_of(text, spell=spell)[at].shown)


def test_vector_holds_pairs_with_places_and_words():
    cut = vector([Part("碳化硅", "A"), Part("炉", "D")])

    assert set(cut.split()) == {
        *("'1_碳':1A", "'1_化':1A", "'1_硅':1A"),
        *("'2_碳化':1A", "'2_化硅':2A", "'2_硅\x03':3A"),
        *("'w_碳化':1A", "'w_化硅':1A", "'w_碳化硅':1A"),
        "'2_炉\x03':6D",
    }


def test_name_is_cut_by_its_reading_from_each_syllable():
    cut = vector([Part("淠河量子", "B", is_name=True)])

    for lexeme in ("p_piheliangzi", "p_heliangzi", "p_liangzi", "p_zi", "i_phlz", "i_hlz", "i_lz"):
        assert f"'{lexeme}':1B" in cut


def test_number_is_cut_as_written_and_without_what_parts_it():
    cut = vector([Part("ZL 2021 1-8.6", "B", is_number=True)])

    assert plain_number("ZL 2021 1-8.6") == "zl2021186"
    assert "'2_1-'" in cut
    assert "'2_11'" in cut


def test_quotes_and_backslashes_are_text():
    assert vector([Part("'\\", "D")]).startswith("'2_''\\\\':1D")


@pytest.mark.parametrize("text", ["", "  ", "\x00", "\u200b"])
def test_nothing_is_asked_of_nothing(text):
    assert steps_of(text, spell=unknown) == []


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("碳化硅", [By.ALL]),
        ("电池 正极", [By.ALL, By.MOST]),
        ("钠离子电池的硬碳负极", [By.ALL, By.APART, By.MOST]),
        ("piheliangzi", [By.ALL, By.READING]),
        ("炉", [By.ALL]),
    ],
)
def test_steps_are_those_that_can_find_more(text, steps):
    assert by(text) == steps


def test_mistyped_word_is_asked_as_the_known_ones():
    def spell(word):
        return ("lidar",) if word == "lidra" else ()

    assert by("LiDRA 标定", spell) == [By.ALL, By.READING, By.SPELLING, By.MOST]
    assert shown("LiDRA 标定", 2, spell) == ["lidar", "标定"]


@pytest.mark.parametrize(
    "typed", ["ZL202019908405.8", "zl 2020 1990 8405.8", "2020-19908405.8", "CN202019908405.8"]
)
def test_number_is_one_term_however_it_is_parted(typed):
    [step] = steps_of(typed, spell=unknown)[:1]

    assert "2020199084058" in step.shown


def test_years_are_no_number_of_a_patent():
    assert shown("2021 2022") == ["2021", "2022"]


@pytest.mark.parametrize("typed", ["Micro LED", "micro  led", "Micro-LED", "microled"])
def test_word_with_a_space_is_one_term_and_is_found_without_it(typed):
    [step] = steps_of(typed, spell=unknown)[:1]

    assert set(step.shown) == {"微型发光二极管", "micro-led", "micro\x03led", "microled"}
    assert "'2_o\x03' <2> '2_le'" in step.exact
    assert not any("\x03" in other for other in step.others)  # they are read by people
    assert list(segments("一种 Micro  LED 屏", step.shown))[1] == ("Micro  LED", True)


def test_single_character_is_looked_for_in_what_names_it():
    [step] = steps_of("炉", spell=unknown)

    assert (step.in_head, step.pairs, step.exact) == (True, "'1_炉'", "'1_炉'")


def test_synonym_is_asked_whole_and_in_part():
    assert "碳化硅" in synonyms_of(fold("SiC"))
    assert "碳化硅器件" in synonyms_of(fold("SiC器件"))
    assert synonyms_of("sick") == []


def test_groups_of_synonyms_hold_each_word_once():
    groups = tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))["groups"]
    folded = [[fold(word) for word in group] for group in groups]

    assert all(len(group) == len(set(group)) > 1 for group in folded)
    assert all(len(word) > 1 for group in folded for word in group)
    assert len({tuple(sorted(group)) for group in folded}) == len(folded)


def one_letter_apart(word):
    """All words made of it by one slip."""
    letters = "abc1"
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
    yield from (word[:at] + c + word[at:] for at in range(len(word) + 1) for c in letters)
    yield from (word[:at] + c + word[at + 1 :] for at in range(len(word)) for c in letters)
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@given(_WORDS, _WORDS)
def test_near_words_are_those_one_slip_apart(one, other):
    assert is_near(one, other) == (one != other and other in one_letter_apart(one))


@given(_WORDS, st.data())
def test_near_words_meet_when_shortened(word, data):
    other = data.draw(st.sampled_from(sorted(set(one_letter_apart(word)))))

    assert set(shortened(word)) & set(shortened(other))


def test_latin_words_of_four_letters_are_known():
    assert latin_words(["基于LiDAR与SLAM的AI", "ＭＥＭＳ"]) == {"lidar", "slam", "mems"}


def test_hits_are_marked_longest_first():
    assert list(segments("碳化硅与SiC", ["碳化", "碳化硅", "sic"])) == [
        ("碳化硅", True),
        ("与", False),
        ("SiC", True),
    ]
    assert list(segments("无", [])) == [("无", False)]


def test_excerpt_is_of_the_first_text_that_holds_a_hit():
    long = "甲" * 100 + "碳化硅" + "乙" * 100

    assert excerpt(["没有", long], ["碳化硅"], 60) == "…" + "甲" * 20 + "碳化硅" + "乙" * 36 + "…"
    assert excerpt(["", "没有"], ["碳化硅"], 60) == "没有"
    assert excerpt(["丙" * 61], [], 60) == "丙" * 59 + "…"
    assert excerpt([], ["碳化硅"], 60) == ""


def test_digits_of_any_script_are_text():
    """A plain number keeps digits from 0 to 9 alone, so that one of others would be nothing."""
    digits = [one for one in map(chr, range(sys.maxunicode)) if unicodedata.category(one) == "Nd"]

    for digit in digits:
        for text in (digit * 9, f"zl{digit * 9}", f"{digit} " * 9):
            assert "" not in steps_of(text, spell=unknown)[0].shown
    assert len(digits) > 600


@given(st.text(max_size=40))
def test_whatever_is_typed_is_looked_for_or_is_nothing(text):
    for step in steps_of(text, spell=unknown):
        assert step.pairs
        assert step.exact
        assert "" not in step.shown


def test_words_looked_for_instead_are_told_alone_as_they_are_written():
    [step, *_] = steps_of("我们找sic器件", spell=unknown)

    assert step.others == ("碳化硅",)
    assert steps_of("碳化硅", spell=unknown)[0].others == ("SiC",)
