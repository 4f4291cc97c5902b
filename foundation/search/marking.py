"""What of a found text is shown: the piece around the first hit, and the hits in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from foundation.text import END

_BEFORE = 20  # characters shown before the first hit of a text that is cut
_MORE = "…"
_NUMBER = re.compile(r"[a-z]{0,2}[0-9]{8,}[0-9x]")


def segments(text: str, pieces: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in its pieces, each with whether it is a hit."""
    for at, part in enumerate(_pattern(tuple(pieces)).split(text) if pieces else [text]):
        if part:
            yield part, bool(at % 2)


def excerpt(texts: Iterable[str], pieces: Sequence[str], length: int) -> str:
    """Of the text that holds most of the pieces, else of the first that says anything."""
    told = [text for text in texts if text]
    if not told:
        return ""
    text = max(told, key=lambda one: _held(one, pieces)) if pieces else told[0]
    hit = _pattern(tuple(pieces)).search(text) if pieces else None
    start = hit.start() if hit else 0
    if start + _BEFORE <= length:
        return text if len(text) <= length else text[: length - 1] + _MORE
    window = text[start - _BEFORE :][: length - 1]
    end = _MORE if start - _BEFORE + len(window) < len(text) else ""
    return f"{_MORE}{window}{end}"


def _held(text: str, pieces: Sequence[str]) -> int:
    """Characters of the different pieces that stand in it."""
    return sum(map(len, {hit.casefold() for hit in _pattern(tuple(pieces)).findall(text)}))


@lru_cache(maxsize=256)
def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(pieces, key=lambda piece: (-len(piece), piece))
    return re.compile(f"({'|'.join(map(_seen, longest_first))})", re.IGNORECASE)


def _seen(piece: str) -> str:
    """A number is marked however it is parted: 2021100000016 in "ZL 2021 1 0000001.6"."""
    if _NUMBER.fullmatch(piece):
        return r"[\s.-]*".join(map(re.escape, piece))
    return r"\s+".join(map(re.escape, piece.split(END)))
