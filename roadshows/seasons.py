"""路演季: what the calendar of a year goes by, and the tasks each roadshow begins with."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Cycle
from foundation.errors import Problem, Refused, refuse_if
from records.actors import PORTAL, Actor
from records.workflow import begin, move
from roadshows.models import Season
from roadshows.states import Party

# domain practice, T-90 to T+365: key, title, who does it, days from the roadshow.
DUTIES: tuple[tuple[str, str, Party, int], ...] = (
    ("plan", "定活动方案、预算和分工", Party.HOST, -90),
    ("venue", "定场地、会场和洽谈桌", Party.HOST, -60),
    ("candidates", "从项目库选候选项目", Party.HOST, -50),
    ("lineup", "选定路演项目，通知入选", Party.HOST, -35),
    ("invite", "邀请上市公司、投资机构和高新区", Party.EXCHANGE, -30),
    ("coach", "商业计划书诊断和培训", Party.HOST, -21),
    ("rehearse", "彩排，统一路演 PPT", Party.HOST, -10),
    ("meetings", "排一对一洽谈", Party.HOST, -7),
    ("broadcast", "直播测试，定直播间", Party.EXCHANGE, -7),
    ("promote", "发布议程和海报，项目上架科融通", Party.EXCHANGE, -7),
    ("day", "签到、路演、洽谈", Party.HOST, 0),
    ("collect", "汇总意向，双方确认后交换联系方式", Party.HOST, 7),
    ("news", "发新闻稿和回放", Party.CENTRE, 7),
    ("follow_30", "转化跟踪（30 天）", Party.HOST, 30),
    ("follow_90", "转化跟踪（90 天）", Party.HOST, 90),
    ("follow_180", "转化跟踪（180 天）", Party.HOST, 180),
    ("follow_365", "转化跟踪（一年），报总结", Party.HOST, 365),
)


_REACH = 3  # years
_LONGEST = 731  # days


class SeasonProblem(TextChoices):
    STALE = "season_stale", "路演季的设定刚被别人改过。请看看最新的设定，再改一次"
    ORDER = "season_order", "最晚日期不能早于最早日期"
    FAR = "season_far", "请选 {expected} 之间的日期"
    LONG = "season_long", "从最早到最晚最多两年，请缩短"


@dataclass(frozen=True)
class Terms:
    """By the columns of Season."""

    first_day: date
    last_day: date
    teams: int
    unit_gap: int
    region_gap: int
    theme_gap: int
    on_rest_days: bool
    blocked: list[dict[str, str]]


@transaction.atomic
def season_of(cycle: Cycle) -> Season:
    """With what is usual, until the centre says otherwise."""
    found = Season.objects.filter(cycle=cycle).first()
    if found is not None:
        return found
    locked = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    found = Season.objects.filter(cycle=locked).first()
    if found is not None:
        return found
    return begin(usual_season(locked), "set", by=PORTAL)


def usual_season(cycle: Cycle) -> Season:
    """Not saved."""
    return Season(
        cycle=cycle,
        first_day=date(cycle.year, 6, 1),
        last_day=date(cycle.year, 12, 31),
        duties=[
            {"key": key, "title": title, "party": party.value, "offset": offset}
            for key, title, party, offset in DUTIES
        ],
    )


def change_season(season: Season, terms: Terms, *, seen: int, by: Actor) -> Season:
    """Raises Refused: not the centre's (403); changed meanwhile (409); 422."""

    def write(row: Season) -> None:
        _refuse_stale(row, seen)
        refuse_if(_problems(row.cycle, terms))
        _set(row, **vars(terms))

    return move(season, "change", by=by, write=write)


def years_near(cycle: Cycle) -> range:
    """Those in which its roadshows may take place."""
    return range(cycle.year - _REACH, cycle.year + _REACH + 1)


def _problems(cycle: Cycle, terms: Terms) -> list[Problem]:
    near = years_near(cycle)
    said = f"{near[0]} 年至 {near[-1]} 年"
    days = {"first_day": terms.first_day, "last_day": terms.last_day}
    far = [
        Problem(SeasonProblem.FAR, name, expected=said)
        for name, day in days.items()
        if day.year not in near
    ]
    span = (terms.last_day - terms.first_day).days
    if span < 0:
        return [*far, Problem(SeasonProblem.ORDER, "last_day")]
    return [*far, Problem(SeasonProblem.LONG, "last_day")] if span > _LONGEST else far


def change_duties(season: Season, duties: list[dict[str, Any]], *, seen: int, by: Actor) -> Season:
    """What roadshows that are opened from now on begin with. Raises Refused as `change_season`."""

    def write(row: Season) -> None:
        _refuse_stale(row, seen)
        _set(row, duties=duties)

    return move(season, "change", by=by, write=write)


def _refuse_stale(row: Season, seen: int) -> None:
    if row.revision != seen:
        raise Refused([Problem(SeasonProblem.STALE)], status=HTTPStatus.CONFLICT)


def _set(row: Season, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
