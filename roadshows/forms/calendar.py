"""The national calendar as a browser sends it: a day, the rules of a season, the tasks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.models import Unit
from foundation.fields import LineField
from foundation.refs import new_ref
from foundation.tables import BaseRow, BaseTable, fill_table, table_class
from provinces.columns.fields import DayField
from roadshows.models import Season
from roadshows.models.roadshow import OFFSETS
from roadshows.seasons import Terms
from roadshows.states import Party

_MOST_TEAMS, _MOST_GAP = 9, 60
_NO_DAY = "请选一天，或者放回待排"
_NOT_DAY = "请写年月日，如 2026-06-16"
_EARLIEST, _LATEST = OFFSETS  # days from a roadshow


def day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class SeenForm(DeskForm):
    """`seen` is the revision whoever sends it looked at."""

    seen = forms.IntegerField(label="看到的版本", min_value=0, widget=forms.HiddenInput)


class MoveForm(SeenForm):
    """`to` is "wait" where it goes back among those that wait."""

    day = forms.DateField(
        label="日期", required=False, widget=day_input(), error_messages={"invalid": _NOT_DAY}
    )
    to = forms.CharField(required=False, max_length=10)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("to") == "wait":
            said["day"] = None
        elif not said.get("day") and "day" not in self.errors:
            self.add_error("day", _NO_DAY)
        return said


class PinForm(SeenForm):
    pinned = forms.BooleanField(required=False)


class PublishForm(DeskForm):
    optional_names = ("note",)

    note = LineField(
        label="说明",
        max_length=200,
        required=False,
        help_text="写进版本记录，比如为什么改期",
    )


def _number(label: str, most: int, hint: str, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


class SeasonForm(SeenForm):
    first_day = forms.DateField(label="最早日期", widget=day_input())
    last_day = forms.DateField(label="最晚日期", widget=day_input())
    teams = _number("直播团队", _MOST_TEAMS, "个，每个团队一天直播一场", least=1)
    unit_gap = _number("同一单位间隔", _MOST_GAP, "天。1 是不在同一天，0 是不限")
    region_gap = _number("同一大区间隔", _MOST_GAP, "天。1 是不在同一天，0 是不限")
    theme_gap = _number("同一主题间隔", _MOST_GAP, "天。1 是不在同一天，0 是不限")
    on_rest_days = forms.BooleanField(label="周末和节假日也可以排", required=False)

    @staticmethod
    def initial_of(season: Season) -> dict[str, Any]:
        names = [name for name in SeasonForm.base_fields if name != "seen"]
        return {name: getattr(season, name) for name in names}

    @staticmethod
    def words_of(season: Season) -> list[tuple[str, str]]:
        """Label and value of each, as the season stands."""
        said = SeasonForm.initial_of(season)
        words = {True: "是", False: "否"}
        return [
            (str(SeasonForm.base_fields[name].label), words.get(value, str(value)))
            if isinstance(value, bool)
            else (str(SeasonForm.base_fields[name].label), str(value))
            for name, value in said.items()
        ]

    def terms(self, blocked: list[dict[str, str]]) -> Terms:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        return Terms(**said, blocked=blocked)


class BlockedRow(BaseRow):
    column = "blocked"
    keys = ("first", "last", "unit", "reason")
    needed = ("first", "last", "reason")

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "first": _labelled(DayField(), "从"),
            "last": _labelled(DayField(), "到"),
            "unit": forms.ChoiceField(
                label="单位", choices=[("", "所有单位"), *units], required=False
            ),
            "reason": LineField(label="原因", max_length=60, required=False),
        }
        self.optional_names = ()

    def check_row(self, cleaned: dict[str, Any]) -> None:
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "不能早于开始的一天")


class DutyRow(BaseRow):
    column = "duties"
    keys = ("title", "party", "offset")
    needed = keys

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {
            "title": LineField(label="任务", max_length=60, required=False),
            "party": forms.ChoiceField(
                label="责任方", choices=[("", "请选择"), *Party.choices], required=False
            ),
            "offset": forms.IntegerField(
                label="距活动日天数",
                min_value=_EARLIEST,
                max_value=_LATEST,
                required=False,
                help_text="活动前写负数，比如 -30；当天写 0",
            ),
        }

    def need(self, name: str, told: str = "") -> None:
        """Nought is a day too."""
        if name != "offset" or self.cleaned_data.get(name) is None:
            super().need(name, told)


def _labelled(field: forms.Field, label: str) -> forms.Field:
    field.label = label
    return field


class BlockedTable(BaseTable):
    label = "不排的日子"
    hint = "从哪天到哪天，两头都算。单位自己的活动、汛期、换届都可以写"
    is_optional = True


class DutyTable(BaseTable):
    label = "任务"
    hint = "每行一项。责任方在自己的任务单里看到，到期前提醒"


_BLOCKED = table_class(BlockedRow, BlockedTable)
_DUTIES = table_class(DutyRow, DutyTable)


def blocked_table(season: Season, data: Any = None) -> BaseTable:
    units = list(Unit.objects.values_list("abbr", "name"))
    return fill_table(_BLOCKED, season.blocked, data, units=units)


def duty_table(season: Season, data: Any = None) -> BaseTable:
    return fill_table(_DUTIES, season.duties, data)


def duties_in(table: BaseTable, season: Season) -> list[dict[str, Any]]:
    """As `Season.duties` has them; what keeps its title keeps its key."""
    keys = {one["title"]: one["key"] for one in season.duties}
    return [
        {**row, "offset": int(row["offset"]), "key": keys.pop(row["title"], "") or new_ref()}
        for row in table.rows
    ]


def as_day(text: str) -> date | None:
    """Of an address; None for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def blocked_in_words(season: Season) -> tuple[str, str]:
    """Label and rows, as the season stands."""
    names = dict(Unit.objects.values_list("abbr", "name"))
    rows = (
        f"{one['first']} 至 {one['last']}，{names.get(one['unit'], '所有单位')}，{one['reason']}"
        for one in season.blocked
    )
    return str(BlockedTable.label), "；".join(rows) or "没有"


def duties_in_words(season: Season) -> tuple[str, str]:
    """Label and rows, as the season stands."""
    rows = (
        f"{one['title']}（{Party(one['party']).label}，{one['offset']} 天）"
        for one in season.duties
    )
    return str(DutyTable.label), "；".join(rows) or "没有"
