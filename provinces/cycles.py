"""申报通知: published by the centre's lead; from then on each of the 37 has a plan to fill in.

Opening and closing are no events: whether the call is open is asked of the database's clock at the
moment of each request.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, TextChoices

from accounts.models import Cycle, Unit
from accounts.terms import taxonomies
from foundation import clock
from foundation.errors import Problem, refuse_if
from foundation.uploads import Purpose
from provinces.cutting import cut_call
from provinces.models import CallFile, Exemption, Slot, WorkPlan
from provinces.queries import people_of_units
from provinces.states import ExemptionKind, ExemptionStatus
from records.actors import Actor
from records.filing import file_document
from records.messages import keep_messages
from records.workflow import begin, begin_all, move

CALLED = "accounts.cycle.call"  # the words of the message
_WHOLE = 100  # points
# 2.2 of the review's practice: four criteria of the notice, 六(二), and its "等".
CRITERIA: tuple[dict[str, Any], ...] = (
    {"key": "theme", "label": "主题", "weight": 25, "floor": 1},
    {"key": "basis", "label": "工作基础", "weight": 25, "floor": 1},
    {"key": "organisation", "label": "组织架构", "weight": 20, "floor": 1},
    {"key": "support", "label": "保障措施", "weight": 20, "floor": 1},
    {"key": "novelty", "label": "创新与可行性", "weight": 10, "floor": 0},
)


class CallProblem(TextChoices):
    ORDER = "call_order", "截止时间要晚于开始时间"
    WEIGHTS = "call_weights", "各项指标的分值相加要等于 {expected}，现在是 {found}"
    NO_THEME = "call_no_theme", "请至少写一个路演主题"
    USED = "call_used", "有单位申报的场次已经更多，上限不能改得这么小"
    NOT_YET = "call_not_yet", "报送还没有开始，{expected}起可以报送"
    OVER = "call_over", "报送已于 {expected} 截止，入口已关闭"
    UNPUBLISHED = "call_unpublished", "本年度的申报通知还没有发布"


@transaction.atomic
def publish_call(cycle: Cycle, settings: Mapping[str, Any], *, by: Actor) -> Cycle:
    """Set the columns of the call and see that every unit has its plan with its slots; again at
    any time. Raises Refused: not the centre's lead (403); 422 with all that is wrong."""

    def write(row: Cycle) -> None:
        for name, value in settings.items():
            setattr(row, name, value)
        refuse_if(_problems(row))

    before = (cycle.opens_at, cycle.closes_at)
    called = move(cycle, "call", by=by, write=write)
    with_plan = WorkPlan.objects.filter(cycle=called).values("unit")
    lacking = Unit.objects.exclude(pk__in=with_plan).order_by("code")
    begin_all([WorkPlan(cycle=called, unit=unit) for unit in lacking], "open", by=by)
    settle_slots(called.plans.all(), called)
    cut_call(called)
    if (called.opens_at, called.closes_at) != before:
        units = Unit.objects.values_list("pk", flat=True)
        keep_messages(CALLED, [(called, people_of_units(units))])
    return called


@transaction.atomic
def attach_to_call(cycle: Cycle, name: str, stream: BinaryIO, *, by: Actor) -> CallFile:
    """Public as soon as the call is. Raises Refused: not the centre's lead (403); 422 with all that
    is wrong with the file."""
    document = file_document(name, stream, purpose=Purpose.DOCUMENT, by=by)
    return begin(CallFile(cycle=cycle, document=document), "attach", by=by)


def remove_from_call(file: CallFile, *, by: Actor) -> CallFile:
    return move(file, "remove", by=by)


def settle_slots(plans: QuerySet[WorkPlan], cycle: Cycle) -> None:
    """As many as the cap, or as was granted. Raises Refused (422) where more are in use."""
    # Nobody adds an event between the counting and the dropping.
    locked = list(
        plans.select_for_update(no_key=True, of=("self",)).order_by("pk").select_related(None)
    )
    granted = Exemption.objects.filter(
        cycle=cycle, kind=ExemptionKind.EXTRA, status=ExemptionStatus.GIVEN
    )
    extra = {one.unit_id: one.cap or 0 for one in granted}
    there = Counter(Slot.objects.filter(plan__cycle=cycle).values_list("plan", flat=True))
    caps = {plan.pk: max(extra.get(plan.unit_id, 0), cycle.cap) for plan in locked}
    Slot.objects.bulk_create(
        Slot(plan_id=plan, number=number)
        for plan, cap in caps.items()
        for number in range(there[plan] + 1, cap + 1)
    )
    _drop_slots([(plan, cap) for plan, cap in caps.items() if there[plan] > cap])


def _drop_slots(shrunk: Sequence[tuple[int, int]]) -> None:
    try:
        with transaction.atomic():
            for plan, cap in shrunk:
                Slot.objects.filter(plan=plan, number__gt=cap).delete()
    except IntegrityError:
        refuse_if([Problem(CallProblem.USED, "cap")])


def blank_call(cycle: Cycle) -> dict[str, Any]:
    """What a call that was never published begins with: the notice's own themes and criteria."""
    return {
        "call_title": f"关于开展{cycle.year}年度火炬科技成果直通车申报工作的通知",
        "themes": [theme["name"] for theme in taxonomies()["themes"]],
        "criteria": [dict(one) for one in CRITERIA],
    }


def timing_problems(cycle: Cycle, closes_at: datetime | None, now: datetime) -> list[Problem]:
    """In time means `opens_at` ≤ now < `closes_at`, the instant read once after the row was
    locked."""
    if cycle.opens_at is None or closes_at is None:
        return [Problem(CallProblem.UNPUBLISHED)]
    if now < cycle.opens_at:
        return [Problem(CallProblem.NOT_YET, expected=clock.in_words(cycle.opens_at))]
    if now >= closes_at:
        return [Problem(CallProblem.OVER, expected=clock.end_in_words(closes_at))]
    return []


def _problems(cycle: Cycle) -> list[Problem]:
    problems = []
    if cycle.opens_at is None or cycle.closes_at is None or cycle.closes_at <= cycle.opens_at:
        problems.append(Problem(CallProblem.ORDER, "closes_at"))
    weights = sum(int(one["weight"]) for one in cycle.criteria)
    if weights != _WHOLE:
        found, expected = str(weights), str(_WHOLE)
        problems.append(Problem(CallProblem.WEIGHTS, "criteria", expected=expected, found=found))
    if not cycle.themes:
        problems.append(Problem(CallProblem.NO_THEME, "themes"))
    return problems
