"""What the calendar says in words: days, clashes, how wishes are met."""

from collections.abc import Mapping
from datetime import date

from foundation.clock import days_in_words, short_day, weekday_in_words
from foundation.workdays import holiday_of, is_made_up
from roadshows.calendar.clashes import Clash
from roadshows.models import Roadshow, Season
from roadshows.states import RuleKind

_CIRCLED = "①②③④⑤⑥⑦⑧⑨"


def day_in_words(day: date | None) -> str:
    return f"{short_day(day)}（{weekday_in_words(day)}）" if day else "待排"


def named(roadshow: Roadshow, *, is_one_of_several: bool) -> str:
    """The unit; with a number where it has several."""
    name = str(roadshow.unit)
    return f"{name} {_CIRCLED[(roadshow.number - 1) % 9]}" if is_one_of_several else name


def wishes_in_words(roadshow: Roadshow) -> str:
    days = [short_day(day) for day in (roadshow.first_wish, roadshow.second_wish) if day]
    return f"希望 {'、'.join(days)}" if days else "没有填日期"


def wish_met(roadshow: Roadshow, day: date | None) -> str:
    """How far a day is what was wished; "" where nothing was."""
    if day is None or roadshow.first_wish is None:
        return ""
    if day == roadshow.first_wish:
        return "首选"
    if day == roadshow.second_wish:
        return "备选"
    wishes = [wish for wish in (roadshow.first_wish, roadshow.second_wish) if wish]
    return f"差 {min(abs((day - wish).days) for wish in wishes)} 天"


def is_unwished(roadshow: Roadshow, day: date | None) -> bool:
    wishes = (roadshow.first_wish, roadshow.second_wish)
    return day is not None and any(wishes) and day not in wishes


def clash_in_words(clash: Clash, season: Season) -> str:
    apart = abs((clash.days[-1] - clash.days[0]).days)
    said = {
        RuleKind.SEASON: f"不在{days_in_words(season.first_day, season.last_day)}之间",
        RuleKind.WORKDAY: f"{_why_off(clash.days[0])}，不是工作日",
        RuleKind.BLOCKED: f"这一天不排：{clash.found}",
        RuleKind.TEAMS: f"{clash.found} 场要直播，只有 {clash.expected} 个直播团队",
        RuleKind.UNIT: f"同一单位的两场隔 {apart} 天，至少要隔 {clash.expected} 天",
        RuleKind.REGION: f"{clash.found}大区的两场隔 {apart} 天，至少要隔 {clash.expected} 天",
        RuleKind.THEME: f"主题都是“{clash.found}”，隔 {apart} 天，至少要隔 {clash.expected} 天",
        RuleKind.PIN: f"固定在 {clash.expected}",
    }
    return said[clash.kind]


def clash_days(clash: Clash) -> str:
    return "、".join(short_day(day) for day in dict.fromkeys(clash.days))


def clash_names(clash: Clash, names: Mapping[str, str]) -> str:
    return "、".join(names[code] for code in clash.codes)


def _why_off(day: date) -> str:
    return holiday_of(day) or weekday_in_words(day)


def day_note(day: date) -> str:
    """What a day is called: a holiday, or one on which people work instead."""
    return holiday_of(day) or ("调休上班" if is_made_up(day) else "")
