"""形式审查清单: what the centre's formal check asks of a plan, as it stands now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provinces.content import Standing
from provinces.states import ScanVerdict


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    is_met: bool
    note: str = ""


def checklist_of(standing: Standing, live: Mapping[str, Any], cap: int) -> list[Item]:
    """In the order of the check: who, letter, seal, time, number, sections, file, contact."""
    said, countdown, reading = standing.values, live["countdown"], live["reading"]
    verdict = reading.verdict if reading else ""
    has_seal = any(page.has_seal for page in live["pages"])
    return [
        Item("是 37 家推荐单位之一", True, standing.plan.unit.department),
        Item("正式函有文号", bool(said.get("doc_number")), said.get("doc_number") or ""),
        Item(
            "加盖公章", has_seal, "" if has_seal else "扫描件上还没有看到红色圆章，以人工核对为准"
        ),
        Item("在期限内", countdown.is_open or bool(live["plan"].serial), countdown.end_in_words),
        Item(f"不超过 {cap} 场", 0 < len(standing.events) <= cap, f"{len(standing.events)} 场"),
        Item("要素齐全", not standing.problems, _count(len(standing.problems))),
        Item("扫描件能打开、页数齐", verdict == ScanVerdict.WHOLE, _verdict(reading)),
        Item("联系人有效", bool(said.get("liaison") and said.get("phone"))),
    ]


def _count(lacks: int) -> str:
    return f"还差 {lacks} 处" if lacks else ""


def _verdict(reading: Any) -> str:
    if reading is None:
        return "还没有上传"
    return str(reading.get_verdict_display()) if reading.verdict else "正在核对"
