"""What the centre's lead says of a call, and of what is granted beyond it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from accounts.forms.people import DeskForm
from accounts.models import Cycle, Unit
from foundation.clock import SHANGHAI, end_of_day
from foundation.fields import LineField, ProseField
from provinces.cycles import CRITERIA, blank_call
from provinces.exempting import Grant
from provinces.states import ExemptionKind

_MOST_THEMES = 12
_LATEST = MaxValueValidator(date(2099, 12, 31), "日期太远，请核对年份")


def _day(label: str, help_text: str, *, is_needed: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, help_text=help_text, widget=widget, validators=[_LATEST], required=is_needed
    )


class CallForm(DeskForm):
    optional_names = ("call_number", "call_text")

    call_title = LineField(label="通知标题", max_length=120)
    call_number = LineField(
        label="通知文号", max_length=60, required=False, help_text="如“国科火字〔2026〕94号”"
    )
    call_text = ProseField(
        label="通知正文",
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 10}),
        help_text="公开显示在通知页",
    )
    opens_at = _day("开始报送", "当天 0:00 起可以报送")
    closes_at = _day("报送截止", "当天 24:00 截止，一秒也不延；个别单位可以另给延期")
    cap = forms.IntegerField(
        label="每家场次上限", min_value=1, max_value=9, help_text="五个计划单列市不占所在省的名额"
    )
    display_days = forms.IntegerField(label="公示工作日", min_value=1, max_value=60)
    themes = ProseField(
        label="路演主题", max_length=2_000, help_text="一行一个", widget=forms.Textarea({"rows": 6})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in CRITERIA:
            self.fields[f"weight_{one['key']}"] = forms.IntegerField(
                label=f"{one['label']}（分）", min_value=0, max_value=100
            )
            self.fields[f"floor_{one['key']}"] = forms.IntegerField(
                label=f"{one['label']}，最低要求", min_value=0, max_value=5, help_text="0 到 5"
            )

    @staticmethod
    def initial_of(cycle: Cycle) -> dict[str, Any]:
        blank = blank_call(cycle)
        themes, criteria = cycle.themes or blank["themes"], cycle.criteria or blank["criteria"]
        return {
            "call_title": cycle.call_title or blank["call_title"],
            "call_number": cycle.call_number,
            "call_text": cycle.call_text,
            "opens_at": cycle.opens_at and cycle.opens_at.astimezone(SHANGHAI).date(),
            "closes_at": cycle.closes_at and _last_day(cycle.closes_at),
            "cap": cycle.cap,
            "display_days": cycle.display_days,
            "themes": "\n".join(themes),
            **{f"weight_{one['key']}": one["weight"] for one in criteria},
            **{f"floor_{one['key']}": one["floor"] for one in criteria},
        }

    def clean_themes(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["themes"].split("\n"))
        themes = list(dict.fromkeys(filter(None, lines)))
        if len(themes) > _MOST_THEMES:
            raise forms.ValidationError(f"最多 {_MOST_THEMES} 个主题，现在 {len(themes)} 个")
        return themes

    @property
    def settings(self) -> dict[str, Any]:
        """The columns of the cycle."""
        said = self.cleaned_data
        plain = ("call_title", "call_number", "call_text", "cap", "display_days", "themes")
        return {
            **{name: said[name] for name in plain},
            "opens_at": datetime.combine(said["opens_at"], time.min, tzinfo=SHANGHAI),
            "closes_at": end_of_day(said["closes_at"]),
            "criteria": [
                {
                    **one,
                    "weight": said[f"weight_{one['key']}"],
                    "floor": said[f"floor_{one['key']}"],
                }
                for one in CRITERIA
            ],
        }


class ExemptionForm(DeskForm):
    optional_names = ("until", "cap")

    unit = forms.ModelChoiceField(Unit.objects.all(), label="单位", empty_label="请选择")
    kind = forms.ChoiceField(label="例外", choices=ExemptionKind.choices)
    until = _day("延长到", "延期时填，当天 24:00 截止", is_needed=False)
    cap = forms.IntegerField(
        label="场次", required=False, min_value=2, max_value=9, help_text="增加场次时填，写总数"
    )
    reason = ProseField(
        label="理由", max_length=300, help_text="在通知页公开", widget=forms.Textarea({"rows": 3})
    )

    @property
    def grant(self) -> Grant:
        said = self.cleaned_data
        kind = ExemptionKind(said["kind"])
        is_extension = kind == ExemptionKind.EXTENSION
        return Grant(
            kind,
            said["reason"],
            until=end_of_day(said["until"]) if is_extension and said["until"] else None,
            cap=None if is_extension else said["cap"],
        )


def _last_day(closes_at: datetime) -> Any:
    return (closes_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()
