"""What is said of a roadshow and of rooms; by what the lists of desks are narrowed."""

from collections.abc import Sequence
from dataclasses import fields as fields_of
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.terms import industries, taxonomies
from foundation.fields import LineField, OneOf, ProseField
from provinces.states import EventMode
from roadshows.arranging import Facts, Place, facts_of, seen_of
from roadshows.forms.differing import differing
from roadshows.forms.rooms import RoomField
from roadshows.forms.seen import ChangeForm
from roadshows.models import Roadshow, Room
from roadshows.seeing import seen_of_room
from roadshows.states import RoadshowStatus

_MOST_SEATS, _MOST_TABLES = 100_000, 500


def _longest(name: str) -> int | None:
    return Roadshow._meta.get_field(name).max_length  # type: ignore[union-attr]  # -- columns of text


class FactsForm(DeskForm):
    """Of one roadshow; what its published day was found for cannot be changed."""

    optional_names = ("industries", "place", "room", "about")
    of_the_day = ("theme", "mode", "is_broadcast")

    title = LineField(label="活动名称", max_length=_longest("title"))
    theme = forms.ChoiceField(label="主题")
    industries = forms.MultipleChoiceField(
        label="战新领域", required=False, widget=forms.CheckboxSelectMultiple
    )
    mode = forms.ChoiceField(label="形式", choices=EventMode.choices)
    is_broadcast = forms.BooleanField(label="由深交所直播", required=False)
    host = LineField(label="承办机构", max_length=_longest("host"))
    place = LineField(
        label="地点", max_length=_longest("place"), required=False, help_text="城市和场馆"
    )
    room = RoomField(
        Room.objects.none(),
        label="主会场",
        empty_label="还没有定",
        required=False,
        help_text="换了主会场，要重新发布议程，占用才会换过来",
    )
    about = ProseField(
        label="活动介绍",
        max_length=_longest("about"),
        required=False,
        help_text=f"公开页上显示，最多 {_longest('about')} 字",
        widget=forms.Textarea({"rows": 6}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, roadshow: Roadshow, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.initial_of(roadshow), **kwargs)
        self._offer("theme", [*roadshow.cycle.themes, roadshow.theme])
        self._offer("industries", [*industries(), *roadshow.fields])
        self.fields["room"].queryset = roadshow.unit.rooms.all()  # type: ignore[attr-defined]  # -- a ModelChoiceField
        if roadshow.day:
            for name in self.of_the_day:
                self.fields[name].disabled = True
                self.fields[name].help_text = "日期已发布，不能改"

    @staticmethod
    def initial_of(roadshow: Roadshow) -> dict[str, Any]:
        facts = vars(facts_of(roadshow))
        return {**facts, "industries": facts["fields"], "seen": seen_of(roadshow)}

    @property
    def facts(self) -> Facts:
        said = {**self.cleaned_data, "fields": self.cleaned_data["industries"]}
        return Facts(**{one.name: said[one.name] for one in fields_of(Facts)})

    def differing(self, roadshow: Roadshow) -> list[tuple[str, str]]:
        """Labels and the words that stand now, where something else was typed."""
        now = self.initial_of(roadshow)
        return differing(self, {name: now[name] for name in now if name != "seen"})

    def take_over(self, roadshow: Roadshow) -> None:
        """What was typed stands beside what is there now: saved again, it takes its place."""
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = seen_of(roadshow)  # type: ignore[index]  # -- a copy may be written to

    def _offer(self, name: str, words: Sequence[str]) -> None:
        field: Any = self.fields[name]
        field.choices = [(word, word) for word in dict.fromkeys(words)]


class CancelForm(DeskForm):
    reason = ProseField(
        label="为什么取消",
        max_length=_longest("reason"),
        help_text=f"公开页会写出来，相关的人会收到消息。最多 {_longest('reason')} 字",
        widget=forms.Textarea({"rows": 3}),
    )


class RoomForm(ChangeForm):
    optional_names = ("seats", "tables")

    venue = LineField(
        label="场馆",
        max_length=Room._meta.get_field("venue").max_length,
        help_text="如“成都国际会议中心”",
    )
    name = LineField(
        label="会场", max_length=Room._meta.get_field("name").max_length, help_text="如“一层报告厅”"
    )
    seats = forms.IntegerField(label="座位", min_value=1, max_value=_MOST_SEATS, required=False)
    tables = forms.IntegerField(label="洽谈桌", min_value=0, max_value=_MOST_TABLES, required=False)

    @staticmethod
    def initial_of(room: Room) -> dict[str, Any]:
        return {
            "venue": room.venue,
            "name": room.name,
            "seats": room.seats,
            "tables": room.tables,
            "seen": seen_of_room(room),
        }

    @property
    def place(self) -> Place:
        said = self.cleaned_data
        return Place(said["venue"], said["name"], said["seats"], said["tables"] or 0)


class ListForm(forms.Form):
    """What is not understood narrows nothing."""

    year = OneOf(label="年度", required=False)
    status = OneOf(label="状态", choices=[("", "全部"), *RoadshowStatus.choices], required=False)
    unit = OneOf(label="推荐单位", required=False)
    todo = forms.BooleanField(label="只看我方有待办", required=False)

    def __init__(self, *args: Any, years: Sequence[int], has_units: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._years = years
        self._offer("year", [(str(year), f"{year} 年") for year in years])
        units = [(unit["abbr"], unit["name"]) for unit in taxonomies()["units"]]
        self._offer("unit", [("", "全部"), *units])
        if not has_units:
            del self.fields["unit"]

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def year_asked(self) -> int | None:
        """The newest unless said; None before there is any."""
        asked = self.wanted.get("year")
        return int(asked) if asked else next(iter(self._years), None)

    @property
    def is_narrowed(self) -> bool:
        return any(self.wanted.get(name) for name in ("status", "unit", "todo"))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
