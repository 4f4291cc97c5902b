"""A match in words: what it scores, what that was made of, and where both texts say the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.models import Suggestion
from matching.queries.matches import Match
from matching.scoring import FEATURES, WEIGHTS, Reason, Reasons, Text, reasons
from matching.scoring.weights import LEARNT
from matching.states import DeclineReason
from matching.vocabulary import OF_FEEDBACK, WORDING, words_of

Segments = list[tuple[str, bool]]
Span = tuple[int, int]
_MOST = {
    name: 0.0 if name in OF_FEEDBACK else float(weight)
    for name, weight in zip(FEATURES, WEIGHTS, strict=True)
}
_WORDS_MOST = sum(weight for weight in LEARNT.values() if weight > 0)
_SCALE = max(_WORDS_MOST, *_MOST.values())  # of every bar, so that lengths compare
WEAK = 30  # below it a match nobody spoke to is only a possibility
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_FELT = 0.05  # points that are told of feedback: less is +0.0
_LONGEST, _BEFORE = 110, 24  # characters of a passage, and of them before the first hit


@dataclass(frozen=True, slots=True)
class Line:
    """A feature, or several as one: `points` of at most `most`, which is below 0 for one that
    only takes away, and 0 where there is nothing to reach."""

    label: str
    said: str
    points: float
    most: float

    @property
    def is_met(self) -> bool:
        return self.points > 0

    @property
    def worth(self) -> str:
        """The whole of a bar, the same for all; as a script reads numbers."""
        return f"{_SCALE:.2f}"

    @property
    def length(self) -> str:
        return f"{abs(self.points):.2f}"

    @property
    def signed(self) -> str:
        return f"{self.points:+.1f}".replace("-", "−")

    @property
    def reach(self) -> str:
        """What it can give at most; "" where that says nothing."""
        return f"{self.most:g}" if self.most > 0 else ""


@dataclass(frozen=True, slots=True)
class Told:
    """One match as its page shows it. `title` and `quote` are the other side's words, `mine` one's
    own; `because` names what feedback moved it, with the points. `lines` sum with `base` to
    `exact`, before it is kept within 0 and 100."""

    match: Match
    other: Any  # the Listing, or the Posting
    title: Segments
    quote: Segments
    mine: Segments
    score: int | None = None
    exact: float | None = None
    base: float = 0
    lines: Sequence[Line] = ()
    parts: Sequence[Line] = ()
    because: Sequence[Line] = ()
    caution: str = ""
    declined_for: str = ""

    @property
    def verdict(self) -> str:
        return self.match.verdict

    @property
    def is_weak(self) -> bool:
        is_quiet = not self.verdict and not self.match.is_wanted
        return is_quiet and self.score is not None and self.score < WEAK


@dataclass(frozen=True, slots=True)
class Sight:
    """How it is looked at: from the side of the posting or of the project, with or without what
    feedback moved; `moved_by` are titles of judged projects, by what they moved and the feature."""

    posting_is_mine: bool
    is_plain: bool = False
    moved_by: Mapping[tuple[int, str], str] | None = None


def tell(match: Match, other: Any, texts: tuple[Text, Text], sight: Sight) -> Told:
    """`texts` are the posting's and the project's."""
    found = match.suggestion
    told = _reasons_of(found, texts, sight)
    marks = (told.posting_marks, told.project_marks)
    mine, theirs = (0, 1) if sight.posting_is_mine else (1, 0)
    parts = [_line(reason) for reason in (*told.words, *told.met, *told.missed)]
    made = bool(found and parts)
    return Told(
        match=match,
        other=other,
        title=segments(texts[theirs].title, marks[theirs].title),
        quote=passage(texts[theirs].body, marks[theirs].body),
        mine=passage(texts[mine].body, marks[mine].body),
        score=_shown_score(found, sight),
        exact=_score(found, sight),
        base=told.base,
        lines=_gathered(told) if made else (),
        parts=parts if made else (),
        because=_because(match, told, sight),
        caution=(told.caution or "").rstrip("。") if made else "",
        declined_for=_declined_for(match),
    )


def _score(found: Suggestion | None, sight: Sight) -> float | None:
    if found is None:
        return None
    return found.plain if sight.is_plain else found.score


def _shown_score(found: Suggestion | None, sight: Sight) -> int | None:
    score = _score(found, sight)
    return None if score is None else round(score)


def _reasons_of(found: Suggestion | None, texts: tuple[Text, Text], sight: Sight) -> Reasons:
    """Parts of another set of features than today's say nothing until it is matched anew."""
    parts = np.zeros(len(FEATURES), np.float32)
    if found and len(found.parts) == len(FEATURES):
        parts = np.array(found.parts, np.float32)
    if sight.is_plain:
        parts[[name in OF_FEEDBACK for name in FEATURES]] = 0
    return reasons(parts, " ".join(found.terms) if found else "", *texts)


