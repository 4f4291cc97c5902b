"""核验: the six conditions of the notice, 五(一), asked of what was submitted.

What is not there is for a person to judge, never a silent pass. The rule set has a version of
its own, kept with every verdict.
"""

from collections.abc import Callable, Mapping
from typing import Any

from foundation.validators import check_ip_number
from projects.states import Verdict

RULE_SET = "2026.1"
_MATURE = 6  # domain rule: 产业化成熟度高 is TRL 6, the prototype shown in its environment

Content = Mapping[str, Any]
Judgement = tuple[Verdict, str]


def judge(content: Content) -> list[dict[str, str]]:
    """Six verdicts in the notice's order: clause, name, verdict, reason in plain Chinese."""
    return [
        {"clause": f"五(一){number}", "name": name, "verdict": verdict.value, "reason": reason}
        for number, (name, condition) in enumerate(_CONDITIONS, start=1)
        for verdict, reason in [condition(content)]
    ]


def _field(content: Content) -> Judgement:
    if content["field"]:
        return Verdict.PASS, f"填报领域：{content['field_name']}"
    return Verdict.PERSON, "没有填报领域，请判断是否属于战略性新兴产业"


def _level(_content: Content) -> Judgement:
    return Verdict.PERSON, "没有技术水平的评价材料，请判断是否达到国内同业领先"


def _maturity(content: Content) -> Judgement:
    trl = content["trl"]
    if trl is None:
        return Verdict.PERSON, "没有填报技术成熟度，请判断产业化前景"
    if trl >= _MATURE:
        return Verdict.PASS, f"技术成熟度 {trl} 级"
    return Verdict.PERSON, f"技术成熟度 {trl} 级，低于 {_MATURE} 级，请判断产业化前景"


def _rights(content: Content) -> Judgement:
    number = content["patent_no"]
    if not number:
        return Verdict.PERSON, "没有填报专利号，请判断是否具有自主知识产权"
    if check_ip_number(number, this_year=content["year"]).errors:
        return Verdict.FAIL, f"专利号 {number} 不合规则"
    return Verdict.PASS, f"专利号 {number}"


def _modes(content: Content) -> Judgement:
    if content["modes"]:
        return Verdict.PASS, f"拟{'、'.join(content['mode_names'])}"
    return Verdict.PERSON, "没有填报转化方式，请联系持有人补充"


def _willing(_content: Content) -> Judgement:
    return Verdict.PERSON, "请确认持有人或委托人愿意参加路演"


_CONDITIONS: tuple[tuple[str, Callable[[Content], Judgement]], ...] = (
    ("属于战略性新兴产业领域", _field),
    ("技术领先", _level),
    ("产业化成熟度高", _maturity),
    ("自主知识产权", _rights),
    ("拟合作转化", _modes),
    ("愿意路演", _willing),
)
