"""Two texts side by side: what stands in both, and what in one alone; sentences first, then words
within a sentence that was changed. And two lists of rows, row beside row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

import rjieba

_SENTENCES = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]?")
_RELATED = 0.4  # below this two sentences are told apart whole: words in common say nothing
_MOST_WORK = 1_000_000  # pairs of words compared one by one


class Kind(StrEnum):
    SAME = "same"
    ONLY = "only"  # on this side alone
    MOVED = "moved"  # on both sides, elsewhere


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    kind: Kind = Kind.SAME


Side = list[Segment]


@dataclass(frozen=True, slots=True)
class Line:
    """What stands under one label on both sides."""

    label: str
    left: Side
    right: Side

    @property
    def is_different(self) -> bool:
        return self.left != self.right


def line_of(label: str, left: str, right: str) -> Line:
    return Line(label, *compare(left, right))


def align(left: Sequence[str], right: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """The places of rows of two tables, each beside the row it became; None where there is none.
    Either side read alone is all its places in order."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pairs: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs.extend(zip(range(a, b), range(c, d), strict=True))
        else:
            pairs.extend(_beside(left, right, range(a, b), range(c, d)))
    return pairs


def _beside(
    left: Sequence[str], right: Sequence[str], ours: range, theirs: range
) -> Iterator[tuple[int | None, int | None]]:
    """Those that are alike, in their order; the rest stand alone."""
    at = theirs.start
    for one in ours:
        alike = (n for n in range(at, theirs.stop) if _is_alike(left[one], right[n]))
        found = next(alike, None)
        yield from ((None, other) for other in range(at, at if found is None else found))
        yield one, found
        at = at if found is None else found + 1
    yield from ((None, other) for other in range(at, theirs.stop))


def _is_alike(one: str, other: str) -> bool:
    words, others = rjieba.cut(one), rjieba.cut(other)
    return SequenceMatcher(None, words, others, autojunk=False).ratio() >= _RELATED


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
    """A sentence that also stands elsewhere has moved; the rest are compared word by word."""
    left, right = (
        [Segment(s, Kind.MOVED if s in both else Kind.ONLY) for s in side]
        for side in (ours, theirs)
    )
    mine, other = _words_alone(left), _words_alone(right)
    if len(mine) * len(other) > _MOST_WORK or not (mine and other):
        return left, right
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    if matcher.ratio() < _RELATED:
        return left, right
    blocks = matcher.get_matching_blocks()
    common = {at for a, _, size in blocks for at in range(a, a + size)}
    shared = {at for _, b, size in blocks for at in range(b, b + size)}
    return list(_finer(left, common)), list(_finer(right, shared))


def _words_alone(side: Side) -> list[str]:
    return [word for s in side if s.kind == Kind.ONLY for word in rjieba.cut(s.text)]


def _finer(side: Side, common: set[int]) -> Iterator[Segment]:
    """`common` counts the words of what is on this side alone."""
    at = 0
    for segment in side:
        if segment.kind != Kind.ONLY:
            yield segment
            continue
        for word in rjieba.cut(segment.text):
            yield Segment(word, Kind.SAME if at in common else Kind.ONLY)
            at += 1


def _joined(side: Side) -> Side:
    runs = groupby(side, key=lambda segment: segment.kind)
    return [Segment("".join(s.text for s in run), kind) for kind, run in runs]