def _line(reason: Reason) -> Line:
    label = words_of(reason.feature).label
    return Line(label, reason.said, reason.points, _MOST[reason.feature])


def _gathered(told: Reasons) -> list[Line]:
    """What is learnt of words in one line; conditions met, then missed, the heaviest first. What
    feedback moved is told apart."""
    words = [_line(reason) for reason in told.words]
    same = "、".join(f"“{phrase}”" for phrase in told.phrases[:6])
    said = f"都提到{same}" if same else "没有共同的用语"
    total = sum(line.points for line in words)
    gathered = [Line(WORDING, said, total, _WORDS_MOST)]
    rest = sorted((*told.met, *told.missed), key=lambda reason: -reason.points)
    return gathered + [_line(one) for one in rest if one.feature not in OF_FEEDBACK]


def _because(match: Match, told: Reasons, sight: Sight) -> list[Line]:
    """Where the judged project cannot be named, as when it was withdrawn, its kind is."""
    titles = sight.moved_by or {}
    return [
        Line(words_of(one.feature).label, _moved_words(one, title), one.points, 0)
        for one in (*told.met, *told.missed)
        for title in [titles.get((match.other, one.feature))]
        if one.feature in OF_FEEDBACK and abs(one.points) >= _FELT
    ]


def _moved_words(reason: Reason, title: str | None) -> str:
    if title is None:
        return reason.said
    which = f"《{title}》" if title else "它"
    return f"因你接受过{which}" if reason.feature == "liked" else f"因你说过{which}不合适"


def _declined_for(match: Match) -> str:
    if match.own is None:
        return ""
    return "、".join(str(DeclineReason(reason).label) for reason in match.own.reasons)


def segments(text: str, spans: Sequence[Span]) -> Segments:
    """The text in its pieces, in order; spans ascend, and those that touch are one."""
    pieces: Segments = []
    at = 0
    for start, end in _touching(spans):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _touching(spans: Sequence[Span]) -> list[Span]:
    whole: list[Span] = []
    for start, end in spans:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def passage(text: str, spans: Sequence[Span]) -> Segments:
    """The sentence that says most of what both say, cut around its first hit where it is long; the
    first sentence where there is none."""
    sentences = [(m.start(), m.end()) for m in _SENTENCE.finditer(text) if m[0].strip()]
    if not sentences:
        return []
    hits = bytearray(len(text))
    for start, end in spans:
        hits[start:end] = b"\1" * (end - start)
    whole = max(sentences, key=lambda one: hits.count(1, *one))
    start, end = whole
    if end - start > _LONGEST:
        first = hits.find(1, start, end)
        start = max(start, min(max(first, start) - _BEFORE, end - _LONGEST))
        end = min(end, start + _LONGEST)
    inside = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
    return _with_gaps(segments_of(text, (start, end), inside), (start, end), whole)


def segments_of(text: str, whole: Span, spans: Sequence[Span]) -> Segments:
    start, end = whole
    return segments(text[start:end], [(a - start, b - start) for a, b in spans])


def _with_gaps(pieces: Segments, shown: Span, was: Span) -> Segments:
    before: Segments = [("…", False)] if shown[0] > was[0] else []
    after: Segments = [("…", False)] if shown[1] < was[1] else []
    return before + pieces + after
