"""What breaks a rule in given days: the one place that says whether a calendar may be published."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from foundation.workdays import is_workday
from roadshows.calendar.problem import Days, Problem, Rules, Show
from roadshows.states import RuleKind


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule that is broken, by which roadshows (codes, in order of days), on which days.
    `expected` and `found` are what its words name: a number, a reason, a name."""

    kind: RuleKind
    codes: tuple[str, ...]
    days: tuple[date, ...]
    expected: str = ""
    found: str = ""


def clashes_of(problem: Problem, days: Days) -> list[Clash]:
    """Of the roadshows that have a day; those without one wait and break nothing."""
    rows = ((days[show.code], show) for show in problem.shows if show.code in days)
    placed = sorted(rows, key=lambda row: (row[0], row[1].code))
    settled = {show.code for show in problem.shows if show.is_settled}
    found = [
        *_alone(problem, placed),
        *_teams(problem.rules, placed),
        *_gaps(problem.rules, placed),
    ]
    return [clash for clash in found if not settled.issuperset(clash.codes)]


_Placed = Sequence[tuple[date, Show]]


def _alone(problem: Problem, placed: _Placed) -> Iterator[Clash]:
    rules = problem.rules
    for day, show in placed:
        if not rules.first <= day <= rules.last:
            expected = f"{rules.first.isoformat()} 至 {rules.last.isoformat()}"
            yield Clash(RuleKind.SEASON, (show.code,), (day,), expected)
        if not rules.on_rest_days and not is_workday(day):
            yield Clash(RuleKind.WORKDAY, (show.code,), (day,))
        for one in rules.blocked:
            if one.holds(show, day):
                yield Clash(RuleKind.BLOCKED, (show.code,), (day,), found=one.reason)
        if show.pinned not in (None, day):
            yield Clash(RuleKind.PIN, (show.code,), (day,), str(show.pinned))


def _teams(rules: Rules, placed: _Placed) -> Iterator[Clash]:
    by_day: dict[date, list[str]] = defaultdict(list)
    for day, show in placed:
        if show.is_broadcast:
            by_day[day].append(show.code)
    for day, codes in by_day.items():
        if len(codes) > rules.teams:
            yield Clash(RuleKind.TEAMS, tuple(codes), (day,), str(rules.teams), str(len(codes)))


def gaps_of(rules: Rules) -> list[tuple[RuleKind, int, Callable[[Show], str]]]:
    """The three rules that keep roadshows apart: of what kind, how far, by what they are alike."""
    return [
        (RuleKind.UNIT, rules.unit_gap, lambda show: show.unit),
        (RuleKind.REGION, rules.region_gap, lambda show: show.region),
        (RuleKind.THEME, rules.theme_gap, lambda show: show.theme),
    ]


def _gaps(rules: Rules, placed: _Placed) -> Iterator[Clash]:
    for kind, gap, whose in gaps_of(rules):
        for name, rows in _alike(placed, whose).items():
            for (day, show), (other_day, other) in pairwise(rows):
                if (other_day - day).days < gap:
                    codes = (show.code, other.code)
                    yield Clash(kind, codes, (day, other_day), str(gap), name)


def _alike(
    placed: Iterable[tuple[date, Show]], whose: Callable[[Show], str]
) -> dict[str, list[tuple[date, Show]]]:
    found: dict[str, list[tuple[date, Show]]] = defaultdict(list)
    for day, show in placed:
        found[whose(show)].append((day, show))
    return found
