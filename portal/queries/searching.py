"""One search over all that is shown, a section for each kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.search.asking import Step, steps_of
from foundation.search.finding import Found, Rows, find
from matching.queries.finding import postings_of, searchable
from matching.queries.postings import shown_postings
from matching.states import PostingKind
from portal.states import Shown
from projects.queries import known_words, listings_of, shown_rows as shown_listings
from provinces.queries import notice_rows, notices_of
from records.actors import Actor
from roadshows.queries.finding import roadshows_of, shown_rows as shown_roadshows

FIRST = 5  # of each kind
_READ: dict[Shown, Callable[[Sequence[int]], Sequence[Any]]] = {
    Shown.ACHIEVEMENTS: listings_of,
    Shown.DEMANDS: postings_of,
    Shown.OFFERS: postings_of,
    Shown.ROADSHOWS: roadshows_of,
    Shown.NOTICES: notices_of,
}


@dataclass(frozen=True, slots=True)
class Section:
    """`rows` are the `FIRST` of what was found."""

    kind: Shown
    found: Found
    rows: Sequence[Any]


def sections_of(text: str, by: Actor) -> list[Section]:
    """Of every kind, in order, what `by` may find; none where nothing was asked."""
    steps = steps_of(text, spell=known_words)
    kinds = _rows_for(by).items() if steps else ()
    return [_section(kind, rows, steps) for kind, rows in kinds]


def _section(kind: Shown, rows: Rows, steps: Sequence[Step]) -> Section:
    found = find(rows, steps)
    first = found.keys[:FIRST]
    return Section(kind, found, _READ[kind](first) if first else [])


def _rows_for(by: Actor) -> dict[Shown, Rows]:
    postings = searchable(shown_postings(by))
    return {
        Shown.ACHIEVEMENTS: shown_listings(),
        Shown.DEMANDS: postings.filter(kind=PostingKind.DEMAND),
        Shown.OFFERS: postings.filter(kind=PostingKind.OFFER),
        Shown.ROADSHOWS: shown_roadshows(),
        Shown.NOTICES: notice_rows(),
    }
