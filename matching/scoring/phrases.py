"""Common words grown into the phrases both texts say, and where these stand in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from matching.scoring.counting import Text
from matching.scoring.terms import Tokens, folded, tokens

Span = tuple[int, int]
_LOOKED_AT = 4  # places of one word where a phrase may begin
_LONGEST = 24  # characters of a phrase
_LOOSE = frozenset("的了和与及或等在是为对中以其该将并可")  # no phrase begins or ends so


@dataclass(frozen=True, slots=True)
class Marks:
    """What to highlight of a text: stretches of characters, ascending, apart from each other."""

    title: tuple[Span, ...] = ()
    keywords: tuple[Span, ...] = ()
    body: tuple[Span, ...] = ()


def marks(text: Text, phrases: Iterable[str]) -> Marks:
    """Where `text` says any of `phrases`."""
    said = [folded(phrase) for phrase in phrases]
    return Marks(*(_found(folded(part), said) for part in _parts(text)))


def phrases(one: Text, other: Text, terms: list[str]) -> tuple[str, ...]:
    """The longest stretches around `terms` that both texts say, as `one` writes them.

    `terms` are the heaviest first; so are the phrases, by their heaviest.
    """
    wanted = "\n".join(folded(part) for part in _parts(other))
    found: dict[str, str] = {}
    places: dict[str, int] = {}
    for part in _parts(one):
        low = folded(part)
        for place, span in _seeds(part, terms):
            start, end = _trimmed(low, _grown(low, span, wanted))
            said = low[start:end]
            found.setdefault(said, part[start:end])
            places[said] = min(place, places.get(said, place))
    whole = [said for said in found if not any(said != o and said in o for o in found)]
    return tuple(found[said] for said in sorted(whole, key=lambda said: (places[said], said)))


def _parts(text: Text) -> tuple[str, str, str]:
    return text.title, text.keywords, text.body


def _seeds(text: str, terms: list[str]) -> list[tuple[int, Span]]:
    """The first places of each of `terms` in `text`, with the term's number."""
    cut = _cut(text)
    return [
        (place, (int(cut.starts[at]), int(cut.ends[at])))
        for place, term in enumerate(terms)
        for at in np.flatnonzero(cut.terms == _code(term))[:_LOOKED_AT]
    ]


@lru_cache(maxsize=64)
def _cut(text: str) -> Tokens:
    """A page tells twenty pairs of one posting."""
    return tokens(text)


@lru_cache(maxsize=4096)
def _code(term: str) -> int:
    """The term that is spelled so: the longest of those it is cut into."""
    cut = tokens(term)
    return int(cut.terms[np.argmax(cut.ends - cut.starts)])


def _grown(low: str, span: Span, wanted: str) -> Span:
    """As far as `wanted` says the same, within one clause."""
    start, end = span
    while end < len(low) and _goes_on(low, start, end + 1, wanted) and low[end].isalnum():
        end += 1
    while start > 0 and _goes_on(low, start - 1, end, wanted) and low[start - 1].isalnum():
        start -= 1
    return start, end


def _goes_on(low: str, start: int, end: int, wanted: str) -> bool:
    return end - start <= _LONGEST and low[start:end] in wanted


def _trimmed(low: str, span: Span) -> Span:
    start, end = span
    while end - start > 2 and low[start] in _LOOSE:  # noqa: PLR2004 -- a word has two characters
        start += 1
    while end - start > 2 and low[end - 1] in _LOOSE:  # noqa: PLR2004 -- as above
        end -= 1
    return start, end


def _found(low: str, said: list[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for start, end in sorted(span for phrase in said for span in _places(low, phrase)):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _places(low: str, phrase: str) -> list[Span]:
    found, at = [], low.find(phrase)
    while at >= 0:
        found.append((at, at + len(phrase)))
        at = low.find(phrase, at + len(phrase))
    return found
