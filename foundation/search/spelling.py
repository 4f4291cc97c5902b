"""Latin words mistyped by one letter. Two words are one letter apart (one dropped, doubled,
exchanged or swapped with its neighbour) only if they meet when each may lose one letter."""

import re
from collections.abc import Iterable

from foundation.text import fold

SHORTEST = 4  # of a word worth guessing at
_WORD = re.compile(r"[a-z][a-z0-9]{3,31}")


def latin_words(texts: Iterable[str]) -> set[str]:
    """Folded, of the lengths that are guessed at."""
    return {word for text in texts for word in _WORD.findall(fold(text))}


def shortened(word: str) -> list[str]:
    """The word, and the word without any one of its letters."""
    return sorted({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def is_near(one: str, other: str) -> bool:
    """Within one letter of each other, or with two neighbours swapped; not the same."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True  # one is the other and a letter more
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return (
        swapped
        or one[at + 1 :] == other[at + 1 :]
        or one[at + 1 :] == other[at:]
        or one[at:] == other[at + 1 :]
    )
