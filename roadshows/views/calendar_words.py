"""What the calendar says in words: days, clashes, how wishes are met."""

from collections.abc import Iterable, Mapping
from datetime import date

from foundation.clock import days_in_words, short_day, weekday_in_words
from foundation.workdays import holiday_of, is_announced, is_made_up
from roadshows.calendar.clashes import Clash
from roadshows.models import Roadshow, Season
from roadshows.states import RuleKind

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SAID = {
    RuleKind.SEASON: "不在{season}之间",
    RuleKind.WORKDAY: "{off}，不是工作日",
    RuleKind.BLOCKED: "这一天不排：{found}",
    RuleKind.TEAMS: "{found} 场要直播，只有 {expected} 个直播团队",
    RuleKind.UNIT: "同一单位的两场相差 {apart} 天，至少要相差 {expected} 天",
    RuleKind.REGION: "{found}大区的两场相差 {apart} 天，至少要相差 {expected} 天",
    RuleKind.THEME: "主题都是“{found}”，相差 {apart} 天，至少要相差 {expected} 天",
    RuleKind.PIN: "固定在 {expected}",
}


def day_in_words(day: date | None) -> str:
    return f"{short_day(day)}（{weekday_in_words(day)}）" if day else "待排"


def named(roadshow: Roadshow, *, is_one_of_several: bool) -> str:
    """The unit; with a number where it has several."""
    name, number = str(roadshow.unit), roadshow.number
    if not is_one_of_several:
        return name
    return f"{name} {_CIRCLED[number - 1] if number <= len(_CIRCLED) else number}"


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
    first, last = clash.days[0], clash.days[-1]
    return _SAID[clash.kind].format(
        season=days_in_words(season.first_day, season.last_day),
        off=_why_off(first),
        found=clash.found,
        expected=_pinned(clash) or clash.expected,
        apart=abs((last - first).days),
    )


def _pinned(clash: Clash) -> str:
    return short_day(date.fromisoformat(clash.expected)) if clash.kind == RuleKind.PIN else ""


def gaps_in_words(season: Season) -> str:
    """How far apart roadshows have to be; a gap of 0 is no rule."""
    gaps = (("单位", season.unit_gap), ("大区", season.region_gap), ("主题", season.theme_gap))
    said = [
        f"同一{whose}{'不在同一天' if gap == 1 else f'至少相差 {gap} 天'}"
        for whose, gap in gaps
        if gap
    ]
    return f"{'，'.join(said)}。" if said else ""


def clash_days(clash: Clash) -> str:
    return "、".join(short_day(day) for day in dict.fromkeys(clash.days))


def clash_names(clash: Clash, names: Mapping[str, str]) -> str:
    return "、".join(names[code] for code in clash.codes)


def _why_off(day: date) -> str:
    return holiday_of(day) or weekday_in_words(day)


def day_note(day: date) -> str:
    """What a day is called: a holiday, or one on which people work instead."""
    return holiday_of(day) or ("调休上班" if is_made_up(day) else "")


def unannounced(days: Iterable[date]) -> str:
    """Of these days, the years whose holidays nobody knows yet."""
    years = sorted({day.year for day in days})
    return "、".join(str(year) for year in years if not is_announced(year))
