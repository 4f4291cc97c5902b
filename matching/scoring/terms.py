"""What a text is cut into: 2-grams of Chinese characters and whole Latin words, by numbers alone.

A term is one int64. Two characters: the code points, 32 bits each. A Latin word or a number: its
first ten characters, 6 bits each, above `_WORD`; so a term can always be written out again, and no
dictionary has to be kept anywhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD = 1 << 62
_LETTERS = 10  # of a word that are kept: `polyethylene` and `polyethylenes` are one term
_ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyz"
_SHORTEST_NUMBER = 3
_WIDE = np.array([0xFF01, 0xFF5E])  # full-width forms of ASCII
_WIDE_BY = 0xFEE0
# Ranges of code points that are written without spaces, or too rarely to ask: Latin with accents,
# Greek and Cyrillic, kana, Han (its extensions and compatibility forms too), Hangul.
_RANGES = np.array(
    [
        *(0x00C0, 0x0250, 0x0370, 0x0530, 0x3005, 0x3008, 0x3040, 0x3100, 0x3400, 0x4DC0),
        *(0x4E00, 0xA000, 0xAC00, 0xD7A4, 0xF900, 0xFB00, 0x20000, 0x32400),
    ]
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every term of a text in its order, with the span of characters it was read from."""

    terms: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def tokens(text: str) -> Tokens:
    """The terms of `text`; none for an empty text, a lone character or signs alone."""
    points = _folded(text)
    pairs = _pairs(points)
    words, starts, ends = _words(points)
    terms = np.concatenate([(points[pairs] << 32) | points[pairs + 1], words])
    starts, ends = np.concatenate([pairs, starts]), np.concatenate([pairs + 2, ends])
    order = np.argsort(starts, kind="stable")
    return Tokens(terms[order], starts[order], ends[order])


def spelled(term: int) -> str:
    """A term as it is read: 锂电, lifepo4."""
    if not term & _WORD:
        return chr(term >> 32) + chr(term & 0xFFFFFFFF)
    letters = [term >> (6 * (_LETTERS - 1 - at)) & 63 for at in range(_LETTERS)]
    return "".join(_ALPHABET[letter] for letter in letters).strip()


def _folded(text: str) -> NDArray[np.int64]:
    """Code points, one for each character of `text`: lower case, half width."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    wide = (points >= _WIDE[0]) & (points <= _WIDE[1])
    points -= wide * _WIDE_BY
    points += ((points >= ord("A")) & (points <= ord("Z"))) * 32
    return points


def _pairs(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where two characters that are written without spaces stand side by side."""
    inside = np.searchsorted(_RANGES, points, "right") % 2 == 1
    return np.flatnonzero(inside[:-1] & inside[1:])


def _words(
    points: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    digits = (points >= ord("0")) & (points <= ord("9"))
    letters = (points >= ord("a")) & (points <= ord("z"))
    edges = np.diff(np.concatenate([[0], (digits | letters).view(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    counted = np.concatenate([[0], np.cumsum(letters)])
    is_number = counted[ends] == counted[starts]
    keep = ends - starts >= np.where(is_number, _SHORTEST_NUMBER, 2)
    starts, ends = starts[keep], ends[keep]
    codes = np.where(digits, points - ord("0") + 1, points - ord("a") + 11)
    packed = np.full(len(starts), _WORD, np.int64)
    for at in range(_LETTERS):
        here = np.minimum(starts + at, max(len(points) - 1, 0))
        packed |= np.where(starts + at < ends, codes[here], 0) << (6 * (_LETTERS - 1 - at))
    return packed, starts, ends


def folded(text: str) -> str:
    """`text` as it is compared, character for character: lower case, half width."""
    return _folded(text).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
