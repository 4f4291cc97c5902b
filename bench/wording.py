"""Invented demands and achievements of real lengths, for matching: each of a topic that has words
of its own, the frequent ones far more frequent, as in any language. One seed gives one text."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.synthetic import SEED

_LETTERS = [chr(code) for code in range(0x4E00, 0x4E00 + 2_500)]
_WORDS = 30_000
# How fast letters and words get rare: so that as many pairs of neighbours are distinct, and as many
# texts share one, as in real titles and demands.
_STEEP_OF_LETTERS, _STEEP, _FLAT = 1.35, 1.05, 5
_TOPICS, _OF_TOPIC = 600, 60
_OWN = 0.35  # of the words are those of the topic
_SENTENCE = 9  # words
_CHUNK = 5_000


@dataclass(frozen=True)
class Length:
    """Words of a title, and of a body from and to; a word has two characters."""

    title: int
    body: tuple[int, int]


PROJECT = Length(12, (150, 350))
DEMAND = Length(10, (50, 250))


def texts(count: int, length: Length, *, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """Title and body of each."""
    lexicon = _Lexicon()
    chance = np.random.default_rng(seed)
    for start in range(0, count, _CHUNK):
        yield from lexicon.write(min(_CHUNK, count - start), length, chance)


class _Lexicon:
    def __init__(self) -> None:
        chance = np.random.default_rng(SEED)
        pairs = np.searchsorted(
            _up_to(len(_LETTERS), _STEEP_OF_LETTERS), chance.random((_WORDS, 2))
        )
        self.words = [_LETTERS[a] + _LETTERS[b] for a, b in pairs.tolist()]
        self.up_to = _up_to(_WORDS, _STEEP)
        self.topics = chance.integers(_WORDS // 20, _WORDS, (_TOPICS, _OF_TOPIC))

    def write(
        self, count: int, length: Length, chance: np.random.Generator
    ) -> Iterator[tuple[str, str]]:
        topics = chance.integers(0, _TOPICS, count).tolist()
        bodies = chance.integers(*length.body, count).tolist()
        for topic, body in zip(topics, bodies, strict=True):
            words = self._draw(length.title + body, topic, chance)
            yield "".join(words[: length.title]), _sentences(words[length.title :])

    def _draw(self, count: int, topic: int, chance: np.random.Generator) -> list[str]:
        common: NDArray[np.intp] = np.searchsorted(self.up_to, chance.random(count))
        own = self.topics[topic][chance.integers(0, _OF_TOPIC, count)]
        chosen = np.where(chance.random(count) < _OWN, own, common)
        return [self.words[at] for at in chosen.tolist()]


def _up_to(count: int, steep: float) -> NDArray[np.float64]:
    """Of so many, the frequent first: which share of all that is said those up to each have."""
    shares = 1 / (np.arange(count) + _FLAT) ** steep
    return np.cumsum(shares) / shares.sum()


def _sentences(words: list[str]) -> str:
    parts = ("".join(words[at : at + _SENTENCE]) for at in range(0, len(words), _SENTENCE))
    return "。".join(parts) + "。"
