"""Texts cut once, on write, into `tsvector` literals.

A vector holds lexemes of five kinds, told apart by their first character:

`1_a`   every character of what names it (weights A and B): one alone is nearly everywhere else;
`2_ab`  every two neighbouring characters with their positions: a phrase of them is an exact
        substring, all of them without positions very nearly one;
`w_词`   the words rjieba finds, for ranking;
`p_…`   a name in pinyin from each of its syllables to its end, so that a prefix of it may begin
        at any syllable ("liangzi" finds 淠河量子…);
`i_…`   the same of the initials.

Literals are compared by `column @@ %s::tsquery`; `to_tsquery` would parse `2_碳化` into something
else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import rjieba

from foundation.text import END, fold

Weight = Literal["A", "B", "C", "D"]
_NAMING = ("A", "B")
_POSITION_CAP = 16_383  # PostgreSQL's last position in a tsvector
_LONGEST_LEXEME = 1024  # bytes, half of PostgreSQL's limit
_NOT_A_DIGIT = re.compile(r"[^0-9a-z]")
_SYLLABLES = 24  # of a name; longer ones are read so far


@dataclass(frozen=True, slots=True)
class Part:
    """A text and how much it says of the whole. A `is_name` is also found by its pinyin, a
    `is_number` also without its separators."""

    text: str
    weight: Weight = "D"
    is_name: bool = False
    is_number: bool = False


def vector(parts: Iterable[Part]) -> str:
    """A tsvector literal of all of them; no phrase reaches from one part into the next."""
    places: dict[str, list[str]] = defaultdict(list)
    start = 1
    for text, part in _with_plain_numbers(parts):
        folded = fold(text) + END
        _place_grams(places, folded, start, part.weight)
        if part.weight in _NAMING:
            characters = dict.fromkeys(folded.replace(END, ""))
            _place_all(places, (f"1_{char}" for char in characters), start, part.weight)
        _place_all(places, (f"w_{word}" for word in words(folded)), start, part.weight)
        if part.is_name:
            _place_all(places, readings(text), start, part.weight)
        start += len(folded) + 1
    return " ".join(f"{quote(lexeme)}:{','.join(at)}" for lexeme, at in places.items())


def words(folded: str) -> set[str]:
    """Of a folded text; single characters say too little."""
    return {word for word in rjieba.cut_for_search(folded) if _is_word(word)}


def grams(term: str) -> list[str]:
    """The lexemes of a folded term of two characters or more, in order."""
    return [f"2_{term[at : at + 2]}" for at in range(len(term) - 1)]


def plain_number(text: str) -> str:
    """Letters and digits alone: "ZL 2021 1 0000001.6" is zl2021100000016."""
    return _NOT_A_DIGIT.sub("", fold(text))


@lru_cache(maxsize=2_000)  # an organisation files many
def readings(name: str) -> frozenset[str]:
    """Lexemes of a name in pinyin and of its initials, from each syllable on."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- its tables take 0.3 s, and only writers read them

    read = [_NOT_A_DIGIT.sub("", syllable.casefold()) for syllable in lazy_pinyin(name)]
    syllables = [syllable for syllable in read if syllable][:_SYLLABLES]
    whole = ("p_" + "".join(syllables[at:]) for at in range(len(syllables)))
    initials = ("i_" + "".join(s[0] for s in syllables[at:]) for at in range(len(syllables) - 1))
    return frozenset([*whole, *initials])


def quote(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _with_plain_numbers(parts: Iterable[Part]) -> Iterable[tuple[str, Part]]:
    for part in parts:
        yield part.text, part
        if part.is_number:
            yield plain_number(part.text), part


def _place_grams(places: dict[str, list[str]], folded: str, start: int, weight: Weight) -> None:
    for offset in range(len(folded) - 1):
        position = start + offset
        if position > _POSITION_CAP:
            return
        if folded[offset] != END:
            places[f"2_{folded[offset : offset + 2]}"].append(f"{position}{weight}")


def _place_all(
    places: dict[str, list[str]], lexemes: Iterable[str], start: int, weight: Weight
) -> None:
    position = min(start, _POSITION_CAP)
    for lexeme in lexemes:
        places[lexeme].append(f"{position}{weight}")


def _is_word(token: str) -> bool:
    return len(token) > 1 and END not in token and len(token.encode()) < _LONGEST_LEXEME
