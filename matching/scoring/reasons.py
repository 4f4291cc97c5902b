"""Why a pair scores what it does, in words: every reason is a feature with the points it gave."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.scoring import phrases
from matching.scoring.counting import Facts, Text
from matching.scoring.phrases import Marks
from matching.scoring.weights import BASE, FEATURES, LEARNT

_TELLING = 0.05  # points below which nothing is told of a feature that is not a condition
_NAMED = 4  # phrases in one sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature: what it found, and how many of the score's points that was."""

    feature: str
    points: float
    said: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """All that a score is made of: base and points of met, missed and words sum to it."""

    base: float
    words: tuple[Reason, ...]
    met: tuple[Reason, ...]
    missed: tuple[Reason, ...]
    caution: str | None
    phrases: tuple[str, ...]
    posting_marks: Marks
    project_marks: Marks


def reasons(parts: NDArray[np.float32], terms: str, posting: Text, project: Text) -> Reasons:
    """What a row of `Ranking.parts` and its `terms` say of these two texts."""
    points = dict(zip(FEATURES, parts.tolist(), strict=True))
    common = terms.split()
    same = phrases.phrases(posting, project, common)
    told = [
        Reason(name, points[name], _said(name, points[name], (posting, project), same))
        for name in FEATURES
        if abs(points[name]) > 0
    ]
    missed = tuple(reason for reason in told if reason.points < 0)
    return Reasons(
        base=BASE,
        words=tuple(r for r in told if r.feature in LEARNT),
        met=tuple(r for r in told if r.feature not in LEARNT and r.points > 0),
        missed=tuple(r for r in missed if r.feature not in LEARNT),
        caution=_caution(missed, same),
        phrases=same,
        posting_marks=phrases.marks(posting, frozenset(common)),
        project_marks=phrases.marks(project, frozenset(common)),
    )


def _caution(missed: tuple[Reason, ...], same: tuple[str, ...]) -> str | None:
    conditions = [reason for reason in missed if reason.feature not in LEARNT]
    if conditions:
        return min(conditions, key=lambda reason: reason.points).said
    return None if same else "没有共同的用语。"


def _said(name: str, points: float, texts: tuple[Text, Text], same: tuple[str, ...]) -> str:
    if name in LEARNT:
        quoted = "、".join(f"“{phrase}”" for phrase in same[:_NAMED])
        return f"{WORDS[name]}：{quoted}" if quoted else WORDS[name]
    if name == "meaning":
        return NEAR if points > 0 else FAR
    return _condition(name, texts[0].facts, texts[1].facts)


NEAR, FAR = "标题意思相近", "标题意思相去较远"
WORDS = {
    "title": "标题相符",
    "whole": "全文相符",
    "coverage": "需求标题的用词",
    "reverse": "成果标题的用词",
}


def _condition(name: str, wanted: Facts, offered: Facts) -> str:
    sentences = {
        "field": "领域相同" if wanted.field == offered.field else "领域相近",
        "trl_met": f"成熟度 {offered.trl} 级，达到要求的 {wanted.trl} 级",
        "trl_missed": f"成熟度 {offered.trl} 级，低于要求的 {wanted.trl} 级",
        "mode": "合作方式相符",
        "price": f"报价 {offered.amount or 0:,} 万元，预算 {wanted.amount or 0:,} 万元",
        "region": "在同一地区",
        "strategy": "战略方向相同",
        "fresh": "新近入库",
        "services": f"已享受 {offered.services} 项服务",
        "liked": "因你接受过相似的成果",
        "disliked": "因你标注过“不合适”的相似成果",
    }
    return sentences[name]
