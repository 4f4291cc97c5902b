"""Common words merged into the phrases both texts say, and where these stand in each."""

from dataclasses import dataclass

from matching.scoring.counting import Text
from matching.scoring.terms import folded, spelled, tokens

Span = tuple[int, int]
PARTS = ("title", "keywords", "body")


@dataclass(frozen=True, slots=True)
class Marks:
    """What to highlight of a text: stretches of characters, ascending, apart from each other."""

    title: tuple[Span, ...] = ()
    keywords: tuple[Span, ...] = ()
    body: tuple[Span, ...] = ()


def marks(text: Text, terms: frozenset[str]) -> Marks:
    """Where `text` says any of `terms`."""
    return Marks(*(_merged(getattr(text, part), terms) for part in PARTS))


def phrases(one: Text, other: Text, terms: list[str]) -> tuple[str, ...]:
    """The longest stretches made of `terms` that both texts say, as `one` writes them.

    `terms` are the heaviest first; so are the phrases, by their heaviest term.
    """
    place = {term: at for at, term in enumerate(terms)}
    found: dict[str, str] = {}
    wanted = " ".join(folded(getattr(other, part)) for part in PARTS)
    for part in PARTS:
        text = getattr(one, part)
        for start, end in _merged(text, frozenset(place)):
            for a, b in _shared(folded(text[start:end]), wanted):
                found.setdefault(folded(text[start + a : start + b]), text[start + a : start + b])
    inside = [said for said in found if not any(said != o and said in o for o in found)]
    return tuple(found[said] for said in sorted(inside, key=lambda said: _first(said, place)))


def _merged(text: str, terms: frozenset[str]) -> tuple[Span, ...]:
    cut = tokens(text)
    spans: list[Span] = []
    for term, start, end in zip(
        cut.terms.tolist(), cut.starts.tolist(), cut.ends.tolist(), strict=True
    ):
        if spelled(term) not in terms:
            continue
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _shared(said: str, wanted: str) -> list[Span]:
    """The longest stretches of `said`, of two characters or more, that `wanted` holds too."""
    found: list[Span] = []
    start = 0
    while start < len(said) - 1:
        end = start + 2
        if said[start:end] not in wanted:
            start += 1
            continue
        while end < len(said) and said[start : end + 1] in wanted:
            end += 1
        found.append((start, end))
        start = end - 1 if end < len(said) else end
    return found


def _first(said: str, place: dict[str, int]) -> int:
    cut = tokens(said).terms.tolist()
    return min((place.get(spelled(term), len(place)) for term in cut), default=len(place))
