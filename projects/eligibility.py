"""核验: the six conditions of the notice, 五(一), asked of what was submitted.

What is not there is for a person to judge, never a silent pass. The rule set has a version of
its own, kept with every verdict.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from foundation.validators import IpKind, Verdict as Checked, check_ip_number
from projects.states import Source, Verdict
from projects.vocabulary import Basis, Filer, Level, Right, RightState, Stage

RULE_SET = "2026.2"
_MATURE = 6  # 产业化成熟度高 is TRL 6, the prototype shown in its environment
# 产业化阶段 → the lowest and highest TRL that agree with it.
_AGREES = {
    Stage.LABORATORY: (1, 4),
    Stage.BENCH: (4, 6),
    Stage.PILOT: (6, 7),
    Stage.BATCH: (7, 8),
    Stage.INDUSTRIAL: (8, 9),
}

_IP_KINDS = {
    Right.INVENTION: IpKind.INVENTION,
    Right.UTILITY: IpKind.UTILITY_MODEL,
    Right.DESIGN: IpKind.DESIGN,
    Right.SOFTWARE: IpKind.SOFTWARE,
    Right.CIRCUIT: IpKind.LAYOUT,
    Right.VARIETY: IpKind.VARIETY,
    Right.KNOW_HOW: IpKind.KNOW_HOW,
    Right.OTHER: IpKind.OTHER,
}
# A patent is also known by its publication, by its international application, or abroad.
_ALSO_BY = {
    Right.INVENTION: (IpKind.PUBLICATION, IpKind.PCT, IpKind.FOREIGN),
    Right.UTILITY: (IpKind.PUBLICATION, IpKind.PCT, IpKind.FOREIGN),
    Right.DESIGN: (IpKind.PUBLICATION, IpKind.FOREIGN),
}

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, why in plain Chinese, what it rests on, and the column to look at."""

    verdict: Verdict
    reason: str
    column: str
    evidence: str = ""


def judge(content: Content, *, this_year: int) -> list[dict[str, str]]:
    """Six verdicts in the notice's order: clause, name, verdict, reason, column, evidence."""
    content = {**content, "this_year": this_year}
    return [
        {
            "clause": f"五(一){number}",
            "name": name,
            **{key: str(value) for key, value in asdict(condition(content)).items()},
        }
        for number, (name, condition) in enumerate(_CONDITIONS, start=1)
    ]


def check_right(row: Mapping[str, str], *, this_year: int) -> Checked:
    """The number of one right, read as its kind is written; of other rights it is free text."""
    number, kind = row["number"], row["kind"]
    as_found = check_ip_number(number, this_year=this_year)
    if as_found.kind in _ALSO_BY.get(kind, ()):  # type: ignore[call-overload]  # -- a text is its member
        return as_found
    ip_kind = _IP_KINDS.get(kind, "")  # type: ignore[call-overload]  # -- as above
    return check_ip_number(number, kind=ip_kind, this_year=this_year)


def _field(content: Content) -> Judgement:
    if content["field"]:
        named = f"{content['field']} {content['labels']['field']}"
        return Judgement(Verdict.PASS, "填报领域在战新产业分类中", "field", named)
    return Judgement(Verdict.PERSON, "没有填报领域，请判断是否属于战略性新兴产业", "field")


def _level(content: Content) -> Judgement:
    """一般应达到: a lower level is looked at, never refused."""
    level, evidence = content["level"], _level_evidence(content)
    if level in ("", Level.UNRATED):
        return Judgement(
            Verdict.PERSON, "技术水平未评价，请判断是否国内同业领先", "level", evidence
        )
    if level not in Level.leading:
        reason = "一般应达到国内同业领先水平，请核对指标后判断"
        return Judgement(Verdict.PERSON, reason, "level", evidence)
    if not set(content["level_basis"]) - {Basis.SELF}:
        reason = "技术水平没有第三方依据，请核对指标后判断"
        return Judgement(Verdict.PERSON, reason, "level_basis", evidence)
    return Judgement(Verdict.PASS, "达到国内同业领先水平，有依据", "level", evidence)


