"""The calendar of a year as it is being tried: what the solver and the clashes are asked of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import QuerySet

from accounts.models import Cycle
from foundation import clock
from provinces.queries import call_cycle
from roadshows.calendar.problem import Blocked, Days, Problem, Rules, Show
from roadshows.models import Placement, Roadshow, Season, Solving
from roadshows.states import SolvingUse


def calendar_cycle() -> Cycle:
    """The newest with roadshows; before there are any, the one whose call is at work."""
    return Cycle.objects.filter(roadshows__isnull=False).order_by("-year").first() or call_cycle()


def placed_in(cycle: Cycle) -> QuerySet[Placement]:
    """Of every roadshow that was not cancelled, those that were held included."""
    rows = Placement.objects.filter(roadshow__cycle=cycle)
    return rows.select_related("roadshow__unit", "moved_by").order_by("day", "roadshow__code")


def days_of(placements: Iterable[Placement]) -> Days:
    today = clock.today()
    days = ((one.roadshow.code, one.stands(today)) for one in placements)
    return {code: day for code, day in days if day}


def rules_of(season: Season) -> Rules:
    return Rules(
        first=season.first_day,
        last=season.last_day,
        teams=season.teams,
        unit_gap=season.unit_gap,
        region_gap=season.region_gap,
        theme_gap=season.theme_gap,
        on_rest_days=season.on_rest_days,
        blocked=tuple(
            Blocked(
                date.fromisoformat(one["first"]),
                date.fromisoformat(one["last"]),
                one["unit"],
                one["reason"],
            )
            for one in season.blocked
        ),
    )


def problem_of(season: Season, placements: Iterable[Placement]) -> Problem:
    """What was held, or has its day behind it, stays where it is, as what is pinned does."""
    today, shows = clock.today(), []
    for one in placements:
        is_over = one.roadshow.is_behind(today)
        pinned = one.stands(today) if one.is_pinned or is_over else None
        shows.append(show_of(one.roadshow, pinned=pinned, is_settled=is_over))
    rules = replace(rules_of(season), earliest=today + timedelta(days=1))
    return Problem(rules, tuple(shows))


def to_publish(placements: Iterable[Placement]) -> list[Placement]:
    """Whose day is another than the published one, which has not come yet."""
    today = clock.today()
    return [one for one in placements if one.stands(today) != one.roadshow.day]


def newest_solving(cycle: Cycle) -> Solving | None:
    """That has not been taken or left."""
    return Solving.objects.filter(cycle=cycle, use=SolvingUse.OPEN).order_by("-pk").first()


def show_of(roadshow: Roadshow, *, pinned: date | None = None, is_settled: bool = False) -> Show:
    wishes = (roadshow.first_wish, roadshow.second_wish)
    return Show(
        code=roadshow.code,
        unit=roadshow.unit_id,
        region=roadshow.region,
        theme=roadshow.theme,
        is_broadcast=roadshow.is_broadcast,
        wishes=tuple(day for day in wishes if day),
        pinned=pinned,
        is_settled=is_settled,
    )
