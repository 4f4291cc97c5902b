"""工作方案: typed at every pause, events added and given up, frozen when it is printed.

Whoever types locks the draft alone; whoever freezes, submits or changes events locks the plan, then
its draft, so that nothing is typed into what is frozen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from foundation.typed import MOST_ROWS, Page, Typed
from projects.content import sha256_of
from provinces.columns.reading import typed_in
from provinces.columns.sections import base_of
from provinces.content import Standing, content_of
from provinces.cycles import timing_problems
from provinces.mending import shut_events_problems, shut_problems
from provinces.models import PlanDraft, PlanEvent, PlanVersion, WorkPlan
from provinces.printing import print_again, print_letter
from provinces.queries import cap_of, deadline_of, events_of, newest_version
from provinces.rules import is_of_unit
from provinces.states import PlanStatus
from records.actors import Actor
from records.states import MoveProblem
from records.workflow import begin, move

# What of a plan is of its year alone, and does not go into the next one.
_OF_A_YEAR = ("doc_number", "letter_date", "tasks")

# Where a row comes from that no page typed: pages that are open then learn of it as of any other.
_BY_CHOICE = "choice"


class PlanningProblem(TextChoices):
    FULL = "plan_full", "本年度最多申报 {expected} 场，名额已用完。先取消一场，或向火炬中心申请增加"
    NOT_EMPTY = "plan_not_empty", "已经填了内容，不能再用去年的方案开头"
    NO_LAST = "plan_no_last", "没有找到往年的工作方案"
    PASSED = "plan_passed", "形式审查已通过，不能再改"
    NO_SECTION = (
        "plan_no_section",
        "这一部分已被取消，没有保存。刚输入的内容还在页面上，请复制出来",
    )


@dataclass(frozen=True)
class Kept:
    """The draft as it stands; the names not kept as others had changed them; and the names not
    sent that others have changed since the page was read."""

    draft: PlanDraft
    clashes: frozenset[str] = frozenset()
    newer: frozenset[str] = frozenset()


@transaction.atomic
def keep_typed(plan: WorkPlan, typed: Mapping[str, Typed], *, page: Page, by: Actor) -> Kept:
    """Keep each name by itself. Raises Refused: 403 not theirs, 409 the call is over."""
    draft = _lock_draft(plan)
    _require_open(plan, by)
    refuse_if(shut_problems(plan, typed))
    meeting = draft.meet(typed, typed_in(draft, typed), page)
    if meeting.changes:
        draft.put(meeting.changes, page, by.person_id)
        draft.saved_at = clock.now()
        draft.save()
    return Kept(draft, meeting.clashes, meeting.newer)


def draft_of(plan: WorkPlan) -> PlanDraft | None:
    return PlanDraft.objects.filter(plan=plan).first()


def standing_of(plan: WorkPlan, draft: PlanDraft | None = None) -> Standing:
    return Standing(plan, draft or draft_of(plan), events_of(plan))


@transaction.atomic
def add_event(plan: WorkPlan, *, by: Actor) -> PlanEvent:
    """In the first free slot. Raises Refused (409) where there is none; two at once cannot both
    have the last."""
    row = _lock(plan)
    _require_open(row, by)
    refuse_if(shut_events_problems(row))
    used = row.events.filter(number__isnull=False).values("number")
    free = row.slots.exclude(number__in=used).order_by("number").first()
    if free is None:
        raise Refused([Problem(PlanningProblem.FULL, expected=str(cap_of(row)))])
    event = begin(PlanEvent(plan=row, number=free.number), "add", by=by)
    _touch(row)
    return event


@transaction.atomic
def drop_event(event: PlanEvent, *, by: Actor) -> PlanEvent:
    row = _lock(event.plan)
    _require_open(row, by)
    refuse_if(shut_events_problems(row))

    def write(dropped: PlanEvent) -> None:
        dropped.number = None

    moved = move(event, "drop", by=by, write=write)
    _touch(row)
    return moved


@transaction.atomic
def freeze(plan: WorkPlan, *, by: Actor) -> PlanVersion:
    """定稿: what is typed now becomes the next version, whose letter a worker prints; the newest
    again where nothing was changed. Raises Refused: 403; 422 with all that is lacking."""
    frozen: list[PlanVersion] = []

    def write(row: WorkPlan) -> None:
        refuse_if(timing_problems(row.cycle, deadline_of(row), clock.now()))
        draft = _lock_draft(row)
        standing = standing_of(row, draft)
        refuse_if(standing.problems)
        frozen.append(_version(standing, by))
        draft.frozen = draft.revision
        draft.save(update_fields=["frozen"])

    move(plan, "freeze", by=by, write=write)
    return frozen[0]


def _version(standing: Standing, by: Actor) -> PlanVersion:
    plan, content = standing.plan, content_of(standing)
    sha256, newest = sha256_of(content), newest_version(plan)
    if newest is not None and newest.sha256 == sha256:
        print_again(newest)
        return newest
    version = PlanVersion(
        plan=plan,
        number=newest.number + 1 if newest else 1,
        content=content,
        typed=standing.draft.typed if standing.draft else {},
        sha256=sha256,
        frozen_by_id=by.person_id,
    )
    begin(version, "freeze", by=by)
    print_letter(version)
    return version


@transaction.atomic
def copy_last(plan: WorkPlan, *, by: Actor) -> PlanDraft:
    """Last year's plan as a start, without what is of its year alone. Raises Refused (409) where
    something was typed already, or there is none."""
    draft = _lock_draft(plan)
    _require_open(plan, by)
    if draft.typed:
        raise Refused([Problem(PlanningProblem.NOT_EMPTY)])
    last = _earlier(plan).order_by("-plan__cycle__year").first()
    if last is None:
        raise Refused([Problem(PlanningProblem.NO_LAST)])
    typed = {name: text for name, text in last.typed.items() if _is_of_any_year(name)}
    there = typed_in(draft, typed)
    draft.put({name: (there[name], text) for name, text in typed.items()}, Page(), by.person_id)
    draft.saved_at = clock.now()
    draft.save()
    return draft


def may_copy_last(plan: WorkPlan) -> bool:
    return _earlier(plan).exists()


def _earlier(plan: WorkPlan) -> QuerySet[PlanDraft]:
    """Of the same unit, with something typed."""
    drafts = PlanDraft.objects.filter(
        plan__unit=plan.unit_id, plan__cycle__year__lt=plan.cycle.year
    )
    return drafts.exclude(typed={})


@transaction.atomic
def add_party(plan: WorkPlan, party: Mapping[str, str], *, by: Actor) -> bool:
    """One more row of 参与单位 below those typed, which are left as they are; none where the
    same organisation stands there in the same role. Returns whether it stands there now: not where
    the plan is not the unit's to change, or the table is full. Whoever calls has asked whether `by`
    may."""
    row = _lock(plan)
    if _shut_problems(row) or shut_problems(row, ["parties"]):
        return False
    draft = _lock_draft(row)
    there = typed_in(draft, ["parties"])["parties"]
    rows = [one for one in there if isinstance(one, dict)]
    if any(_is_same_party(one, party) for one in rows):
        return True
    if len(rows) >= MOST_ROWS:
        return False
    draft.put({"parties": (there, [*rows, dict(party)])}, Page(name=_BY_CHOICE), by.person_id)
    draft.saved_at = clock.now()
    draft.save()
    return True


def _is_same_party(one: Mapping[str, str], party: Mapping[str, str]) -> bool:
    names = ("code", "name")
    return one.get("role") == party["role"] and any(
        party[name] and one.get(name, "").strip() == party[name] for name in names
    )


def _is_of_any_year(name: str) -> bool:
    return name not in _OF_A_YEAR and base_of(name) == name


def _lock(plan: WorkPlan) -> WorkPlan:
    rows = WorkPlan.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("cycle", "unit").get(pk=plan.pk)


def _lock_draft(plan: WorkPlan) -> PlanDraft:
    draft, _ = PlanDraft.objects.select_for_update().get_or_create(plan=plan)
    return draft


def _touch(plan: WorkPlan) -> None:
    """Events are part of what is frozen."""
    draft = _lock_draft(plan)
    draft.revision += 1
    draft.save(update_fields=["revision"])


def _require_open(plan: WorkPlan, by: Actor) -> None:
    if not is_of_unit(by, plan):
        problem = Problem(MoveProblem.NOT_YOURS, expected="填写工作方案")
        raise Refused([problem], status=HTTPStatus.FORBIDDEN)
    problems = _shut_problems(plan)
    if problems:
        raise Refused(problems)


def _shut_problems(plan: WorkPlan) -> list[Problem]:
    if plan.status == PlanStatus.ACCEPTED:
        return [Problem(PlanningProblem.PASSED)]
    return timing_problems(plan.cycle, deadline_of(plan), clock.now())
