"""发布排期: the working copy becomes a version; only what it moved is told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max, TextChoices

from accounts.models import Cycle
from foundation import clock
from foundation.errors import Problem, Refused, refuse_if
from records.actors import Actor
from records.workflow import Moved, begin, move_all
from roadshows.calendar.clashes import clashes_of
from roadshows.cutting import cut_texts
from roadshows.models import CalendarVersion, Placement, Roadshow, Season
from roadshows.posters import order_anew
from roadshows.queries.calendar import days_of, placed_in, problem_of, to_publish
from roadshows.queries.people import know_hearers
from roadshows.releasing import rebook


class PublishingProblem(TextChoices):
    CLASHES = "publishing_clashes", "还有 {found} 处冲突，先处理完再发布"
    PAST = "publishing_past", "“{found}”排在{expected}，日子已经到了。请另选日期"
    MEANWHILE = (
        "publishing_meanwhile",
        "刚有路演的日期或主题被改过，没有发布。请看看最新的排期再发布一次",
    )
    SAME = "publishing_same", "和上一版相比没有改动，不用发布"


@transaction.atomic
def publish_calendar(season: Season, *, by: Actor, note: str = "") -> CalendarVersion:
    """All days of the working copy; a roadshow without one has none from now on. Raises Refused:
    not the centre's lead (403); a roadshow changed meanwhile (409); a clash, nothing changed, a
    booking of a released programme in the way (422)."""
    locked = Season.objects.select_for_update(no_key=True).get(pk=season.pk)
    rows = _locked(locked.cycle)
    problem, days = problem_of(locked, rows), days_of(rows)
    clashes = clashes_of(problem, days)
    refuse_if([Problem(PublishingProblem.CLASHES, found=str(len(clashes)))] if clashes else [])
    changed = to_publish(rows)
    refuse_if(_problems(changed))
    version = begin(_version(locked.cycle, rows, note, by), "publish", by=by, note=note)
    _respace(locked, changed, by)
    _move(locked, changed, by)
    _settle()
    cut_texts([one.roadshow for one in changed])
    order_anew([one.roadshow for one in changed])
    return version


def _settle() -> None:
    """Days were exchanged within the set: only now all of them stand."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
    except IntegrityError as error:
        problem = Problem(PublishingProblem.MEANWHILE)
        raise Refused([problem], status=HTTPStatus.CONFLICT) from error


def _locked(cycle: Cycle) -> list[Placement]:
    """With their roadshows, in order of their keys, as `dating.take_days` locks them; returned in
    order of days."""
    both = placed_in(cycle).order_by("pk")
    rows = both.select_for_update(of=("self", "roadshow"), no_key=True)
    today = clock.today()
    return sorted(rows, key=lambda one: (one.stands(today) or date.max, one.roadshow.code))


def _problems(changed: Sequence[Placement]) -> list[Problem]:
    today = clock.today()
    past = [
        Problem(
            PublishingProblem.PAST, expected=f"{day.month}月{day.day}日", found=str(one.roadshow)
        )
        for one in changed
        if (day := one.day) and day <= today
    ]
    return past if changed else [Problem(PublishingProblem.SAME)]


def _version(cycle: Cycle, rows: Sequence[Placement], note: str, by: Actor) -> CalendarVersion:
    last = cycle.calendars.aggregate(last=Max("number"))["last"] or 0
    days = days_of(rows)
    content = [
        {
            "code": one.roadshow.code,
            "title": one.roadshow.title,
            "unit": one.roadshow.unit.name,
            "day": day.isoformat() if (day := days.get(one.roadshow.code)) else "",
            "before": one.roadshow.day.isoformat() if one.roadshow.day else "",
        }
        for one in rows
    ]
    return CalendarVersion(
        cycle=cycle, number=last + 1, content=content, note=note, published_by_id=by.person_id
    )


