"""Years of roadshows to be dated, made of a seed: two of each unit, with wishes that crowd."""

import random
from dataclasses import replace
from datetime import date, timedelta

from bench.synthetic import SEED
from roadshows.calendar.problem import Blocked, Days, Problem, Rules, Show

# The 37 units by their region, as many of each as there are.
_REGIONS = {"华北": 5, "东北": 4, "华东": 10, "中南": 8, "西南": 5, "西北": 5}
REGION_OF = {
    f"{region}{number}": region for region, count in _REGIONS.items() for number in range(count)
}
YEARS = (2023, 2024, 2025, 2026)
_THEMES = ("T1", "T2", "T3", "T4", "T9")
_PEAKS, _AROUND = 4, 12  # weeks that many want, and days around them
_MEETINGS = 12  # days on which one unit cannot


def case_of(number: int, events: int) -> Problem:
    """A year of real holidays. Rules and wishes differ from number to number."""
    chance = random.Random(f"{SEED}-{number}")
    year = YEARS[number % len(YEARS)]
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    peaks = chance.sample(days, _PEAKS)
    shows = [_show(chance, n, days, peaks) for n in range(events)]
    rules = Rules(
        first=days[0],
        last=date(year, 12, 31),
        teams=chance.choice((1, 2, 3)),
        unit_gap=chance.choice((14, 21, 30)),
        region_gap=chance.choice((2, 3)),
        theme_gap=chance.choice((2, 3)),
        blocked=tuple(_blocked(chance, days)),
    )
    return Problem(rules, tuple(shows))


def impossible_case_of(number: int, events: int) -> Problem:
    """The same with some weeks only."""
    problem = case_of(number, events)
    first = problem.rules.first + timedelta(days=150)
    return replace(problem, rules=replace(problem.rules, first=first, last=first + timedelta(50)))


def thrown(problem: Problem, number: int) -> Days:
    """A day for each without a look at the others."""
    chance = random.Random(f"{SEED}-{number}-thrown")
    return {show.code: chance.choice(problem.open_days(show)) for show in problem.shows}


def _show(chance: random.Random, number: int, days: list[date], peaks: list[date]) -> Show:
    units = list(REGION_OF)
    unit = units[number % len(units)]
    count = chance.choices((0, 1, 2), (1, 2, 7))[0]
    return Show(
        code=f"R-{unit}-{number // len(units) + 1}",
        unit=unit,
        region=REGION_OF[unit],
        theme=chance.choice(_THEMES),
        is_broadcast=chance.random() < 0.9,  # noqa: PLR2004 -- most are
        wishes=tuple(_wish(chance, days, peaks) for _ in range(count)),
    )


def _wish(chance: random.Random, days: list[date], peaks: list[date]) -> date:
    if chance.random() < 0.4:  # noqa: PLR2004 -- the others crowd
        return chance.choice(days)
    near = chance.choice(peaks) + timedelta(days=round(chance.gauss(0, _AROUND)))
    return min(max(near, days[0]), days[-1])


def _blocked(chance: random.Random, days: list[date]) -> list[Blocked]:
    """A week of everybody's, and some days of some units."""
    first = chance.choice(days)
    found = [Blocked(first, first + timedelta(days=6), reason="全国会议")]
    for _ in range(_MEETINGS):
        first, unit = chance.choice(days), chance.choice(list(REGION_OF))
        found.append(Blocked(first, first + timedelta(chance.randint(1, 9)), unit, "本地活动"))
    return found
