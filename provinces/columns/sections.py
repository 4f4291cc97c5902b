"""The work plan cut into sections, in the order people fill them in (notice 二, 三, 六)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from foundation.refs import LENGTH
from provinces.models import PlanEvent

# In the list of what is to be mended beside sections: which roadshows are asked for at all; and the
# sealed scan alone, while not a word is typed anew.
EVENTS, SCAN = "events", "scan"
_BESIDE = {EVENTS: "增减场次", SCAN: "重新盖章、扫描（内容不改）"}
_EVENT = "event-"  # before the ref, in the name of an event's section


@dataclass(frozen=True)
class Section:
    """`name` is what addresses carry, `names` what is typed there."""

    name: str
    label: str
    lead: str
    names: tuple[str, ...] = ()


LETTER = Section(
    "letter",
    "函",
    "正式函的文号、日期和联系方式，印在函上。",
    ("doc_number", "letter_date", "office", "phone"),
)
AIMS = Section(
    "aims",
    "目标",
    "总体要求和年度目标，数字以后对照成效。",
    (
        *("aims", "target_collected", "target_listed", "target_demands"),
        *("target_introductions", "target_contracts", "target_amount"),
    ),
)
AFTER_EVENTS = (
    Section(
        "basis",
        "工作基础",
        "近三年的情况，说明为什么由你们来办。",
        (
            *("basis", "basis_amount", "basis_agencies", "basis_zones", "basis_institutes"),
            *("basis_events", "basis_projects", "basis_contracts"),
        ),
    ),
    Section(
        "organisation",
        "组织架构",
        "谁主办、承办、协办，分工是什么。",
        ("organisation", "parties", "lead", "liaison"),
    ),
    Section("tasks", "内容与进度", "六项任务各由谁负责、何时完成。", ("tasks",)),
    Section(
        "programme",
        "路演安排",
        "项目怎么选、怎么辅导、怎么直播宣传。",
        ("selection", "coaching", "broadcast"),
    ),
    Section(
        "support",
        "保障措施",
        "经费单位都是万元，各行相加要等于总额。",
        ("budget", "budget_total", "policies", "staff", "safety", "integrity"),
    ),
    Section("tracking", "跟踪与成效", "怎么跟踪转化，何时报送成效。", ("tracking", "reporting")),
)
EVENT_NAMES = (
    *("title", "theme", "fields", "orientations", "strategies", "first_date", "second_date"),
    *("place", "mode", "host", "projects", "project_count", "companies", "investors", "agenda"),
)


def section_of_event(event: PlanEvent) -> Section:
    return _section_of(event.ref, str(event))


def _section_of(ref: str, label: str) -> Section:
    names = tuple(f"{ref}_{name}" for name in EVENT_NAMES)
    return Section(_EVENT + ref, label, "这一场的主题、时间、地点和项目。", names)


def sections_in(content: Mapping[str, Any]) -> tuple[Section, ...]:
    """Of a version, by what it says."""
    events = enumerate(content["events"], start=1)
    shown = (_section_of(one["ref"], f"第 {at} 场：{one['title']}") for at, one in events)
    return (LETTER, AIMS, *shown, *AFTER_EVENTS)


def mending_choices(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What of a version can go back to be mended: name, label."""
    return [(one.name, one.label) for one in sections_in(content)] + list(_BESIDE.items())


def labels_of_mending(names: Iterable[str], content: Mapping[str, Any]) -> list[str]:
    chosen = set(names)
    return [label for name, label in mending_choices(content) if name in chosen]


def sections_of(events: Iterable[PlanEvent]) -> tuple[Section, ...]:
    return (LETTER, AIMS, *map(section_of_event, events), *AFTER_EVENTS)


def section_named(name: str, sections: Sequence[Section]) -> Section | None:
    """The first one where none is asked for; None where there is none called so, or no more."""
    if not name:
        return sections[0]
    return next((one for one in sections if one.name == name), None)


def section_with(name: str, sections: Sequence[Section]) -> Section | None:
    return next((one for one in sections if name in one.names), None)


def base_of(name: str) -> str:
    """What is asked under it: of an event's name, without the event's ref."""
    ref, _, base = name.partition("_")
    return base if len(ref) == LENGTH and base in EVENT_NAMES else name