def _move(season: Season, changed: Sequence[Placement], by: Actor) -> None:
    days = {one.roadshow_id: one.day for one in changed if one.day}
    teams = _teams(season, changed)

    def schedule(rows: Sequence[Roadshow]) -> None:
        know_hearers(rows)
        for row in rows:
            row.day, row.team = days[row.pk], teams.get(row.pk)
            _hold(row, season, days[row.pk])
        rebook(rows)

    def unschedule(rows: Sequence[Roadshow]) -> None:
        know_hearers(rows)
        for row in rows:
            row.day = row.team = row.unit_span = row.region_span = row.theme_span = None
            _show(row)
        rebook(rows)

    moved = Roadshow.objects.select_related("unit").filter(
        pk__in=[one.roadshow_id for one in changed]
    )
    # What loses its day first: others may want who and what it had booked.
    _all_or_none(move_all(moved.exclude(pk__in=days), "unschedule", by=by, write=unschedule))
    _all_or_none(move_all(moved.filter(pk__in=days), "schedule", by=by, write=schedule))


def _respace(season: Season, changed: Sequence[Placement], by: Actor) -> None:
    """Whoever keeps their day keeps the distances of today's rules: those of an earlier season
    would hold others off."""
    kept = Roadshow.objects.filter(cycle=season.cycle, unit_span__isnull=False)
    kept = kept.exclude(pk__in=[one.roadshow_id for one in changed])
    today = clock.today()
    due = {row.pk: _spans_due(season, row, today) for row in kept}
    other = [row.pk for row in kept if due[row.pk] != _spans(row)]

    def space(rows: Sequence[Roadshow]) -> None:
        for row in rows:
            row.unit_span, row.region_span, row.theme_span = due[row.pk]

    _all_or_none(move_all(kept.filter(pk__in=other), "space", by=by, write=space))


def _all_or_none(moved: Moved) -> None:
    refuse_if([problem for _, problems in moved.refused for problem in problems])


def _hold(row: Roadshow, season: Season, day: date) -> None:
    row.unit_span, row.region_span, row.theme_span = _spans_of(season, day)
    _show(row)


def _show(row: Roadshow) -> None:
    row.sequence = 0 if row.sequence is None else row.sequence + 1
    row.changed_at = clock.now()


Spans = tuple[Any, Any, Any]


def _spans(row: Roadshow) -> Spans:
    return row.unit_span, row.region_span, row.theme_span


def _spans_of(season: Season, day: date) -> Spans:
    unit, region, theme = (_span(day, gap) for gap in _gaps(season))
    return unit, region, theme


def _spans_due(season: Season, row: Roadshow, today: date) -> Spans:
    """Those behind us may stand closer than today's rules have it: they only give way."""
    if row.day is None:
        return _spans(row)
    if row.day > today:
        return _spans_of(season, row.day)
    had = [0 if span.isempty else (span.upper - span.lower).days for span in _spans(row)]
    gaps = map(min, had, _gaps(season))
    unit, region, theme = (_span(row.day, gap) for gap in gaps)
    return unit, region, theme


def _gaps(season: Season) -> tuple[int, int, int]:
    return season.unit_gap, season.region_gap, season.theme_gap


def _span(day: date, gap: int) -> Any:
    return DateRange(day, day + timedelta(days=gap)) if gap else DateRange(empty=True)


def _teams(season: Season, changed: Sequence[Placement]) -> dict[int, int]:
    """The first team that is free on its day; who keeps their day keeps their team."""
    taken: dict[date, set[int]] = defaultdict(set)
    others = Roadshow.objects.filter(cycle=season.cycle, team__isnull=False)
    for one in others.exclude(pk__in=[moved.roadshow_id for moved in changed]):
        if one.day and one.team:
            taken[one.day].add(one.team)
    given = {}
    for placement in changed:
        if placement.day and placement.roadshow.is_broadcast:
            on_day = taken[placement.day]
            team = next(n for n in range(1, season.teams + 1) if n not in on_day)
            on_day.add(team)
            given[placement.roadshow_id] = team
    return given
