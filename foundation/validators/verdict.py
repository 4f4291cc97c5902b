"""What a validator answers: the value in its one written form, and what is wrong with it."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Self

from foundation.errors import Problem

_MINUS = "\N{MINUS SIGN}"
_QUOTED_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value and its problems: errors refuse it, warnings are shown and may be passed over.

    `kind` is what the value turned out to be (a kind of IP right, a stock exchange), or "".
    """

    value: str
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    kind: str = ""

    @property
    def ok(self) -> bool:
        return not self.errors

    def at(self, field: str) -> Self:
        """The same verdict with every problem placed at `field`."""
        return replace(
            self,
            errors=tuple(replace(problem, field=field) for problem in self.errors),
            warnings=tuple(replace(problem, field=field) for problem in self.warnings),
        )


def half_width(text: str) -> str:
    """NFKC, without control and zero-width characters, trimmed: what one line of input means."""
    folded = unicodedata.normalize("NFKC", text)
    if folded.isprintable():  # nothing of category C, which is dear to ask of each character
        return folded.strip()
    return "".join(c for c in folded if unicodedata.category(c)[0] != "C").strip()


def compact(text: str) -> str:
    """`half_width` in upper case without white space and dashes of any script: for codes."""
    folded = half_width(text).upper()
    return "".join(c for c in folded if not _is_separator(c))


def quoted(text: str) -> str:
    """What was filled in, short enough to stand in a sentence."""
    return text if len(text) <= _QUOTED_CHARACTERS else text[:_QUOTED_CHARACTERS] + "…"


def shape_verdict(value: str, pattern: re.Pattern[str], problem: Problem) -> Verdict:
    """The whole of `value` must match `pattern`, else it is `problem`."""
    return Verdict(value) if pattern.fullmatch(value) else Verdict(value, (problem,))


def _is_separator(character: str) -> bool:
    return unicodedata.category(character) in {"Zs", "Pd"} or character == _MINUS
