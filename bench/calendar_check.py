"""Whether days keep the rules, reckoned anew and simply: pair by pair, without the portal's own
code for clashes or workdays."""

from datetime import date, timedelta
from itertools import combinations

import chinese_calendar

from roadshows.calendar.problem import Days, Problem, Show


def faults_of(problem: Problem, days: Days) -> list[str]:
    """A line for each rule that is broken; [] for a calendar that may be published."""
    shows = [show for show in problem.shows if not show.is_settled]
    found = [f"{show.code}: none" for show in shows if show.code not in days]
    dated = [show for show in problem.shows if show.code in days]
    for show in dated:
        if not show.is_settled:
            found += alone(problem, show, days[show.code])
    for one, other in combinations(dated, 2):
        if not (one.is_settled and other.is_settled):
            found += together(problem, (one, days[one.code]), (other, days[other.code]))
    return found + teams(problem, dated, days)


def alone(problem: Problem, show: Show, day: date) -> list[str]:
    rules = problem.rules
    blocked = [one for one in rules.blocked if one.unit in ("", show.unit)]
    broken = {
        "season": day < rules.first or day > rules.last,
        "early": rules.earliest is not None and day < rules.earliest and not show.pinned,
        "rest": not rules.on_rest_days and is_rest(day),
        "blocked": any(day in _days_between(one.first, one.last) for one in blocked),
        "pin": show.pinned is not None and day != show.pinned,
    }
    return [f"{show.code}: {name}" for name, is_broken in broken.items() if is_broken]


def together(problem: Problem, one: tuple[Show, date], other: tuple[Show, date]) -> list[str]:
    rules, apart = problem.rules, abs((one[1] - other[1]).days)
    first, second = one[0], other[0]
    broken = {
        "unit": first.unit == second.unit and apart < rules.unit_gap,
        "region": first.region == second.region and apart < rules.region_gap,
        "theme": first.theme == second.theme and apart < rules.theme_gap,
    }
    return [f"{first.code}, {second.code}: {name}" for name, is_so in broken.items() if is_so]


def teams(problem: Problem, dated: list[Show], days: Days) -> list[str]:
    found = []
    for day in set(days.values()):
        on_air = [show for show in dated if show.is_broadcast and days[show.code] == day]
        is_fault = any(not show.is_settled for show in on_air)
        if is_fault and len(on_air) > problem.rules.teams:
            found.append(f"{day}: teams")
    return found


def is_rest(day: date) -> bool:
    """By the tables of the State Council; of a year that is not announced, weekends."""
    if day in chinese_calendar.constants.workdays:
        return False
    return day in chinese_calendar.constants.holidays or day.isoweekday() > 5  # noqa: PLR2004


def _days_between(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}
