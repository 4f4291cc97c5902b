"""Plans brought to a state through the door."""

import io
from datetime import datetime, timedelta

from accounts.cycles import current_cycle
from accounts.models import Unit
from foundation import clock
from foundation.typed import Page
from foundation.uploads import Purpose
from provinces.columns.sections import EVENT_NAMES
from provinces.cycles import blank_call, publish_call
from provinces.models import Printing, ScanReading, WorkPlan
from provinces.planning import add_event, freeze, keep_typed
from provinces.scanning import file_scan
from provinces.states import PrintKind
from provinces.submission import submit
from records.filing import file_document
from records.working import carry_out
from tests.factories import make_clerk, make_lead, make_project, make_staff
from tests.foundation import files

DAY = timedelta(days=1)


def publish(*, opens_in=-DAY, closes_in=10 * DAY, by=None, **settings):
    """The call of the running cycle, open now unless asked otherwise."""
    cycle, now = current_cycle(), clock.now()
    times = {"opens_at": now + opens_in, "closes_at": now + closes_in}
    lead = by or make_staff("centre_lead")
    return publish_call(cycle, {**blank_call(cycle), **times, **settings}, by=lead)


def plan_of(unit="SC") -> WorkPlan:
    return WorkPlan.objects.select_related("cycle", "unit").get(unit=unit, cycle=current_cycle())


def typed_plan(events=(), **changes):
    """A whole plan as a careful clerk types it, and its events."""
    year = current_cycle().year
    typed = {
        "doc_number": "川科函〔2026〕41号",
        "letter_date": f"{year}-05-10",
        "office": "成果转化处",
        "phone": "028-86700000",
        "aims": "征集一批能转化的成果，办好两场路演。",
        "target_collected": "500",
        "target_listed": "300",
        "target_demands": "200",
        "target_introductions": "120",
        "target_contracts": "30",
        "target_amount": "8000",
        "basis": "登记技术合同两万项，成果储备充足。",
        "basis_amount": "160000",
        "basis_agencies": "21",
        "basis_zones": "8",
        "basis_institutes": "130",
        "basis_events": "3",
        "basis_projects": "27",
        "basis_contracts": "9",
        "organisation": "厅领导牵头，高新区、技术转移机构分工负责。",
        "parties": [
            {"role": "organiser", "name": "四川省科学技术厅", "code": "", "duty": "统筹"},
            {"role": "host", "name": "成都高新区管委会", "code": "", "duty": "会务"},
        ],
        "lead": "王岷，副厅长",
        "liaison": "周蜀，028-86700001",
        "tasks": [
            {
                "task": task,
                "responsible": "省科学技术厅",
                "begins": f"{year}-04-26",
                "ends": f"{year}-12-31",
                "measure": "按月通报",
            }
            for task in ("collect", "demand", "coach", "match", "follow", "library")
        ],
        "selection": "机构评价后择优。",
        "coaching": "每个项目两次彩排。",
        "broadcast": "同步直播。",
        "budget": [
            {"item": "venue", "source": "province", "amount": "40"},
            {"item": "broadcast", "source": "zone", "amount": "20.5"},
        ],
        "budget_total": "60.5",
        "policies": "优先立项。",
        "staff": "专班五人。",
        "safety": "场地消防报备，材料不涉密。",
        "integrity": "不收取费用。",
        "tracking": "每月回访。",
        "reporting": "每季度末月 25 日前",
        **{name: text for event in events for name, text in typed_event(event).items()},
    }
    return {**typed, **changes}


def typed_event(event, **changes):
    said = {
        "title": "集成电路专场",
        "theme": event.plan.cycle.themes[0],
        "fields": ["1"],
        "orientations": ["economy"],
        "strategies": ["CY"],
        "first_date": f"{event.plan.cycle.year}-06-16",
        "second_date": f"{event.plan.cycle.year}-06-18",
        "place": "成都高新区",
        "mode": "both",
        "host": "",
        "projects": [],
        "project_count": "9",
        "companies": "30",
        "investors": "20",
        "agenda": "开场、路演、对接。",
        **changes,
    }
    return {f"{event.ref}_{name}": said[name] for name in EVENT_NAMES}


def type_in(plan, typed, by=None, page=None):
    return keep_typed(plan, typed, page=page or Page(), by=by or make_clerk(plan.unit_id))


def make_listed(unit="SC", **fields):
    fields = {"unit": Unit.objects.get(abbr=unit), **fields}
    return make_project("listed", **fields)


def full_plan(unit="SC", by=None, **changes):
    """Typed whole with one event, which shows one project of the unit's library."""
    clerk, plan = by or make_clerk(unit), plan_of(unit)
    event = add_event(plan, by=clerk)
    shown = typed_event(event, projects=[make_listed(unit).code])
    said = {"safety": f"{plan.unit.name}场地消防报备，材料不涉密。"}  # what no other plan says
    typed = typed_plan([event]) | shown | said | changes
    type_in(plan, typed, by=clerk)
    return plan


def frozen_plan(unit="SC", by=None):
    plan = full_plan(unit, by=by)
    return plan, freeze(plan, by=by or make_clerk(unit))


def scanned_plan(unit="SC", by=None):
    clerk = by or make_clerk(unit)
    plan, version = frozen_plan(unit, by=clerk)
    file_pdf(plan, version, by=clerk)
    return plan, version


def file_pdf(plan, version, by, content=files.PDF):
    document = file_document("盖章.pdf", io.BytesIO(content), purpose=Purpose.SCAN, by=by)
    return file_scan(plan, document, version.number, by=by)


def submitted_plan(unit="SC", lead=None):
    plan, _ = scanned_plan(unit)
    return plan, submit(plan, by=lead or make_lead(unit))


def carry_out_all():
    """What workers would do now."""
    print_all(*PrintKind)
    read_scans()


def read_scans():
    _carry_out(ScanReading.objects.all())


def print_all(*kinds):
    """A letter takes a second: only those that a test reads."""
    _carry_out(Printing.objects.filter(kind__in=kinds))


def print_one(row):
    """Of a version, a submission or a result."""
    _carry_out(Printing.objects.filter(pk=row.printing.pk))


def _carry_out(rows):
    for pk in rows.filter(state="waiting").values_list("pk", flat=True):
        carry_out(rows.model._meta.label_lower, pk)


def at(*parts) -> datetime:
    return datetime(*parts, tzinfo=clock.SHANGHAI)
