"""What a text is cut into: characters, their 2-grams and Latin words; by numbers alone.

A term is one int64. One or two characters: the code points, 32 bits each. A Latin word or a number:
its first ten letters, 6 bits each, above `_WORD`. So a term can always be written out again, and no
dictionary has to be kept anywhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD = 1 << 62
_LETTERS = 10  # of a word that are kept: `polyethylene` and `polyethylenes` are one term
_ALPHABET = " 0123456789abcdefghijklmnopqrstuvwxyz"
_SHORTEST_NUMBER = 3
_WIDE = (0xFF01, 0xFF5E)  # full-width forms of ASCII
_WIDE_BY = 0xFEE0
# Ranges of code points that are cut into characters: Latin with accents, Greek and Cyrillic (too
# rare here to be words), kana, Han with its extensions and compatibility forms, Hangul.
_RANGES = np.array(
    [
        *(0x00C0, 0x0250, 0x0370, 0x0530, 0x3005, 0x3008, 0x3040, 0x3100, 0x3400, 0x4DC0),
        *(0x4E00, 0xA000, 0xAC00, 0xD7A4, 0xF900, 0xFB00, 0x20000, 0x32400),
    ]
)

Terms = NDArray[np.int64]

# What says nothing of a matter: characters alone or two of them together, and words.
_EMPTY = np.array(
    sorted(map(ord, "的了和与及或在是为之其该将并也都就很我你他她它们这那吗呢吧啊有个"))
)
_EMPTY_WORDS = (
    *("an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or"),
    *("that", "the", "this", "to", "we", "with"),
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every term of a text in its order, with the span of characters it was read from."""

    terms: Terms
    starts: Terms
    ends: Terms


def tokens(text: str) -> Tokens:
    """The terms of `text`; none where there is nothing but signs and spaces."""
    points = _points(text)
    singles, pairs = _runs(points)
    words, starts, ends = _words(points)
    terms = np.concatenate([points[singles] << 32, points[pairs] << 32 | points[pairs + 1], words])
    starts = np.concatenate([singles, pairs, starts])
    ends = np.concatenate([singles + 1, pairs + 2, ends])
    order = np.lexsort((ends, starts))
    return Tokens(terms[order], starts[order], ends[order])


def terms(text: str) -> Terms:
    """The same terms in any order, without their spans."""
    points = _points(text)
    singles, pairs = _runs(points)
    high = points << 32
    parts = [high[singles], high[pairs] | points[pairs + 1]]
    if len(singles) < len(points):
        parts.append(_words(points)[0])
    return np.concatenate(parts)


def are_characters(terms: Terms) -> NDArray[np.bool_]:
    """Which terms are a single character."""
    return (terms & 0xFFFFFFFF == 0) & (terms & _WORD == 0)


def spelled(term: int) -> str:
    """A term as it is read: 锂, 锂电, lifepo4."""
    if not term & _WORD:
        low = term & 0xFFFFFFFF
        return chr(term >> 32) + (chr(low) if low else "")
    letters = [term >> (6 * (_LETTERS - 1 - at)) & 63 for at in range(_LETTERS)]
    return "".join(_ALPHABET[letter] for letter in letters).strip()


def folded(text: str) -> str:
    """`text` as it is compared, character for character: lower case, half width."""
    return _points(text).astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _points(text: str) -> Terms:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    points -= ((points >= _WIDE[0]) & (points <= _WIDE[1])) * _WIDE_BY
    points += ((points >= ord("A")) & (points <= ord("Z"))) * 32
    return points


def _runs(points: Terms) -> tuple[Terms, Terms]:
    """Where a character stands that says something, and two of which one does."""
    inside = np.searchsorted(_RANGES, points, "right") & 1 == 1
    full = inside & (_EMPTY[np.searchsorted(_EMPTY, points) % len(_EMPTY)] != points)
    pairs = inside[:-1] & inside[1:] & (full[:-1] | full[1:])
    return np.flatnonzero(full), np.flatnonzero(pairs)


def _words(points: Terms) -> tuple[Terms, Terms, Terms]:
    digits = (points >= ord("0")) & (points <= ord("9"))
    letters = (points >= ord("a")) & (points <= ord("z"))
    edges = np.diff((digits | letters).view(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    counted = np.concatenate([[0], np.cumsum(letters)])
    is_number = counted[ends] == counted[starts]
    keep = ends - starts >= np.where(is_number, _SHORTEST_NUMBER, 2)
    starts, ends = starts[keep], ends[keep]
    if not len(starts):
        return starts, starts, ends
    at = starts[:, None] + np.arange(_LETTERS)
    code = np.where(digits, points - ord("0") + 1, points - ord("a") + 11)
    code = np.where(at < ends[:, None], code[np.minimum(at, len(points) - 1)], 0)
    shifts = 6 * np.arange(_LETTERS - 1, -1, -1)
    packed = _WORD | (code << shifts).sum(axis=1)
    keep = ~np.isin(packed, _EMPTY_TERMS)
    return packed[keep], starts[keep], ends[keep]


def _packed(word: str) -> int:
    return _WORD | sum(
        _ALPHABET.index(letter) << (6 * (_LETTERS - 1 - at)) for at, letter in enumerate(word)
    )


_EMPTY_TERMS = np.array([_packed(word) for word in _EMPTY_WORDS])
