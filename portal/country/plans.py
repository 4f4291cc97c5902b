"""The annual call in the demo: open for two more weeks, the 37 each as far as it has come."""

import io
from datetime import date, timedelta

from accounts.cycles import current_cycle
from accounts.models import Cycle
from foundation import clock
from foundation.documents import render_pdf
from foundation.typed import Page, Typed
from foundation.uploads import Purpose
from portal.country.hosts import call_for_hosts
from portal.country.people import People
from projects.models import Listing
from provinces.columns.rows import SIX_TASKS
from provinces.cycles import blank_call, publish_call
from provinces.models import PlanDraft, PlanEvent, PlanVersion, WorkPlan
from provinces.planning import add_event, freeze, keep_typed
from provinces.scanning import file_scan
from provinces.submission import submit
from records.actors import Actor
from records.filing import file_document
from records.models import Document

_OPEN_FOR, _LEFT = timedelta(days=20), timedelta(days=14)
# Whoever is not named has not begun; SC is typed whole, for its people to print and hand in.
_SUBMITTED, _FROZEN = ("ZJ", "JS", "HB"), ("BJ", "SD")
_TYPED, _BEGUN = ("SC",), ("SH", "AH", "SN", "LN", "CQ", "GZ")
_TEXT = "各地结合实际制定工作方案，本着公平、公开、自愿的原则组织申报路演活动，按时正式函报。"


def bring_plans(people: People) -> None:
    cycle = current_cycle()
    if cycle.closes_at is None:
        cycle = call_for_plans(cycle, since=_OPEN_FOR, lasts=_LEFT, by=people.actor("centre-lead"))
    for plan in cycle.plans.select_related("unit", "cycle").order_by("unit"):
        if not PlanDraft.objects.filter(plan=plan).exists():
            _bring(plan, people)
    call_for_hosts(cycle, people)


def call_for_plans(
    cycle: Cycle, *, lasts: timedelta, by: Actor, since: timedelta = timedelta()
) -> Cycle:
    times = {
        "opens_at": clock.now() - since,
        "closes_at": clock.end_of_day(clock.today() + lasts),
    }
    return publish_call(cycle, {**blank_call(cycle), "call_text": _TEXT, **times}, by=by)


def hand_in(plan: WorkPlan, people: People) -> None:
    clerk = _clerk_of(plan, people)
    version = _freeze(plan, clerk)
    file_scan(plan, _scan(plan, clerk), version.number, by=clerk)
    submit(plan, by=people.actor(f"unit-{plan.unit_id.lower()}-lead"))


def _freeze(plan: WorkPlan, clerk: Actor) -> PlanVersion:
    _type_whole(plan, clerk)
    return freeze(plan, by=clerk)


def _type_whole(plan: WorkPlan, clerk: Actor) -> None:
    event = add_event(plan, by=clerk)
    keep_typed(plan, _typed(plan, event), page=Page(), by=clerk)


def _clerk_of(plan: WorkPlan, people: People) -> Actor:
    return people.actor(f"unit-{plan.unit_id.lower()}")


def _bring(plan: WorkPlan, people: People) -> None:
    abbr, clerk = plan.unit_id, _clerk_of(plan, people)
    if abbr in _BEGUN:
        keep_typed(plan, {"aims": _aims(plan)}, page=Page(), by=clerk)
    elif abbr in _TYPED:
        _type_whole(plan, clerk)
    elif abbr in _FROZEN:
        _freeze(plan, clerk)
    elif abbr in _SUBMITTED:
        hand_in(plan, people)


def _scan(plan: WorkPlan, by: Actor) -> Document:
    html = f"<h1>{plan}</h1><p>演示用的扫描件，没有盖章。</p>"
    name = f"{plan.unit.name}工作方案盖章件.pdf"
    return file_document(name, io.BytesIO(render_pdf(html)), purpose=Purpose.SCAN, by=by)


def _aims(plan: WorkPlan) -> str:
    return f"{plan.unit.name}本年度征集一批能转化的成果，办好路演，促成对接和签约。"


def _typed(plan: WorkPlan, event: PlanEvent) -> dict[str, Typed]:
    department, year = plan.unit.department, plan.cycle.year
    return {
        "doc_number": f"科函〔{year}〕{40 + len(department)}号",
        "letter_date": _within(plan, timedelta()).isoformat(),
        "office": "成果转化处",
        "phone": "010-88886666",
        "aims": _aims(plan),
        "target_collected": "400",
        "target_listed": "260",
        "target_demands": "180",
        "target_introductions": "120",
        "target_contracts": "24",
        "target_amount": "6800",
        "basis": "技术市场活跃，成果储备充足，往届路演项目有三成签约。",
        "basis_amount": "1200000",
        "organisation": "省级科技管理部门牵头，高新区、技术转移机构分工负责，五方联动。",
        "parties": [
            {"role": "organiser", "name": department, "code": "", "duty": "统筹协调"},
            {"role": "host", "name": f"{plan.unit.name}高新区管委会", "code": "", "duty": "会务"},
        ],
        "lead": "分管副厅长",
        "liaison": "成果转化处，010-88886667",
        "tasks": [
            {
                **row,
                "responsible": department,
                "begins": f"{year}-04-26",
                "ends": f"{year}-12-31",
                "measure": "按月通报",
            }
            for row in SIX_TASKS
        ],
        "selection": "专业机构评价后择优推荐。",
        "coaching": "每个项目辅导两次，彩排一次。",
        "budget": [
            {"item": "venue", "source": "province", "amount": "40"},
            {"item": "broadcast", "source": "zone", "amount": "20"},
        ],
        "budget_total": "60",
        "policies": "落地转化的路演项目优先纳入省级重点研发计划。",
        "safety": "会务安全、材料保密都有专人负责，有应急预案。",
        "tracking": "签约项目每月回访，更新进展。",
        "reporting": "每季度末月 25 日前",
        **_typed_event(plan, event),
    }


def _typed_event(plan: WorkPlan, event: PlanEvent) -> dict[str, Typed]:
    listed = Listing.objects.filter(unit=plan.unit_id).values_list("project__code", flat=True)
    day = _within(plan, timedelta(days=60))
    said: dict[str, Typed] = {
        "title": "新一代信息技术专场",
        "theme": str(plan.cycle.themes[0]),
        "fields": ["1"],
        "orientations": ["economy"],
        "strategies": list(plan.unit.strategies[:1]),
        "first_date": day.isoformat(),
        "place": f"{plan.unit.name}国际会议中心",
        "mode": "both",
        "projects": [str(code) for code in listed.order_by("project__code")[:6]],
        "project_count": "8",
        "companies": "30",
        "investors": "20",
        "agenda": "上午项目路演，下午一对一对接。",
    }
    return {f"{event.ref}_{name}": text for name, text in said.items()}


def _within(plan: WorkPlan, ahead: timedelta) -> date:
    """A day so far ahead, but of the plan's year, however late the demo is made."""
    return min(clock.today() + ahead, date(plan.cycle.year, 12, 20))
