"""What is said of a task."""

from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.fields import LineField, ProseField
from roadshows.forms.seen import ChangeForm
from roadshows.models import Duty
from roadshows.models.roadshow import OFFSETS
from roadshows.seeing import seen_of_duty
from roadshows.states import Party
from roadshows.tasking import Terms

_EARLIEST, _LATEST = OFFSETS
_REMARK = Duty._meta.get_field("remark").max_length


class DutyForm(ChangeForm):
    title = LineField(label="任务", max_length=Duty._meta.get_field("title").max_length)
    party = forms.ChoiceField(label="责任方", choices=Party.choices)
    offset = forms.IntegerField(
        label="距活动日天数",
        min_value=_EARLIEST,
        max_value=_LATEST,
        help_text="活动日前 10 天填 -10，当天填 0，之后 7 天填 7",
    )

    @staticmethod
    def initial_of(duty: Duty) -> dict[str, Any]:
        facts = {"title": duty.title, "party": duty.party, "offset": duty.offset}
        return {**facts, "seen": seen_of_duty(duty)}

    @property
    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(said["title"], Party(said["party"]), said["offset"])


class WaiveForm(DeskForm):
    reason = ProseField(
        label="为什么不用做",
        max_length=_REMARK,
        help_text=f"三方都会看到。最多 {_REMARK} 字",
        widget=forms.Textarea({"rows": 2}),
    )
