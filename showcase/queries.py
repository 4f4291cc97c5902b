"""What the public may find: listed projects with a standing consent, as their version in force."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from accounts.terms import taxonomies
from foundation.search.asking import steps_of, terms_of, words_of
from foundation.search.finding import Found, ask, find
from foundation.search.narrowing import Wanted, conditions_of, narrowed
from foundation.search.synonyms import synonyms_of
from foundation.text import END, fold
from projects.models import Listing
from projects.queries import (
    find_listings,
    find_named,
    for_page,
    known_words,
    listings_named,
    listings_of,
    shown,
    shown_rows,
)
from showcase.states import Order, Suggested

_SORTS = {Order.NEWEST: F("listed_at"), Order.MATURITY: F("trl")}
_NEWEST = 200  # of what is named by it, suggestions are taken from
_READ = 40
_KEYWORDS, _HOUSES, _SUGGESTED = 3, 2, 8
_FEWER = 4  # words that are tried one by one
MOST_COMPARED = 4  # side by side


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`ref` names a project in addresses; "" where `text` is to be looked for."""

    kind: Suggested
    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class WayOn:
    """What would find something where nothing was found: `wanted` changed in `changed`, name → its
    new value, finds `count`."""

    changed: dict[str, Any]
    count: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Shown projects in the order in which they were named, and how many of the names are beyond
    the most, or nothing's that is shown."""

    listings: list[Listing]
    beyond: int
    unknown: int


def compared(names: Sequence[str]) -> Comparison:
    """Each name is a ref or a code, in capitals."""
    found = listings_named(names)
    listings = list(dict.fromkeys(found[name] for name in names if name in found))
    unknown = sum(1 for name in names if name not in found)
    return Comparison(listings[:MOST_COMPARED], len(listings[MOST_COMPARED:]), unknown)


def found_by(wanted: Wanted) -> Found:
    """Keys of listings by text, conditions and order."""
    sort = wanted["sort"]
    by_rank = sort not in _SORTS
    return find_listings(shown_rows(), wanted, sort_by=_SORTS.get(sort), by_rank=by_rank)


def newest(count: int) -> QuerySet[Listing]:
    return for_page(shown().order_by(F("listed_at").desc(), "-pk"))[:count]


def suggestions_for(text: str) -> tuple[list[Suggestion], list[str]]:
    """What somebody who types this may be after, in two statements; and what of it is marked."""
    found = find_named(text, _NEWEST)
    if not found.keys:
        return [], []
    listings = listings_of(found.keys[:_READ])
    read = set(found.keys[found.whole :])
    says, words, houses = _saying(text), Counter[str](), Counter[str]()
    for listing in listings:
        content = listing.version.content
        words.update(word for word in content.get("keywords", []) if says(word))
        house = content.get("organisation", "")
        houses.update([house] if house and (listing.pk in read or says(house)) else [])
    taken = [
        *(Suggestion(Suggested.KEYWORD, word) for word, _ in words.most_common(_KEYWORDS)),
        *(Suggestion(Suggested.HOUSE, house) for house, _ in houses.most_common(_HOUSES)),
        *(Suggestion(Suggested.TITLE, one.title, one.project.name_in_address) for one in listings),
    ]
    return taken[:_SUGGESTED], found.pieces


def ways_on(wanted: Wanted) -> list[WayOn]:
    """With fewer conditions, or fewer words; with both only where neither is enough."""
    bare: dict[str, Any] = {name: [] for name in conditions_of(wanted)}
    fewer: list[dict[str, Any]] = [{name: []} for name in bare] if len(bare) > 1 else []
    words: list[dict[str, Any]] = [{"q": word} for word in _fewer_words(wanted["q"])]
    ways = _finding(wanted, [*fewer, *([bare] if bare else []), *words])
    return ways or _finding(wanted, [word | bare for word in words] if bare else [])


def fields_named(text: str) -> list[tuple[str, str]]:
    """Codes and names of fields that hold one of its words, in which anything is shown."""
    ways = [way for word in words_of(text) for way in (word, *synonyms_of(word))]
    named = [
        (row["code"], row["name"])
        for row in taxonomies()["fields"]
        if any(way in fold(row["name"]) for way in ways)
    ]
    counts = ask(shown_rows(), ()).counts if named else {}
    return [(code, name) for code, name in named if counts.get(f"field:{code}")]


def _finding(wanted: Wanted, changes: Iterable[dict[str, Any]]) -> list[WayOn]:
    ways = (WayOn(changed, _count({**wanted, **changed})) for changed in changes)
    return [way for way in ways if way.count]


def _fewer_words(text: str) -> list[str]:
    """The longest, which say most of what is sought; each is looked for, to be counted."""
    terms = terms_of(text)
    words = terms if len(terms) > 1 else words_of(text)
    others = [word.replace(END, " ") for word in words if word != fold(text)]
    return sorted(others, key=len, reverse=True)[:_FEWER]


def _count(wanted: Wanted) -> int:
    steps = steps_of(wanted["q"], spell=known_words)
    return find(narrowed(shown_rows(), wanted), steps).total


def _saying(text: str) -> Callable[[str], bool]:
    """Whether a text says every term of it in one way or another, and more than that."""
    folded = fold(text).strip(END)
    terms = [(term, *synonyms_of(term)) for term in terms_of(text)]

    def says(told: str) -> bool:
        held = fold(told)
        return held != folded and all(any(way in held for way in ways) for ways in terms)

    return says
