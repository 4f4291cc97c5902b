"""Last year's roadshows in the demo: one was held, one is cancelled, one is released and coached,
one has its day, two stand in each other's way in the working copy of the calendar."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import transaction

from accounts.cycles import current_cycle
from foundation import clock
from foundation.workdays import is_workday
from portal.country.evaluations import evaluate_all, evaluators_for
from portal.country.people import People
from projects.models import Project
from projects.queries import shown
from projects.recommendation import recommend
from roadshows.arranging import Place, add_room
from roadshows.casting import Noted, note_person
from roadshows.closing import close_past
from roadshows.dating import place
from roadshows.models import CalendarVersion, Person, Placement, Programme, Roadshow
from roadshows.opening import cancel_roadshow, follow_decisions
from roadshows.programme import Terms, add_item, line_up, take_out
from roadshows.publishing import publish_calendar
from roadshows.rehearsing import Run, note_rehearsal
from roadshows.releasing import preview_of, release
from roadshows.seasons import Terms as SeasonTerms, change_season
from roadshows.sessions import Plan, plan_session
from roadshows.states import ItemKind, Part, SessionKind
from roadshows.tasking import finish_duty

_HELD, _CANCELLED, _RELEASED, _DATED, _CLASHING = "ZJ", "JS", "SC", "HB", ("GD", "SN")
_UNITS = {_HELD, _CANCELLED, _RELEASED, _DATED, *_CLASHING}
# Days from today: what was done when, and when the roadshows are.
_SETTLED, _FIRST, _SECOND, _LATELY, _LAST = -120, -110, -25, -3, 150
_DAYS = {_HELD: -40, _CANCELLED: 25, _RELEASED: 18, _DATED: 40}
_PITCHES = 6
_REASONS = "中试数据完整，已有用户试用，适合上台。"

Rows = Mapping[str, Roadshow]


@transaction.atomic
def bring_roadshows(people: People) -> None:
    """Whole or not at all, and once; not where nothing was decided long enough ago."""
    if CalendarVersion.objects.exists() or people.settled < timedelta(days=-_SETTLED):
        return
    days = {unit: _workday(day) for unit, day in _DAYS.items()}
    with _on(_SETTLED):
        follow_decisions()
        rows = _rows()
        if not rows.keys() >= _UNITS:
            return
        _set_season(rows[_HELD], people)
    with _on(_FIRST):
        _date(rows, {unit: days[unit] for unit in (_HELD, _CANCELLED)}, "首批两场", people)
    with _on(_DAYS[_HELD] - 10):
        _arrange(_HELD, people)
    with _on(_DAYS[_HELD] + 7):
        close_past()
    with _on(_SECOND):
        _date(rows, {unit: days[unit] for unit in (_RELEASED, _DATED)}, "增补两场", people)
    with _on(_LATELY):
        why = "场馆临时停用，同主题的项目并到下一场"
        cancel_roadshow(rows[_CANCELLED], by=people.actor("centre-lead"), reason=why)
        _coach(_arrange(_RELEASED, people), people)
        _move(rows, dict.fromkeys(_CLASHING, days[_DATED]), people)


@contextmanager
def _on(day: int) -> Iterator[None]:
    with clock.shift(timedelta(days=day)):
        yield


def _workday(day: int) -> date:
    """That day, or the first workday after it."""
    found = clock.today() + timedelta(days=day)
    while not is_workday(found):
        found += timedelta(days=1)
    return found


def _rows() -> dict[str, Roadshow]:
    cycle = current_cycle().year - 1
    found = Roadshow.objects.filter(cycle__year=cycle).select_related("unit", "cycle", "room")
    return {row.unit_id: row for row in found}


def _set_season(row: Roadshow, people: People) -> None:
    season, today = row.cycle.season, clock.today()
    terms = SeasonTerms(
        first_day=today,
        last_day=today + timedelta(days=_LAST - _SETTLED),
        teams=2,
        unit_gap=14,
        region_gap=2,
        theme_gap=2,
        on_rest_days=False,
        blocked=[],
    )
    change_season(season, terms, seen=season.revision, by=people.actor("centre"))


def _date(rows: Rows, days: Mapping[str, date], note: str, people: People) -> None:
    _move(rows, days, people)
    season = rows[_HELD].cycle.season
    publish_calendar(season, by=people.actor("centre-lead"), note=note)


def _move(rows: Rows, days: Mapping[str, date], people: People) -> None:
    for unit, day in days.items():
        row = Placement.objects.get(roadshow=rows[unit])
        place(row, day, seen=row.revision, by=people.actor("centre"))


def _arrange(abbr: str, people: People) -> Roadshow:
    """The agenda is released; of what is prepared the first is done."""
    row, lead = _rows()[abbr], people.actor(f"unit-{abbr.lower()}-lead")
    finish_duty(row.duties.earliest("offset"), by=lead)
    add_room(row.unit, Place(f"{row.unit.name}国际会议中心", "一号厅", 300, 12), by=lead)
    chair = note_person(row.unit, Noted("周主持", f"{row.unit.name}高新区", "副主任"), by=lead)
    _add(row, ItemKind.OPENING, "致辞", 10, people, {chair: Part.CHAIR})
    line_up(row, _recommended(row, people), seen=_revision(row), by=lead)
    _add(row, ItemKind.BREAK, "茶歇", 15, people)
    _add(row, ItemKind.MEETING, "一对一洽谈", 60, people)
    release(row, by=lead, seen=preview_of(row).seen)
    row.refresh_from_db()
    return row


def _add(
    row: Roadshow,
    kind: ItemKind,
    title: str,
    talk: int,
    people: People,
    standing: Mapping[Person, Part] | None = None,
) -> None:
    terms = Terms(talk, kind=kind, title=title, people=standing or {})
    by = people.actor(f"unit-{row.unit_id.lower()}-lead")
    add_item(row, terms, seen=_revision(row), by=by)


def _recommended(row: Roadshow, people: People) -> list[Project]:
    """Some of its unit's that are shown, put forward for its year."""
    listed = Project.objects.filter(unit=row.unit, pk__in=shown().values("project"))
    lead = people.actor(f"unit-{row.unit_id.lower()}-lead")
    projects = list(listed.order_by("code")[:_PITCHES])
    evaluators = evaluators_for({row.unit_id}, people)
    # In the middle of that year, whatever day it is taken to be out here.
    with clock.shift(date(row.cycle.year, 7, 1) - clock.today()):
        evaluate_all(projects, evaluators)
        for project in projects:
            recommend(project, by=lead, reasons=_REASONS)
    return projects


