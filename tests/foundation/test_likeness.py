"""Likeness of texts: what it is, and how surely bands find it."""

import random

import pytest
from hypothesis import given, strategies as st

from foundation.likeness import SHORTEST, bands_of, likeness, plain

# Letters of no text in particular: two of them have little in common.
LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]


def made_up(length, seed):
    return "".join(random.Random(seed).choices(LETTERS, k=length))


def changed(text, share, seed):
    chance = random.Random(seed)
    return "".join(chance.choice(LETTERS) if chance.random() < share else c for c in text)


@pytest.mark.parametrize(("share", "least"), [(0.1, 100), (0.2, 99), (0.3, 90)])
def test_bands_find_a_text_with_letters_changed(share, least):
    found = sum(
        not set(bands_of(text)).isdisjoint(bands_of(changed(text, share, seed)))
        for seed in range(100)
        for text in [made_up(400, seed)]
    )

    assert found >= least


def test_bands_find_a_text_with_its_sentences_in_another_order():
    sentences = [made_up(25, seed) for seed in range(16)]
    shuffled = random.Random(1).sample(sentences, k=16)

    one, other = "".join(sentences), "".join(shuffled)

    assert len(set(bands_of(one)) & set(bands_of(other))) > 40
    assert likeness(one, other) > 0.9


def test_unrelated_texts_share_next_to_nothing():
    bands = [set(bands_of(made_up(400, seed))) for seed in range(60)]

    meeting = sum(bool(a & b) for at, a in enumerate(bands) for b in bands[:at])
    assert meeting <= 60 * 59 // 2 // 50
    assert likeness(made_up(400, 1), made_up(400, 2)) < 0.05


def test_likeness_falls_with_every_tenth_changed():
    text = made_up(600, 7)

    shares = [likeness(text, changed(text, share / 10, 3)) for share in range(4)]

    assert shares[0] == 1.0
    assert shares == sorted(shares, reverse=True)
    assert shares[3] == pytest.approx(0.49, abs=0.06)


def test_text_is_compared_without_width_case_spaces_and_punctuation():
    assert plain("Ｓｉｃ 驱动，\n“芯片”（ABC）_1。") == "sic驱动芯片abc1"


@given(st.text(max_size=200))
def test_bands_of_any_text_are_integers_of_the_database(text):
    bands = bands_of(text)

    assert bands == sorted(set(bands)) == bands_of(text)
    assert all(-(1 << 31) <= band < 1 << 31 for band in bands)
    assert bool(bands) is (len(text) >= SHORTEST)


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_mutual_and_bounded(one, other):
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
