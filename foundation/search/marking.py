"""What of a found text is shown: the piece around the first hit, and the hits in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_BEFORE = 20  # characters shown before the first hit of a text that is cut
_MORE = "…"


def segments(text: str, pieces: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in its pieces, each with whether it is a hit."""
    for at, part in enumerate(_pattern(tuple(pieces)).split(text) if pieces else [text]):
        if part:
            yield part, bool(at % 2)


def excerpt(texts: Iterable[str], pieces: Sequence[str], length: int) -> str:
    """Of the first text that holds a hit, else of the first that says anything."""
    told = [text for text in texts if text]
    if not told:
        return ""
    hits = ((text, _pattern(tuple(pieces)).search(text)) for text in told) if pieces else ()
    text, start = next(((text, hit.start()) for text, hit in hits if hit), (told[0], 0))
    if start + _BEFORE <= length:
        return text if len(text) <= length else text[: length - 1] + _MORE
    window = text[start - _BEFORE :][: length - 1]
    end = _MORE if start - _BEFORE + len(window) < len(text) else ""
    return f"{_MORE}{window}{end}"


@lru_cache(maxsize=256)
def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(pieces, key=lambda piece: (-len(piece), piece))
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})", re.IGNORECASE)
