"""Days as a hand fills them in: soon there, seldom the best. What a search is never worse than."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from roadshows.calendar.clashes import gaps_of
from roadshows.calendar.problem import Days, Problem, Show, worth_of


def filled(problem: Problem, choices: Mapping[str, Collection[date]]) -> dict[str, date]:
    """From the days each may have, by code, and the settled ones' own: who has fewest of any worth
    comes first and takes the best, in the emptiest week of these. Some may find none."""
    days = {s.code: s.pinned for s in problem.shows if s.is_settled and s.pinned}
    weeks = Counter(map(week_of, days.values()))
    asked = [show for show in problem.shows if show.code in choices]
    for show in sorted(asked, key=lambda show: (_room(show, choices[show.code]), show.code)):
        taken = taken_days(problem, days, show)
        free = [day for day in choices[show.code] if day not in taken]
        if free:
            day = min(free, key=lambda day: (-worth_of(show, day), weeks[week_of(day)], day))
            days[show.code] = day
            weeks[week_of(day)] += 1
    return days


def taken_days(problem: Problem, others: Days, show: Show) -> set[date]:
    """Days on which others, where they are, keep it away."""
    rules = problem.rules
    rows = [(one, others[one.code]) for one in problem.shows if one.code in others]
    on_air = Counter(day for one, day in rows if one.is_broadcast and show.is_broadcast)
    found = {day for day, count in on_air.items() if count >= rules.teams}
    for _, gap, whose in gaps_of(rules):
        for one, day in rows:
            if whose(one) == whose(show):
                found |= {day + timedelta(days=n) for n in range(1 - gap, gap)}
    return found


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def _room(show: Show, days: Collection[date]) -> int:
    return sum(worth_of(show, day) > 0 for day in days) or len(days)
