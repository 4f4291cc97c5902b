"""What a unit raises to the centre, and what it is told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.clock import end_of_day
from foundation.fields import LineField, ProseField, ReasonField
from provinces.forms.checks import REASON_LENGTH, day_field
from provinces.matters import Raised
from provinces.models import Matter, PlanEvent


class MatterForm(DeskForm):
    """`events` are those of the plan that a matter may be about."""

    optional_names = ("event",)

    title = LineField(
        label="问题",
        max_length=Matter._meta.get_field("title").max_length,
        help_text="一句话，如“原定场馆被征用”",
    )
    text = ProseField(
        label="情况说明",
        max_length=Matter._meta.get_field("text").max_length,
        help_text="发生了什么、需要火炬中心定什么、最晚什么时候要定。最多 2000 字",
        widget=forms.Textarea({"rows": 6}),
    )
    event = forms.ChoiceField(label="关于哪一场", required=False)

    def __init__(self, *args: Any, events: Iterable[PlanEvent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._events: Mapping[str, PlanEvent] = {event.ref: event for event in events}
        offered = [(ref, str(event)) for ref, event in self._events.items()]
        self.fields["event"].choices = [("", "整个方案"), *offered]  # type: ignore[attr-defined]  # -- a ChoiceField

    @property
    def raised(self) -> Raised:
        said = self.cleaned_data
        return Raised(said["title"], said["text"], self._events.get(said["event"]))


class AnswerForm(DeskForm):
    answer = ProseField(
        label="答复",
        max_length=Matter._meta.get_field("answer").max_length,
        help_text="单位会看到，答复后不能改。最多 2000 字",
        widget=forms.Textarea({"rows": 5}),
    )


class DeferForm(DeskForm):
    due_at = day_field("答复期限改到", "当天 24:00 以前答复")
    reason = ReasonField("单位会看到", label="为什么改期", longest=REASON_LENGTH)

    @property
    def due(self) -> datetime:
        return end_of_day(self.cleaned_data["due_at"])
