"""What the calendar says in words."""

from datetime import date

import pytest

from accounts.models import Unit
from roadshows.calendar.clashes import Clash
from roadshows.models import Roadshow, Season
from roadshows.states import RuleKind
from roadshows.views.calendar_words import clash_in_words, gaps_in_words, named, unannounced

SEASON = Season(first_day=date(2026, 6, 1), last_day=date(2027, 1, 31))
DAYS = (date(2026, 10, 1), date(2026, 10, 4))


@pytest.mark.parametrize(
    ("kind", "expected", "found", "said"),
    [
        ("season", "", "", "不在2026年6月1日至2027年1月31日之间"),
        ("workday", "", "", "国庆节，不是工作日"),
        ("blocked", "", "{汛期}", "这一天不排：{汛期}"),
        ("teams", "2", "3", "3 场要直播，只有 2 个直播团队"),
        ("unit", "14", "SC", "同一单位的两场相差 3 天，至少要相差 14 天"),
        ("region", "5", "西南", "西南大区的两场相差 3 天，至少要相差 5 天"),
        ("theme", "5", "集成电路", "主题都是“集成电路”，相差 3 天，至少要相差 5 天"),
        ("pin", "2026-10-09", "", "固定在 10月9日"),
    ],
)
def test_each_clash_has_its_sentence(kind, expected, found, said):
    clash = Clash(RuleKind(kind), ("R2026-SC-1", "R2026-SC-2"), DAYS, expected, found)

    assert clash_in_words(clash, SEASON) == said


def test_gaps_are_said_but_those_that_are_no_rule():
    season = Season(unit_gap=14, region_gap=1, theme_gap=0)

    assert gaps_in_words(season) == "同一单位至少相差 14 天，同一大区不在同一天。"


@pytest.mark.parametrize(("number", "mark"), [(1, "①"), (9, "⑨"), (10, "⑩"), (20, "⑳"), (21, "21")])
def test_no_two_of_a_unit_have_the_same_name(number, mark):
    unit = Unit(abbr="SC", name="四川")

    name = named(Roadshow(number=number, unit=unit), is_one_of_several=True)

    assert name == f"{unit} {mark}"


def test_years_whose_holidays_nobody_knows_are_named_once():
    days = [date(2090, 5, 1), date(2025, 5, 1), date(2091, 5, 1), date(2090, 6, 1)]

    assert unannounced(days) == "2090、2091"
