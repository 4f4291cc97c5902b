"""Small problems of the calendar, and what is true of them, found by trying everything."""

from datetime import date, timedelta
from itertools import product
from operator import attrgetter

from hypothesis import strategies as st

from bench.calendar_check import faults_of, is_rest
from roadshows.calendar.problem import Blocked, Problem, Rules, Show, worth_of
from roadshows.calendar.solving import squares_of
from roadshows.states import RuleKind

MONDAY, FRIDAY = date(2025, 6, 9), date(2025, 6, 20)  # two weeks without a holiday


def june(day):
    return date(2025, 6, day)


def show(code, unit="SC", region="西南", theme="T1", **more):
    return Show(code, unit, region, theme, **more)


def apart(code, **more):
    """Alike with no other."""
    return show(code, code, code, code, **more)


def problem(*shows, first=MONDAY, last=FRIDAY, teams=9, **rules):
    return Problem(Rules(first, last, teams, **rules), shows)


@st.composite
def small(draw):
    """Three roadshows at most in at most eight days, of which some are settled or pinned."""
    first = draw(st.sampled_from((MONDAY, date(2025, 9, 27), date(2024, 2, 27))))
    length = draw(st.integers(1, 8))
    days = [first + timedelta(days=n) for n in range(length)]
    count = draw(st.integers(1, 3))
    rules = Rules(
        first=first,
        last=days[-1],
        teams=draw(st.integers(1, 2)),
        unit_gap=draw(st.integers(0, 4)),
        region_gap=draw(st.integers(0, 3)),
        theme_gap=draw(st.integers(0, 2)),
        on_rest_days=draw(st.booleans()),
        blocked=tuple(draw(st.lists(_blocked(days), max_size=2))),
        earliest=draw(st.sampled_from((None, days[0], days[-1]))),
    )
    return Problem(rules, tuple(draw(_show(f"r{n}", days)) for n in range(count)))


@st.composite
def _blocked(draw, days):
    first = draw(st.sampled_from(days))
    unit = draw(st.sampled_from(("", "SC", "GD")))
    return Blocked(first, first + timedelta(days=draw(st.integers(0, 2))), unit)


@st.composite
def _show(draw, code, days):
    pinned = draw(st.none() | st.sampled_from(days))
    return Show(
        code,
        draw(st.sampled_from(("SC", "GD"))),
        draw(st.sampled_from(("西南", "中南"))),
        draw(st.sampled_from(("T1", "T2"))),
        is_broadcast=draw(st.booleans()),
        wishes=tuple(draw(st.lists(st.sampled_from(days), max_size=2))),
        pinned=pinned,
        is_settled=pinned is not None and draw(st.booleans()),
    )


def answers(one):
    """All days that break nothing."""
    choices = [[show.pinned] if show.pinned else list(one.days()) for show in one.shows]
    codes = [show.code for show in one.shows]
    tries = (dict(zip(codes, days, strict=True)) for days in product(*choices))
    return [days for days in tries if not faults_of(one, days)]


def best_of(one):
    """Worth and squares of the best days, None where there are none."""
    return max(((total(one, days), -squares_of(days)) for days in answers(one)), default=None)


def total(one, days):
    return sum(worth_of(show, days[show.code]) for show in one.shows)


def is_possible(one, parts):
    """Whether there are days under these rules alone, tried one after the other. Without the
    season a month more is tried than there is."""
    kinds = {part.kind for part in parts}
    beyond = 0 if RuleKind.SEASON in kinds else 30
    last = one.rules.last + timedelta(days=beyond)
    days = [one.rules.first + timedelta(days=n) for n in range((last - one.rules.first).days + 1)]
    return _search(one, parts, days, {show: show.pinned for show in one.shows if show.is_settled})


def _search(one, parts, days, placed):
    waiting = [show for show in one.shows if show not in placed]
    if not waiting:
        return True
    return any(
        _search(one, parts, days, {**placed, waiting[0]: day})
        for day in days
        if _may(one, parts, waiting[0], day, placed)
    )


def _may(one, parts, show, day, placed):
    is_pinned = any(part.kind == RuleKind.PIN and part.name == show.code for part in parts)
    if not is_pinned and one.rules.earliest and day < one.rules.earliest:
        return False
    return all(_keeps(one, part, show, day, placed) for part in parts)


def _keeps(one, part, show, day, placed):
    tests = {
        RuleKind.SEASON: lambda: one.rules.first <= day <= one.rules.last,
        RuleKind.WORKDAY: lambda: not is_rest(day),
        RuleKind.BLOCKED: lambda: part.name not in ("", show.unit) or not _is_in(part, day),
        RuleKind.PIN: lambda: part.name != show.code or day == show.pinned,
        RuleKind.TEAMS: lambda: not _is_in(part, day) or _has_team(one, show, day, placed),
    }
    return tests.get(part.kind, lambda: _is_far(one, part, show, day, placed))()


def _is_in(part, day):
    return part.first <= day <= part.last


def _has_team(one, show, day, placed):
    on_air = sum(other.is_broadcast and at == day for other, at in placed.items())
    return not show.is_broadcast or on_air < one.rules.teams


def _is_far(one, part, show, day, placed):
    gap, whose = getattr(one.rules, f"{part.kind}_gap"), attrgetter(part.kind)
    alike = [at for other, at in placed.items() if whose(other) == whose(show) == part.name]
    return all(abs((at - day).days) >= gap for at in alike)
