"""One record as the engine knows it: its terms, counted, and its facts."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.scoring.terms import terms

_FORM = 1  # of the packed bytes; another number is refused
_MOST = 255


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a record besides its words; unknown stays unknown, never wrong.

    Amounts are 万元, `since` is a day as `date.toordinal()` counts them.
    """

    field: str = ""  # code in the tree of fields
    group: str = ""  # its parent
    trl: int | None = None  # project: reached; posting: the floor that is wanted
    modes: frozenset[str] = frozenset()
    amount: int | None = None  # project: price or need of funds; demand: budget
    unit: str = ""  # abbreviation of the unit: the region
    strategies: frozenset[str] = frozenset()
    since: int | None = None
    services: int = 0  # that the project has used
    vector: bytes = b""  # what the title means, by `matching.semantic`; empty where nobody knows


@dataclass(frozen=True, slots=True)
class Text:
    """A posting or a project as it is compared."""

    key: int
    title: str
    keywords: str = ""
    body: str = ""
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class Counted:
    """The terms of a text, ascending and each once, with how often title and body say them.

    `head` counts title and keywords, `body` all the rest; both stop at 255.
    """

    key: int
    terms: NDArray[np.int64]
    head: NDArray[np.uint8]
    body: NDArray[np.uint8]
    facts: Facts

    def pack(self) -> bytes:
        """What the database keeps of a record; 10 bytes a term and the facts."""
        said = _said(self.facts).encode()
        start = np.array([_FORM, self.key, len(self.terms)], "<i8").tobytes()
        numbers = self.terms.astype("<i8").tobytes() + self.head.tobytes() + self.body.tobytes()
        return start + numbers + said

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """What `pack` was given; ValueError for the bytes of another form."""
        form, key, size = np.frombuffer(packed, "<i8", 3).tolist()
        if form != _FORM:
            message = f"counted terms of form {form}"
            raise ValueError(message)
        terms = np.frombuffer(packed, "<i8", size, 24).astype(np.int64)
        head = np.frombuffer(packed, np.uint8, size, 24 + 8 * size)
        body = np.frombuffer(packed, np.uint8, size, 24 + 9 * size)
        return cls(key, terms, head, body, _heard(packed[24 + 10 * size :]))


def count(text: Text) -> Counted:
    """`text` as the engine compares it."""
    head = np.concatenate([terms(text.title), terms(text.keywords)])
    known, place = np.unique(np.concatenate([head, terms(text.body)]), return_inverse=True)
    counts = [
        np.minimum(np.bincount(part, minlength=len(known)), _MOST).astype(np.uint8)
        for part in (place[: len(head)], place[len(head) :])
    ]
    return Counted(text.key, known, counts[0], counts[1], text.facts)


def why_not(counted: Counted) -> str | None:
    """Why nothing can be ranked for this record, or None when it can."""
    if len(counted.terms) == 0:
        return "没有能用来匹配的词。请写明技术、材料、产品或要解决的问题。"
    return None


def _said(facts: Facts) -> str:
    *values, vector = [getattr(facts, name) for name in Facts.__slots__]
    plain = [sorted(v) if isinstance(v, frozenset) else v for v in values]
    return json.dumps([*plain, b64encode(vector).decode()])


def _heard(packed: bytes) -> Facts:
    *values, vector = json.loads(packed)
    known: list[Any] = [frozenset(v) if isinstance(v, list) else v for v in values]
    known.append(b64decode(vector))
    return Facts(*known)
