"""The rules of a problem one by one, each of which may be left out: what a conflict is made of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foundation.clock import day_in_words, short_day
from roadshows.calendar.clashes import gaps_of
from roadshows.calendar.problem import Blocked, Problem, Show
from roadshows.states import RuleKind


@dataclass(frozen=True, slots=True)
class Part:
    """One rule in words. `name` is whom it holds: a unit, a region, a theme, a roadshow's code;
    "" is all. `first` and `last` are its days, both of them among it, where it has any."""

    kind: RuleKind
    words: str
    name: str = ""
    first: date | None = None
    last: date | None = None
    blocked: Blocked | None = None


def parts_of(problem: Problem) -> list[Part]:
    """All of them; without the season a roadshow may be on any day beyond its ends."""
    rules = problem.rules
    return [
        _season(problem),
        *(() if rules.on_rest_days else (Part(RuleKind.WORKDAY, "周末和节假日不排"),)),
        teams_between(problem, rules.first, rules.last),
        *dict.fromkeys(map(_blocked, rules.blocked)),
        *_gaps(problem),
        *(_pin(show) for show in problem.shows if show.pinned and not show.is_settled),
    ]


def teams_between(problem: Problem, first: date, last: date) -> Part:
    teams = problem.rules.teams
    each = "" if first == last else "每天"
    words = f"{_span(first, last)}{each}最多直播 {teams} 场"
    return Part(RuleKind.TEAMS, words, first=first, last=last)


def first_open(problem: Problem) -> date:
    """The first day of the season that is still given."""
    return max(problem.rules.first, problem.rules.earliest or problem.rules.first)


def _season(problem: Problem) -> Part:
    first, last = first_open(problem), problem.rules.last
    count = sum(not show.is_settled for show in problem.shows)
    words = (
        f"{count} 场只能排在{_span(first, last)}"
        if first <= last
        else f"{short_day(last)}以后不再排"
    )
    return Part(RuleKind.SEASON, words, first=first, last=last)


def _blocked(one: Blocked) -> Part:
    whom = f"{one.unit} " if one.unit else ""
    reason = f"：{one.reason}" if one.reason else ""
    words = f"{whom}{_span(one.first, one.last)}不排{reason}"
    return Part(RuleKind.BLOCKED, words, one.unit, one.first, one.last, one)


def _gaps(problem: Problem) -> Iterator[Part]:
    for kind, gap, whose in gaps_of(problem.rules):
        alike: dict[str, list[str]] = defaultdict(list)
        for show in problem.shows:
            alike[whose(show)].append(show.code)
        for name, codes in sorted(alike.items()):
            if gap > 0 and len(codes) > 1:
                far = "不能在同一天" if gap == 1 else f"至少相差 {gap} 天"
                yield Part(kind, f"{_whom(kind, name, codes)}{far}", name)


def _whom(kind: RuleKind, name: str, codes: list[str]) -> str:
    if kind == RuleKind.UNIT:
        return f"{'、'.join(codes)} "
    what = f"{name}大区" if kind == RuleKind.REGION else f"“{name}”"
    return f"{what} {len(codes)} 场，两场"


def _pin(show: Show) -> Part:
    day = show.pinned
    return Part(
        RuleKind.PIN, f"{show.code} 固定在{short_day(day)}" if day else "", show.code, day, day
    )


def _span(first: date, last: date) -> str:
    if first == last:
        return short_day(first)
    if first.year != last.year:
        return f"{day_in_words(first)}至{day_in_words(last)}"
    return (
        f"{short_day(first)}至{short_day(last) if first.month != last.month else f'{last.day}日'}"
    )