def _revision(row: Roadshow) -> int:
    return Programme.objects.get(pk=row.pk).revision


def _coach(row: Roadshow, people: People) -> None:
    """A training is ahead, one has rehearsed, and the agenda has changed since it was released."""
    lead = people.actor(f"unit-{row.unit_id.lower()}-lead")
    coach = note_person(row.unit, Noted("赵老师", "岷江创业投资", "合伙人"), by=lead)
    items = list(row.programme.items.filter(project__isnull=False).select_related("project"))
    projects = [item.project for item in items if item.project]
    begins = clock.end_of_day(clock.today() + timedelta(days=9)) + timedelta(hours=9)
    plan = Plan(
        SessionKind.TRAINING,
        "路演集中培训",
        begins,
        begins + timedelta(hours=3),
        link="https://meeting.example/roadshow",
        roadshow=row,
        people=[coach],
        projects=projects[:4],
    )
    plan_session(row.unit, plan, by=lead)
    _rehearse(row, projects[:2], people)
    take_out(items[-1], seen=_revision(row), by=lead)


def _rehearse(row: Roadshow, projects: Sequence[Project], people: People) -> None:
    """One in time, one over it."""
    lead = people.actor(f"unit-{row.unit_id.lower()}-lead")
    for number, (project, talk) in enumerate(zip(projects, (452, 531), strict=False), start=1):
        run = Run(f"DEMORUN{number:03}", talk, 280, 480, 300, "先讲客户是谁，再讲参数")
        note_rehearsal(project, run, by=lead, roadshow=row)
