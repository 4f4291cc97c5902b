"""What is asked of those who sit at an introduction."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.models import User
from foundation import clock
from foundation.fields import LineField, ProseField
from introductions.advancing import Plan
from introductions.models import LONGEST, NOTED, Appointment, Introduction
from introductions.scheduling import Time
from introductions.states import TalkOutcome, TalkStage


class LineForm(DeskForm):
    text = ProseField(
        label="留言",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=f"最多 {LONGEST} 字",
    )


class NotesForm(DeskForm):
    notes = ProseField(
        label="我的笔记",
        required=False,
        max_length=NOTED,
        widget=forms.Textarea({"rows": 4}),
        help_text="只有你看得到，边写边存",
    )


class FileForm(DeskForm):
    file = forms.FileField(label="文件")


class PlanForm(DeskForm):
    optional_names = ("next_step", "next_on")

    stage = forms.TypedChoiceField(label="阶段", choices=TalkStage.choices, coerce=TalkStage)
    next_step = LineField(
        label="下一步",
        required=False,
        max_length=Introduction._meta.get_field("next_step").max_length,
    )
    next_on = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="前一天和当天提醒双方",
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("next_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "填了日期，请写明做什么")
        return cleaned

    @property
    def plan(self) -> Plan:
        """Of a valid form."""
        return Plan(**self.cleaned_data)


class FinishForm(DeskForm):
    optional_names = ("note",)

    outcome = forms.TypedChoiceField(
        label="结果", choices=TalkOutcome.choices, coerce=TalkOutcome, widget=forms.RadioSelect
    )
    note = ProseField(
        label="说明",
        required=False,
        max_length=Introduction._meta.get_field("outcome_note").max_length,
        widget=forms.Textarea({"rows": 3}),
        help_text="对方会看到",
    )


class TimeForm(DeskForm):
    """A day and two times of it, in Shanghai."""

    optional_names = ("place",)

    day = forms.DateField(
        label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    begins = forms.TimeField(
        label="开始", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label="结束", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = LineField(
        label="地点",
        required=False,
        max_length=Appointment._meta.get_field("place").max_length,
        help_text="会议室，或视频会议的会议号",
    )

    @property
    def time(self) -> Time:
        """Of a valid form."""
        said = self.cleaned_data
        begins, ends = (
            datetime.combine(said["day"], said[name], tzinfo=clock.SHANGHAI)
            for name in ("begins", "ends")
        )
        return Time(begins, ends, said["place"])


class AgentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- not a generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.house} · {obj.name}"


class AgentForm(DeskForm):
    agent = AgentChoice(User.objects.none(), label="技术经理人", empty_label="请选择")

    def __init__(self, *args: Any, agents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = agents  # type: ignore[attr-defined]  # -- a ModelChoiceField
