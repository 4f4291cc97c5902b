"""Two texts side by side: what stands in both, and what in one alone; sentences first, then
characters within a sentence that was changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_SENTENCES = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?")
_RELATED = 0.4  # below this two sentences are told apart whole: letters in common say nothing
_MOST_WORK = 1_000_000  # pairs of characters compared one by one


class Kind(StrEnum):
    SAME = "same"
    ONLY = "only"  # on this side alone
    MOVED = "moved"  # on both sides, elsewhere


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    kind: Kind = Kind.SAME


Side = list[Segment]


def compare(left: str, right: str) -> tuple[Side, Side]:
    """The segments of each side in its own order; joined, they are the text again."""
    ours, theirs = _cut(left), _cut(right)
    both = set(ours) & set(theirs)
    pairs: tuple[Side, Side] = ([], [])
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        found = _same(ours[a:b]) if tag == "equal" else _changed(ours[a:b], theirs[c:d], both)
        for side, segments in zip(pairs, found, strict=True):
            side.extend(segments)
    return _joined(pairs[0]), _joined(pairs[1])


def _cut(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCES.findall(text) if sentence]


def _same(sentences: Sequence[str]) -> tuple[Side, Side]:
    side = [Segment("".join(sentences))]
    return side, side


def _changed(ours: Sequence[str], theirs: Sequence[str], both: set[str]) -> tuple[Side, Side]:
    """A sentence that also stands elsewhere has moved; the rest are compared by character."""
    left, right = (
        [Segment(s, Kind.MOVED if s in both else Kind.ONLY) for s in side]
        for side in (ours, theirs)
    )
    mine = "".join(segment.text for segment in left if segment.kind == Kind.ONLY)
    other = "".join(segment.text for segment in right if segment.kind == Kind.ONLY)
    if len(mine) * len(other) > _MOST_WORK or not (mine and other):
        return left, right
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    if matcher.ratio() < _RELATED:
        return left, right
    blocks = matcher.get_matching_blocks()
    common = {at for a, _, size in blocks for at in range(a, a + size)}
    shared = {at for _, b, size in blocks for at in range(b, b + size)}
    return list(_finer(left, common)), list(_finer(right, shared))


def _finer(side: Side, common: set[int]) -> Iterator[Segment]:
    """`common` counts the characters of what is on this side alone."""
    at = 0
    for segment in side:
        if segment.kind != Kind.ONLY:
            yield segment
            continue
        for character in segment.text:
            yield Segment(character, Kind.SAME if at in common else Kind.ONLY)
            at += 1


def _joined(side: Side) -> Side:
    runs = groupby(side, key=lambda segment: segment.kind)
    return [Segment("".join(s.text for s in run), kind) for kind, run in runs]
