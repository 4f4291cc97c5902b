"""What was handed in before a plan was returned, and after: section by section, word for word."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import desk_of
from accounts.states import Role
from foundation.difference import Line, line_of
from provinces.columns.sections import EVENTS, labels_of_mending, sections_in
from provinces.models import Submission
from provinces.queries import standing_submission
from provinces.queries.checks import version_before
from provinces.states import CheckStatus, CheckVerdict
from provinces.views.finding import find_plan

Texts = dict[str, str]  # label → what is said under it


@dataclass(frozen=True)
class Part:
    """A section that differs; `was_open` where the unit was asked to mend it."""

    label: str
    was_open: bool
    lines: list[Line]


@require_safe
@desk_of(*Role.of_centre)
def difference(request: HttpRequest, abbr: str) -> HttpResponse:
    plan = find_plan(request, abbr)
    after = standing_submission(plan)
    before = version_before(after) if after else None
    if after is None or before is None:
        raise Http404
    parts = parts_of(before, after)
    context = {
        "plan": plan,
        "before": before,
        "after": after,
        "different": [part for part in parts if part.lines],
        "alike": [part.label for part in parts if not part.lines],
        "asked": labels_of_mending(_named(before), before.version.content),
    }
    return render(request, "provinces/plan_difference.html", context)


def parts_of(before: Submission, after: Submission) -> list[Part]:
    """All sections, those without a difference too."""
    return list(_parts(before.version.content, after.version.content, _named(before)))


def _named(before: Submission) -> list[str]:
    """The sections that went back."""
    returned = before.checks.filter(verdict=CheckVerdict.RETURNED, status=CheckStatus.STANDING)
    check = returned.first()
    return list(check.sections) if check else []


def _parts(
    before: Mapping[str, Any], after: Mapping[str, Any], named: Iterable[str]
) -> Iterator[Part]:
    """Of both, in the order of the plan; what was given up comes last."""
    labels = {one.name: one.label for one in sections_in(after)}
    handed_in = {one.name: f"{one.label}（原）" for one in sections_in(before)}
    ours, theirs = _said(before), _said(after)
    for name in [*labels, *(one for one in handed_in if one not in labels)]:
        left, right = ours.get(name, {}), theirs.get(name, {})
        lines = [
            line_of(label, left.get(label, ""), right.get(label, ""))
            for label in {**right, **left}
            if left.get(label, "") != right.get(label, "")
        ]
        is_new = name not in handed_in or name not in labels
        was_open = name in named or (is_new and EVENTS in named)
        yield Part(labels.get(name) or handed_in[name], was_open, lines)


def _said(content: Mapping[str, Any]) -> dict[str, Texts]:
    """By the name of its section: rows of a table are lines."""
    letter, organisation = content["letter"], content["organisation"]
    programme, support = content["programme"], content["support"]
    return {
        "letter": {
            "文号": letter["number"],
            "日期": letter["date"],
            "联系处室": letter["office"],
            "联系电话": letter["phone"],
        },
        "aims": {"总体要求与目标": content["aims"], "主要目标": _figures(content["targets"])},
        **{f"event-{event['ref']}": _event(event) for event in content["events"]},
        "basis": {
            "工作基础": content["basis"]["text"],
            "数据": _figures(content["basis"]["figures"]),
        },
        "organisation": {
            "组织架构": organisation["text"],
            "参与单位": _rows(organisation["parties"]),
            "负责人": organisation["lead"],
            "联络员": organisation["liaison"],
        },
        "tasks": {"任务分工与进度": _rows(content["tasks"])},
        "programme": {
            "项目遴选": programme["selection"],
            "培训辅导": programme["coaching"],
            "直播与宣传": programme["broadcast"],
        },
        "support": {
            "经费": _rows(support["budget"]),
            "经费总额": support["total"],
            "政策支持": support["policies"],
            "人员保障": support["staff"],
            "安全与保密": support["safety"],
            "廉政要求": support["integrity"],
        },
        "tracking": {
            "转化跟踪": content["tracking"]["text"],
            "成效报送": content["tracking"]["reporting"],
        },
    }


def _event(event: Mapping[str, Any]) -> Texts:
    return {
        "活动名称": event["title"],
        "路演主题": event["theme"],
        "技术领域": "、".join(event["fields"]),
        "四个面向": "、".join(event["orientations"]),
        "区域战略": "、".join(event["strategies"]),
        "时间": "、".join(event["dates"]),
        "地点": event["place"],
        "举办方式": event["mode"],
        "承办单位": event["host"],
        "路演项目": _rows(event["projects"]),
        "规模": f"项目 {event['project_count']} 项，企业 {event['companies']} 家，"
        f"投资机构 {event['investors']} 家",
        "议程安排": event["agenda"],
    }


def _figures(figures: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(f"{one['label']} {one['value']} {one['unit']}".strip() for one in figures)


def _rows(rows: Iterable[Mapping[str, str]]) -> str:
    return "\n".join("，".join(text for text in row.values() if text) for row in rows)