def _level_evidence(content: Content) -> str:
    labels = content["labels"]
    return "，".join(part for part in (labels["level"], "、".join(labels["level_basis"])) if part)


def _maturity(content: Content) -> Judgement:
    trl, stage = content["trl"], content["stage"]
    if trl is None:
        return Judgement(Verdict.PERSON, "没有填报技术成熟度，请判断产业化前景", "trl")
    evidence = "，".join(
        part for part in (f"技术成熟度 {trl} 级", content["labels"]["stage"]) if part
    )
    if trl < _MATURE:
        reason = f"技术成熟度低于 {_MATURE} 级，请判断产业化前景"
        return Judgement(Verdict.PERSON, reason, "trl", evidence)
    lowest, highest = _AGREES.get(stage, (1, 9))
    if not lowest <= trl <= highest:
        reason = "技术成熟度与产业化阶段对不上，请核对"
        return Judgement(Verdict.PERSON, reason, "stage", evidence)
    return Judgement(Verdict.PASS, f"技术成熟度不低于 {_MATURE} 级", "trl", evidence)


def _rights(content: Content) -> Judgement:
    rights = content["rights"]
    if not rights:
        return Judgement(Verdict.PERSON, "没有填报知识产权，请判断是否自主、有无纠纷", "rights")
    evidence = "；".join(
        f"{Right(row['kind']).label} {row['number'] or row['name']}" for row in rights
    )
    wrong = [row["number"] for row in rights if not _is_sound(row, content["this_year"])]
    if wrong:
        return Judgement(Verdict.FAIL, f"号码不合规则：{'、'.join(wrong)}", "rights", evidence)
    if not content["rights_declared"]:
        return Judgement(
            Verdict.PERSON, "没有权属声明，请核实有无纠纷", "rights_declared", evidence
        )
    if not any(_is_proof(row) for row in rights):
        reason = "没有授权有效的知识产权，请核实是否自主"
        return Judgement(Verdict.PERSON, reason, "rights", evidence)
    return Judgement(Verdict.PASS, "有授权有效的知识产权，已声明无纠纷", "rights", evidence)


def _is_sound(row: Mapping[str, str], this_year: int) -> bool:
    return not row["number"] or not check_right(row, this_year=this_year).errors


def _is_proof(row: Mapping[str, str]) -> bool:
    return row["kind"] not in Right.without_number and row["state"] == RightState.GRANTED


def _modes(content: Content) -> Judgement:
    names = "、".join(content["labels"]["modes"])
    if names:
        return Judgement(Verdict.PASS, "已选择转化方式", "modes", names)
    return Judgement(Verdict.PERSON, "没有填报转化方式，请联系持有人补充", "modes")


def _willing(content: Content) -> Judgement:
    """持有人或其委托人: who files for another needs a mandate, which a person checks."""
    if content["willing"] is False:
        return Judgement(Verdict.FAIL, "填报人表示不参加路演", "willing", "不愿意参加路演")
    if content["willing"] is None:
        return Judgement(Verdict.PERSON, "没有填报是否愿意路演，请联系持有人确认", "willing")
    filer = content["labels"]["filer"]
    evidence = "，".join(part for part in ("愿意参加路演", filer) if part)
    is_by_holder = content["source"] == Source.SELF and content["filer"] == Filer.HOLDER
    if not is_by_holder:
        return Judgement(Verdict.PERSON, "由他人代填，请核对委托书", "filer", evidence)
    return Judgement(Verdict.PASS, "持有人愿意参加路演", "willing", evidence)


_CONDITIONS: tuple[tuple[str, Callable[[Content], Judgement]], ...] = (
    ("属于战略性新兴产业领域", _field),
    ("技术领先", _level),
    ("产业化成熟度高", _maturity),
    ("自主知识产权", _rights),
    ("拟合作转化", _modes),
    ("愿意路演", _willing),
)
