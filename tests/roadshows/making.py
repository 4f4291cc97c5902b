"""Roadshows brought to a state through the door, for tests of this room. Days are reckoned from
today, so that they are ahead whenever the tests run."""

from datetime import date, timedelta

from accounts.cycles import current_cycle
from foundation import clock
from foundation.workdays import is_workday
from roadshows.dating import place
from roadshows.models import Placement, Roadshow, Season
from roadshows.opening import follow_decisions
from roadshows.publishing import publish_calendar
from roadshows.seasons import Terms, change_season, season_of
from tests.factories import make_lead, make_recommendation, make_staff
from tests.provinces.deciding import final
from tests.provinces.making import make_listed

AHEAD = 120  # days of the season of tests, from tomorrow


def opened(*units) -> list[Roadshow]:
    """One of each unit, its decision final; in the order of their codes."""
    final(*units or ("SC",))
    follow_decisions()
    season(current_cycle())
    return roadshows()


def dated(*units, days=None) -> list[Roadshow]:
    """With a published day each: one after the other, far enough apart, or as `days` say."""
    rows = opened(*units)
    for row, day in zip(rows, days or workdays(len(rows)), strict=True):
        placed(row, day)
    publish_calendar(rows[0].cycle.season, by=make_staff("centre_lead"))
    return roadshows()


def placed(roadshow, day, by=None) -> Placement:
    """In the working copy."""
    row = Placement.objects.get(roadshow=roadshow)
    return place(row, day, seen=row.revision, by=by or make_staff("centre"))


def roadshows() -> list[Roadshow]:
    return list(Roadshow.objects.select_related("unit", "cycle", "placement").order_by("code"))


def season(cycle, **changes) -> Season:
    """With days ahead of today."""
    row, today = season_of(cycle), clock.today()
    usual = {
        "first_day": today - timedelta(days=30),
        "last_day": today + timedelta(days=AHEAD),
        "teams": 2,
        "unit_gap": 14,
        "region_gap": 2,
        "theme_gap": 2,
        "on_rest_days": False,
        "blocked": row.blocked,
    }
    terms = Terms(**(usual | changes))
    return change_season(row, terms, seen=row.revision, by=make_staff("centre"))


def workdays(number, apart=7) -> list[date]:
    """From a week ahead on, at least `apart` days from one to the next."""
    found, day = [], clock.today() + timedelta(days=7)
    while len(found) < number:
        if is_workday(day):
            found.append(day)
            day += timedelta(days=apart - 1)
        day += timedelta(days=1)
    return found


def recommended(number, unit="SC"):
    """Listed projects that the unit puts forward."""
    lead = make_lead(unit)
    rows = [make_listed(unit) for _ in range(number)]
    for row in rows:
        make_recommendation(row, by=lead, reasons="中试数据完整，适合路演")
    return rows
