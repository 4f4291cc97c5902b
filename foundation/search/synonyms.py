"""What people of a field call the same thing: `foundation/data/synonyms.toml`, one group a line."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from foundation.text import END, fold

_FILE = Path(__file__).parents[1] / "data" / "synonyms.toml"
_MOST = 8  # ways to say one term


def synonyms_of(term: str) -> list[str]:
    """Other ways to say a folded term, whole or in part: "sic器件" is also said "碳化硅器件"."""
    found = dict.fromkeys(said for said in _said_otherwise(term) if said != term)
    return list(found)[:_MOST]


def words_for(term: str) -> list[str]:
    """The words alone by which `synonyms_of` differ from it, as they are written."""
    groups, pattern, written = _groups()
    said = (other for match in pattern.finditer(term) for other in groups[match[0]])
    return list(dict.fromkeys(written[other] for other in said))[:_MOST]


def _said_otherwise(term: str) -> Iterator[str]:
    groups, pattern, _ = _groups()
    for match in pattern.finditer(term):
        for other in groups[match[0]]:
            yield term[: match.start()] + other + term[match.end() :]


@cache
def spaced_words() -> tuple[str, ...]:
    """Those with a space inside of them, folded: "micro led" is one thing to look for."""
    return tuple(word for word in _groups()[0] if END in word)


@cache
def _groups() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str], dict[str, str]]:
    """Each word → the others of its groups; what finds the longest of them in a term; and each
    word as the file writes it."""
    lines = tomllib.loads(_FILE.read_text(encoding="utf-8"))["groups"]
    others: dict[str, dict[str, None]] = {}
    for line in lines:
        said = [fold(word) for word in line]
        for word in said:
            others.setdefault(word, {}).update(dict.fromkeys(o for o in said if o != word))
    longest_first = sorted(others, key=lambda word: (-len(word), word))
    # A Latin word is not looked for inside another one.
    pattern = re.compile("|".join(map(whole, longest_first)))
    written = {fold(word): word for line in lines for word in line}
    return {word: tuple(said) for word, said in others.items()}, pattern, written


def whole(word: str) -> str:
    """A pattern of a folded word where it stands alone."""
    pattern = re.escape(word)
    return rf"(?<![a-z0-9]){pattern}(?![a-z0-9])" if word.isascii() else pattern
