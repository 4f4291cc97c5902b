"""How alike two texts are, and where to look for what is like one among very many.

Broder's resemblance of sets of character n-grams. A text is kept as `bands`: its one-permutation
MinHash (Li, Owen, Zhang 2012; empty bins filled as in Shrivastava 2017), two places a band. Two
texts with resemblance s share a band with probability 1 - (1 - s²)^96: 0.98 at 0.2, 1.00 at 0.35,
and of texts that have nothing to do with each other (s ≈ 0.01) one in a hundred.
"""

import re
import unicodedata
from zlib import crc32

_GRAM = 3  # characters of what bands are made of
_PAIR = 2  # characters of what the exact comparison counts
_BANDS, _ROWS = 96, 2
_BINS = _BANDS * _ROWS
_MIX = 0x9E3779B1  # the golden ratio: spreads neighbouring values of crc32
_WORD = 0xFFFFFFFF
_NOISE = re.compile(r"[^\w]+|_+")
EXACT = 1 << 40  # from here on marks are not bands
SHORTEST = 60  # characters of folded text; of shorter ones nothing can be said


def plain(text: str) -> str:
    """What is compared: letters, digits and Hanzi, NFKC, in one case; no spaces, no punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def bands_of(text: str) -> list[int]:
    """Of a `plain` text: at most 96 integers of 32 bits, signed, each of its own band; none for a
    text too short to say anything."""
    if len(text) < SHORTEST:
        return []
    signature = _filled(_smallest(text))
    bands = (_band(at, signature[at * _ROWS : (at + 1) * _ROWS]) for at in range(_BANDS))
    return sorted(set(bands))


def mark_of(text: str) -> int:
    """For what must be equal, not alike: an integer that no band is."""
    return EXACT + crc32(text.encode("utf-8", "surrogatepass"))


def likeness(one: str, other: str) -> float:
    """Of two `plain` texts, 0 to 1: Dice's coefficient of their pairs of characters."""
    ours, theirs = _grams(one), _grams(other)
    if not ours or not theirs:
        return 0.0
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _grams(text: str) -> set[str]:
    return {text[at : at + _PAIR] for at in range(len(text) - _PAIR + 1)}


def _smallest(text: str) -> list[int | None]:
    """The least hash value in each bin."""
    raw, width = text.encode("utf-16-le", "surrogatepass"), 2 * _GRAM
    found: list[int | None] = [None] * _BINS
    for gram in {raw[at : at + width] for at in range(0, len(raw) - width + 2, 2)}:
        value = crc32(gram) * _MIX & _WORD
        value = (value ^ value >> 15) * _MIX & _WORD
        place, value = value % _BINS, value // _BINS
        least = found[place]
        if least is None or value < least:
            found[place] = value
    return found


def _filled(smallest: list[int | None]) -> list[int]:
    """Empty bins borrow from one that is not, by a walk that depends on the bin alone: two texts
    walk alike."""
    return [
        _borrowed(smallest, at) if value is None else value for at, value in enumerate(smallest)
    ]


def _borrowed(smallest: list[int | None], at: int) -> int:
    step = at
    while True:
        step = (step * _MIX + 0x7F4A7C15) & _WORD
        value = smallest[(step >> 7) % _BINS]
        if value is not None:
            return value


def _band(at: int, values: list[int]) -> int:
    mixed = at
    for value in values:
        mixed = ((mixed ^ value) * _MIX ^ value >> 7) & _WORD
    return mixed - (1 << 32) if mixed >> 31 else mixed
