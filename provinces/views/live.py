"""What changes of a plan by itself: the time that is left, what workers have printed and read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foundation import clock
from provinces.cycles import timing_problems
from provinces.models import Submission
from provinces.queries import newest_version, scan_of
from provinces.states import PlanStatus
from records.states import WorkState


@dataclass(frozen=True)
class Countdown:
    """Seconds are reckoned in the browser from the server's clock; `what` ends is 报送 or 补正."""

    what: str
    opens_at: datetime | None
    closes_at: datetime | None
    now: datetime
    is_open: bool
    is_over: bool
    words: str
    end_in_words: str


def countdown_of(plan: Any) -> Countdown:
    """Of a plan with its standing, which knows what time it is."""
    closes_at = plan.closes_at
    problems = timing_problems(plan.cycle, closes_at, plan.now)
    words = "；".join(problem.sentence for problem in problems)
    is_over, ends = bool(closes_at and plan.now >= closes_at), _end_of(closes_at)
    is_returned = plan.status == PlanStatus.RETURNED
    if is_returned and is_over:
        words = f"补正已于 {ends} 截止，入口已关闭。确有需要，请联系火炬中心延期"
    is_passed = plan.status == PlanStatus.ACCEPTED
    return Countdown(
        "补正" if is_returned else "报送",
        plan.cycle.opens_at,
        closes_at,
        plan.now,
        is_open=not problems and not is_passed,
        is_over=is_over,
        words="形式审查已通过，不能再改" if is_passed else words,
        end_in_words=ends,
    )


def _end_of(closes_at: datetime | None) -> str:
    return clock.end_in_words(closes_at) if closes_at else ""


def live_of(plan: Any, filed: Submission | None = None) -> dict[str, Any]:
    """What changes by itself, as workers print and read: of the newest version, or of what was
    handed in."""
    version = filed.version if filed else newest_version(plan)
    scan = filed.scan if filed else scan_of(version) if version else None
    printing = getattr(version, "printing", None) if version else None
    reading = getattr(scan, "reading", None) if scan else None
    return {
        "plan": plan,
        "countdown": countdown_of(plan),
        "version": version,
        "printing": printing,
        "scan": scan,
        "reading": reading,
        "pages": list(reading.pages.all()) if reading else [],
        "step_now": _step_now(plan),
        "is_new": is_new(plan),
        "is_busy": any(work and work.state == WorkState.WAITING for work in (printing, reading)),
    }


def is_new(plan: Any) -> bool:
    """Whether there is anything that was not handed in yet."""
    filed = (plan.filed_version, plan.filed_scan)
    return filed != (plan.version, plan.scan) or plan.revision != plan.frozen


def _step_now(plan: Any) -> int:
    """Of 填写、定稿打印、盖章扫描、报送, counted from 1; beyond them when all is done."""
    if plan.status == PlanStatus.RETURNED and not is_new(plan):
        return 1
    if not plan.version or plan.revision != plan.frozen:
        return 2 if plan.revision else 1
    if not plan.scan:
        return 3
    return 4 if is_new(plan) else 5
