"""征集条件: what is asked of an achievement, printed from the tables it is judged by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation import clock
from foundation.caching import public_page
from foundation.validators import (
    OPEN,
    SHAPES,
    IpKind,
    Verdict as Checked,
    check_date,
    check_ip_number,
    check_money,
    check_uscc,
)
from projects.columns.rights import kinds_of
from projects.columns.steps import NEEDED
from projects.conditions import AGREES, CONDITIONS, LEVELS, MATURE, PROVEN, RULE_SET, Condition
from projects.intake import IntakeProblem
from projects.models import Project
from projects.states import Verdict
from projects.vocabulary import Right, Stage

# As people write them, the last ones wrong on purpose: the page shows what they are told.
_NUMBERS = (
    *("ZL 2021 1 0000001.6", "申请号：2021800000052", "95115608.x", "CN 112345678 A"),
    *("pct/cn2021/123456", "2021 SR 0123456", "BS185012345", "US 10,123,456 B2"),
    *("ZL202110000001.5", "202220000002"),
)
_CODES = ("91110108 ma00te5t26", "91110108MA00TE5T21", "9111O108MA00TE5T26")
_AMOUNTS = (
    *("300", "1.5亿", "人民币3,000万元", "5000000元", "壹佰万圆整", "面议"),
    *("200-300万", "5001元", "¥300"),
)
_DATES = ("2022.4.1", "2022年4月1日", "20220401", "二〇二二年四月", "22.4.1", "2022-02-30")


@dataclass(frozen=True, slots=True)
class Example:
    """What somebody typed, and what the portal makes of it: a value, or a sentence."""

    typed: str
    value: str
    told: str


@require_safe
@public_page
def conditions(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    context = {
        "rule_set": RULE_SET,
        "conditions": [(condition, _outcomes(condition)) for condition in CONDITIONS],
        "stages": [(stage.label, *AGREES[stage]) for stage in Stage],
        "levels": [(level, *words, _stages_at(level)) for level, words in LEVELS.items()],
        "mature": MATURE,
        "proven": PROVEN,
        "rights": [(right.label, [SHAPES[k] for k in _numbered(right)]) for right in Right],
        "examples": _examples(today),
        "needed": [Project._meta.get_field(name).verbose_name for name in NEEDED],  # type: ignore[union-attr]  # -- columns
        "secret": IntakeProblem.SECRET.label,
    }
    return render(request, "projects/conditions.html", context)


def _outcomes(condition: Condition) -> list[tuple[Verdict, list[str]]]:
    """Verdict → the reasons there may be, where there are any."""
    reasons = {verdict: condition.with_verdict(verdict) for verdict in Verdict}
    in_words = [
        (verdict, [finding.reason.format(found="…") for finding in findings])
        for verdict, findings in reasons.items()
    ]
    return [(verdict, told) for verdict, told in in_words if told]


def _stages_at(level: int) -> str:
    agreeing = [s for s, (lowest, highest) in AGREES.items() if lowest <= level <= highest]
    return "、".join(str(stage.label) for stage in agreeing)


def _numbered(right: Right) -> Iterable[IpKind]:
    return (IpKind(kind) for kind in kinds_of(right) if kind in SHAPES)


def _examples(today: date) -> list[tuple[str, list[Example]]]:
    return [
        ("知识产权号码", [_example(t, check_ip_number(t, this_year=today.year)) for t in _NUMBERS]),
        ("统一社会信用代码", [_example(text, check_uscc(text)) for text in _CODES]),
        ("金额（万元）", [_example(t, check_money(t, may_be_open=True)) for t in _AMOUNTS]),
        ("日期", [_example(text, check_date(text, today=today)) for text in _DATES]),
    ]


def _example(typed: str, verdict: Checked) -> Example:
    told = [problem.sentence for problem in (*verdict.errors, *verdict.warnings)]
    value = "" if verdict.errors else _value_of(verdict)
    return Example(typed, value, "；".join(told))


def _value_of(verdict: Checked) -> Any:
    if verdict.kind == OPEN:
        return "价格面议"
    named = IpKind(verdict.kind).label if verdict.kind in IpKind.values else ""
    return f"{named} {verdict.value}".strip()
