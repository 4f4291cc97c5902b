"""Why a pair scores what it does, in words: every reason is a feature with the points it gave."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.scoring import conditions
from matching.scoring.counting import Text
from matching.scoring.phrases import Marks, marks, phrases
from matching.scoring.weights import BASE, FEATURES, LEARNT

_NAMED = 4  # phrases in one sentence
_COMMON = 0.02  # value of `words` below which those in common are what many say
_WORDING = {
    "words": ("都说到{}", "没有相同的词"),
    "characters": ("全文用字相近", "全文用字不同"),
    "title": ("标题用字相近", "标题用字不同"),
    "kin": ("用语常在同类成果中一起出现", "用语很少在同类成果中一起出现"),
    "meaning": ("标题意思相近", "标题意思相去较远"),
    "overall": ("你接受过的比预计的多，整体上调", "你说不合适的比预计的多，整体下调"),
    "liked": ("与你接受的成果相似", ""),
    "disliked": ("", "与你说不合适的成果相似"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature: what it found, and how many of the score's points that was."""

    feature: str
    points: float
    said: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """All that a score is made of: base, words, met and missed sum to it, before 0 and 100 hold it.

    `phrases` are what both texts say, as the posting writes it; the marks are where they stand.
    """

    base: float
    words: tuple[Reason, ...]  # what the texts say; the most points first, here and in `met`
    met: tuple[Reason, ...]  # conditions, meaning and feedback that add
    missed: tuple[Reason, ...]  # those that take away, the worst first
    caution: str | None
    phrases: tuple[str, ...]
    posting_marks: Marks
    project_marks: Marks


def reasons(parts: NDArray[np.float32], terms: str, posting: Text, project: Text) -> Reasons:
    """What a row of `Ranking.parts` and its `terms` say of these two texts."""
    points = dict(zip(FEATURES, map(float, parts), strict=True))
    same = phrases(posting, project, terms.split())
    told = [
        Reason(name, value, _said(name, value, (posting, project), same))
        for name, value in sorted(points.items(), key=lambda item: -item[1])
        if value
    ]
    missed = [reason for reason in reversed(told) if reason.points < 0 and not _is_wording(reason)]
    conditions_missed = [r for r in missed if r.feature in conditions.FEATURES]
    return Reasons(
        base=BASE,
        words=tuple(reason for reason in told if _is_wording(reason)),
        met=tuple(r for r in told if r.points > 0 and not _is_wording(r)),
        missed=tuple(missed),
        caution=_caution(points["words"], same, conditions_missed),
        phrases=same,
        posting_marks=marks(posting, same),
        project_marks=marks(project, same),
    )


def _is_wording(reason: Reason) -> bool:
    return reason.feature in LEARNT


def _said(name: str, points: float, texts: tuple[Text, Text], same: tuple[str, ...]) -> str:
    if name in _WORDING:
        return _WORDING[name][points < 0].format(_quoted(same))
    return conditions.said(name, texts[0].facts, texts[1].facts)


def _caution(points: float, same: tuple[str, ...], missed: Sequence[Reason]) -> str | None:
    if missed:
        return missed[0].said
    if not points:
        return "没有相同的词，只是用字相近"
    if points < _COMMON * LEARNT["words"]:
        return f"只有{_quoted(same)}这类常见词相同"
    return None


def _quoted(same: tuple[str, ...]) -> str:
    return "、".join(f"“{phrase}”" for phrase in same[:_NAMED])
