"""What somebody typed, as the `tsquery` literals of the steps by which it is looked for: all of it
as typed or said otherwise, what it may have meant, its words apart, most of them."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations
from typing import Self

import rjieba

from foundation.search.cutting import grams, plain_number, quote, words
from foundation.search.spelling import SHORTEST
from foundation.search.synonyms import spaced_words, synonyms_of, whole, words_for
from foundation.text import END, fold

LONGEST = 200  # characters that are read: a whole title
_MOST_TERMS = 8
_MOST_SHARED = 24  # words by which texts are alike
# Nine digits or more, whatever stands between them; in what is folded, END is a space. Written out,
# for \d is a digit of any script, of which a plain number keeps none.
_NUMBER = re.compile(rf"(?<![a-z0-9])(?:zl|cn)?{END}*[0-9](?:[{END}.-]*[0-9x]){{8,}}(?![a-z0-9])")
_PREFIX = re.compile(r"^(?:zl|cn)")
_READING = re.compile(r"[a-z']{3,}")
_LATIN = re.compile(rf"[a-z][a-z0-9]{{{SHORTEST - 1},}}")
# Say nothing of what is sought once other words do.
_GENERAL = frozenset(
    {
        *("一种", "基于", "技术", "系统", "方法", "装置", "设备", "工艺", "研究", "应用", "产品"),
        *("关键", "项目", "成果", "材料", "及其", "用于"),
        # How a sentence is said, not what it asks for.
        *("我们", "公司", "方面", "已经", "最好", "需要", "可以"),
        *("能够", "希望", "想要", "寻找", "什么", "哪些"),
    }
)

Spell = Callable[[str], Sequence[str]]


class By(StrEnum):
    """How it was looked for."""

    ALL = "all"
    READING = "reading"  # a name by its pinyin or initials
    SPELLING = "spelling"  # a Latin word, one letter mended
    APART = "apart"  # every word of it, wherever it stands
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be there, in any of its `ways`; `literals` are others already cut."""

    ways: tuple[str, ...]
    literals: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        return all(len(way) == 1 for way in self.ways)

    def pairs(self) -> str:
        return _any([*self.literals, *(_pairs(way) for way in self.ways)])

    def exact(self) -> str:
        return _any([*self.literals, *(_exact(way) for way in self.ways)])

    def rank(self) -> Iterator[str]:
        yield from self.literals
        for way in self.ways:
            yield from (quote(gram) for _, gram in _placed(way))
            yield from (quote(f"w_{word}") for word in words(way))


@dataclass(frozen=True, slots=True)
class Step:
    """`pairs` finds what holds the terms, by neighbouring characters wherever they stand and single
    ones in what names it; `exact` tells whether each stands there in one piece; `rank` how much a
    text says of them. Where `in_head` it is not looked for in whole texts: a single
    character is nearly everywhere. `shown` are the pieces to be marked, `others` the words that
    were looked for in place of those typed."""

    by: By
    pairs: str
    exact: str
    rank: str
    in_head: bool
    shown: tuple[str, ...]
    others: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, by: By, terms: Sequence[Term], *, lacking: int = 0, others: Iterable[str] = ()
    ) -> Self:
        sets = list(combinations(terms, len(terms) - lacking))
        return cls(
            by=by,
            pairs=_any([_all(term.pairs() for term in some) for some in sets]),
            exact=_any([_all(term.exact() for term in some) for some in sets]),
            rank=" | ".join(dict.fromkeys(lexeme for term in terms for lexeme in term.rank())),
            in_head=all(term.is_short for term in terms),
            shown=tuple(dict.fromkeys(way for term in terms for way in term.ways)),
            others=tuple(dict.fromkeys(others)),
        )


def steps_of(text: str, *, spell: Spell) -> list[Step]:
    """In the order in which they are tried; none for a text that holds nothing to look for.
    `spell` tells which known words a mistyped one may have been."""
    typed = terms_of(text)
    if not typed:
        return []
    terms = [Term(_ways(term)) for term in typed]
    return [
        Step.of(By.ALL, terms, others=(other for term in typed for other in words_for(term))),
        *_as_readings(typed, terms),
        *_respelt(typed, spell),
        *_apart(typed, terms),
    ]


def terms_of(text: str) -> list[str]:
    """What was typed, folded, as it was parted."""
    return list(_typed(fold(text[:LONGEST])))[:_MOST_TERMS]


