"""形式审查清单: the eight things the centre looks at. Of a plan as it stands now for the unit, of
what was handed in for the centre: both are told by the same lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.clock import end_in_words, in_words
from foundation.validators import check_landline, check_mobile
from provinces.content import Standing
from provinces.models import Submission
from provinces.queries.checks import filed_in_time
from provinces.states import ScanVerdict

# What of a plan stands under each factor of notice 六(二).
_FACTORS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "目标": lambda content: content["aims"],
    "路演场次": lambda content: content["events"],
    "工作基础": lambda content: content["basis"]["text"],
    "组织架构": lambda content: content["organisation"]["text"],
    "内容与进度": lambda content: content["tasks"],
    "路演安排": lambda content: content["programme"]["selection"],
    "保障措施": lambda content: content["support"]["budget"],
    "跟踪与成效": lambda content: content["tracking"]["text"],
}
_NO_SEAL = "扫描件上还没有看到红色圆章，以人工核对为准"
_NO_PHONE = "电话不像手机号或带区号的座机，请核对"


@dataclass(frozen=True, slots=True)
class Item:
    """`key` names it in a check that is kept."""

    key: str
    label: str
    is_met: bool
    note: str = ""


@dataclass(frozen=True)
class _Said:
    """What the lines ask of a plan, wherever it was read."""

    department: str
    number: str
    liaison: str
    phone: str
    events: int
    cap: int
    lacks: str
    is_in_time: bool
    time: str
    reading: Any
    pages: Any


def checklist_of(standing: Standing, live: Mapping[str, Any], cap: int) -> list[Item]:
    """Of a plan as it is typed now."""
    said, countdown = standing.values, live["countdown"]
    return _items(
        _Said(
            department=standing.plan.unit.department,
            number=said.get("doc_number") or "",
            liaison=said.get("liaison") or "",
            phone=said.get("phone") or "",
            events=len(standing.events),
            cap=cap,
            lacks=f"还差 {len(standing.problems)} 处" if standing.problems else "",
            is_in_time=countdown.is_open or bool(live["plan"].serial),
            time=countdown.end_in_words,
            reading=live["reading"],
            pages=live["pages"],
        )
    )


def handed_in_checklist(submission: Submission, live: Mapping[str, Any], cap: int) -> list[Item]:
    """Of what was handed in, word for word, and by its own time."""
    content = submission.version.content
    lacking = [label for label, part in _FACTORS.items() if not part(content)]
    ends = filed_in_time(submission)
    filed = f"{in_words(submission.filed_at)} 报送"
    return _items(
        _Said(
            department=content["unit"]["department"],
            number=content["letter"]["number"],
            liaison=content["organisation"]["liaison"],
            phone=content["letter"]["phone"],
            events=len(content["events"]),
            cap=cap,
            lacks=f"缺：{'、'.join(lacking)}" if lacking else "",
            is_in_time=bool(ends and submission.filed_at < ends),
            time=f"{filed}，{end_in_words(ends)} 截止" if ends else filed,
            reading=live["reading"],
            pages=live["pages"],
        )
    )


def _items(said: _Said) -> list[Item]:
    """In the order of the check: who, letter, seal, time, number, factors, file, contact."""
    verdict = said.reading.verdict if said.reading else ""
    has_seal = any(page.has_seal for page in said.pages)
    is_reachable = check_mobile(said.phone).ok or check_landline(said.phone).ok
    return [
        Item("unit", "是 37 家推荐单位之一", True, said.department),
        Item("letter", "正式函有文号", bool(said.number), said.number),
        Item("seal", "加盖公章", has_seal, "" if has_seal else _NO_SEAL),
        Item("time", "在期限内", said.is_in_time, said.time),
        Item(
            "number",
            f"不超过 {said.cap} 场",
            0 < said.events <= said.cap,
            f"{said.events} 场",
        ),
        Item("whole", "要素齐全", not said.lacks, said.lacks),
        Item("file", "扫描件能打开、页数齐", verdict == ScanVerdict.WHOLE, _verdict(said.reading)),
        Item(
            "contact",
            "联系人有效",
            bool(said.liaison) and is_reachable,
            _NO_PHONE if said.phone and not is_reachable else "",
        ),
    ]


def _verdict(reading: Any) -> str:
    if reading is None:
        return "还没有上传"
    return str(reading.get_verdict_display()) if reading.verdict else "正在核对"
