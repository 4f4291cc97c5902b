"""As it is done by hand: who has fewest days near a wish comes first and takes the best that is
left, in the emptiest week of those that are as good."""

from collections import Counter
from datetime import date, timedelta

from bench.calendar_check import alone, teams, together
from roadshows.calendar.problem import Days, Problem, Show, worth_of


def greedy(problem: Problem) -> Days:
    """Whoever finds no day any more goes without."""
    own = {show.code: _own_days(problem, show) for show in problem.shows}
    near = {
        show.code: sum(worth_of(show, day) > 0 for day in own[show.code]) or len(own[show.code])
        for show in problem.shows
    }
    days: dict[str, date] = {}
    weeks: Counter[date] = Counter()
    for show in sorted(problem.shows, key=lambda show: (near[show.code], show.code)):
        free = [day for day in own[show.code] if _fits(problem, days, show, day)]
        if free:
            day = min(free, key=lambda day: (-worth_of(show, day), weeks[_week(day)], day))
            days[show.code] = day
            weeks[_week(day)] += 1
    return days


def _own_days(problem: Problem, show: Show) -> list[date]:
    length = (problem.rules.last - problem.rules.first).days
    season = [problem.rules.first + timedelta(days=n) for n in range(length + 1)]
    return [day for day in season if not alone(problem, show, day)]


def _fits(problem: Problem, days: Days, show: Show, day: date) -> bool:
    others = [one for one in problem.shows if one.code in days]
    if any(together(problem, (show, day), (one, days[one.code])) for one in others):
        return False
    return not teams(problem, [*others, show], {**days, show.code: day})


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())