def words_of(text: str) -> list[str]:
    """What was typed, folded, in the words that are looked for one by one."""
    return _words_of(terms_of(text))


def exact_query(text: str) -> str:
    """A tsquery literal of the first step alone; "" for no query."""
    steps = steps_of(text, spell=lambda _word: ())
    return steps[0].exact if steps else ""


def telling_words(texts: Iterable[str]) -> list[str]:
    """The words of texts, folded, by which others are alike."""
    found = dict.fromkeys(word for text in texts for word in sorted(words(fold(text))))
    return [word for word in found if word not in _GENERAL]


def shared_query(words: Sequence[str]) -> str:
    """A tsquery literal of words any of which will do; "" for none."""
    return " | ".join(quote(f"w_{word}") for word in words[:_MOST_SHARED])


def _typed(folded: str) -> Iterator[str]:
    """What stands between spaces; a number is one however it is parted, and a word that is known
    to hold a space."""
    at = 0
    for match in _with_spaces().finditer(folded):
        yield from _between(folded[at : match.start()])
        yield match[0]
        at = match.end()
    yield from _between(folded[at:])


@cache
def _with_spaces() -> re.Pattern[str]:
    return re.compile("|".join([_NUMBER.pattern, *map(whole, spaced_words())]))


def _between(folded: str) -> Iterable[str]:
    return filter(None, folded.split(END))


def _is_number(term: str) -> bool:
    return _NUMBER.fullmatch(term) is not None


def _ways(term: str) -> tuple[str, ...]:
    if _is_number(term):
        plain = _PREFIX.sub("", plain_number(term))
        return tuple(dict.fromkeys([plain] if END in term else [term, plain]))
    return (term, *synonyms_of(term))


def _as_readings(typed: Sequence[str], terms: Sequence[Term]) -> Iterator[Step]:
    read = [_as_reading(word, term) for word, term in zip(typed, terms, strict=True)]
    if read != list(terms):
        yield Step.of(By.READING, read)


def _as_reading(typed: str, term: Term) -> Term:
    if not _READING.fullmatch(typed):
        return term
    plain = typed.replace("'", "")
    return Term(term.ways, tuple(f"{quote(kind + plain)}:*" for kind in ("p_", "i_")))


def _respelt(typed: Sequence[str], spell: Spell) -> Iterator[Step]:
    meant = [tuple(_mended(term, spell)) for term in typed]
    if any(meant):
        ways = [mended or _ways(term) for term, mended in zip(typed, meant, strict=True)]
        yield Step.of(By.SPELLING, list(map(Term, ways)))


def _mended(term: str, spell: Spell) -> Iterator[str]:
    for match in _LATIN.finditer(term):
        for known in spell(match[0]):
            yield term[: match.start()] + known + term[match.end() :]


def _apart(typed: Sequence[str], terms: Sequence[Term]) -> Iterator[Step]:
    cut = [Term(_ways(word)) for word in _words_of(typed)] or list(terms)
    if cut != list(terms):
        yield Step.of(By.APART, cut)
    if len(cut) > 1:
        yield Step.of(By.MOST, cut, lacking=1 + len(cut) // 6)


def _words_of(typed: Sequence[str]) -> list[str]:
    """A number is one word."""
    cut = (word for term in typed for word in ([term] if _is_number(term) else rjieba.cut(term)))
    found = dict.fromkeys(word for word in cut if len(word) > 1)
    telling = [word for word in found if word not in _GENERAL]
    return (telling or list(found))[:_MOST_TERMS]


def _pairs(way: str) -> str:
    return _all(dict.fromkeys(quote(gram) for _, gram in _placed(way)))


def _exact(way: str) -> str:
    """Nothing stands cut that begins with a space: what follows one is two places on."""
    (last, first), *rest = _placed(way)
    said = quote(first)
    for at, gram in rest:
        said, last = f"{said} <{at - last}> {quote(gram)}", at
    return f"({said})" if rest else said


def _placed(way: str) -> list[tuple[int, str]]:
    """The lexemes that make it, each with its place."""
    if len(way) == 1:
        return [(0, f"1_{way}")]
    return [(at, gram) for at, gram in enumerate(grams(way)) if way[at] != END]


def _all(literals: Iterable[str]) -> str:
    return _joined(" & ", literals)


def _any(literals: Iterable[str]) -> str:
    return _joined(" | ", literals)


def _joined(operator: str, literals: Iterable[str]) -> str:
    first, *rest = literals
    return f"({operator.join([first, *rest])})" if rest else first
