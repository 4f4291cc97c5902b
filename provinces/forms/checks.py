"""What whoever checks a plan ticks and writes."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.forms.boundfield import BoundField

from accounts.forms.people import DeskForm
from foundation import clock
from foundation.clock import SHANGHAI, end_of_day
from foundation.fields import LineField, ProseField, ReasonField
from provinces.checking import Found, Mending
from provinces.columns.sections import EVENTS, SCAN
from provinces.models import FormalCheck

_LATEST = MaxValueValidator(date(2099, 12, 31), "日期太远，请核对年份")
_DAYS_TO_MEND = 14
_NOTE_LENGTH = 200
REASON_LENGTH = 300
# What most likely has to be mended where a line is not met.
_MENDED_IN = {
    "letter": ("letter",),
    "seal": (SCAN,),
    "number": (EVENTS,),
    "file": (SCAN,),
    "contact": ("letter", "organisation"),
}


def day_field(label: str, help_text: str, *, is_needed: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, validators=[_LATEST], required=is_needed
    )


class CheckForm(DeskForm):
    """`lines` are the checklist as the system reads it: key, label, whether met, a note. A person
    ticks and writes over it; below it what goes back, why, until when."""

    sections = forms.MultipleChoiceField(
        label="要补正的部分",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="单位只能改这些，其余保持报送时的样子",
    )
    reason = ProseField(
        label="要补正什么",
        required=False,
        max_length=FormalCheck._meta.get_field("reason").max_length,
        help_text="逐条写清，单位会看到。最多 1000 字",
        widget=forms.Textarea({"rows": 5}),
    )
    until = day_field("补正截止", "当天 24:00 截止", is_needed=False)

    def __init__(
        self, data: Any = None, *, lines: Sequence[Any], choices: Sequence[tuple[str, str]]
    ) -> None:
        doubtful = [line.key for line in lines if not line.is_met]
        initial = {
            "sections": list(
                dict.fromkeys(name for key in doubtful for name in _MENDED_IN.get(key, ()))
            ),
            "until": clock.today() + timedelta(days=_DAYS_TO_MEND),
        }
        super().__init__(data, initial=initial)
        self._lines = lines
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]  # -- of its type
        for line in lines:
            self.fields[f"met_{line.key}"] = forms.BooleanField(
                label=line.label, required=False, initial=line.is_met
            )
            self.fields[f"note_{line.key}"] = LineField(
                label=f"{line.label}，备注", required=False, max_length=_NOTE_LENGTH
            )

    @property
    def rows(self) -> Iterator[tuple[Any, BoundField, BoundField]]:
        for line in self._lines:
            yield line, self[f"met_{line.key}"], self[f"note_{line.key}"]

    @property
    def found(self) -> list[Found]:
        """As a person saw it; without a note of theirs what the system reads of it."""
        said = self.cleaned_data
        return [
            Found(
                line.key,
                line.label,
                is_met=said[f"met_{line.key}"],
                note=said[f"note_{line.key}"] or line.note,
            )
            for line in self._lines
        ]

    @property
    def mending(self) -> Mending:
        said = self.cleaned_data
        until = said["until"]
        return Mending(said["sections"], said["reason"], end_of_day(until) if until else None)


class ExtendForm(DeskForm):
    until = day_field("补正截止改到", "当天 24:00 截止")
    reason = ReasonField("单位会看到", longest=REASON_LENGTH)

    @staticmethod
    def initial_of(check: FormalCheck) -> dict[str, Any]:
        last = check.until and check.until.astimezone(SHANGHAI) - timedelta(microseconds=1)
        return {"until": last and last.date()}

    @property
    def end(self) -> datetime:
        return end_of_day(self.cleaned_data["until"])


class RecheckForm(DeskForm):
    reason = ReasonField("单位会看到", longest=REASON_LENGTH)
