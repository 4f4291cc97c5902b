"""What is asked of somebody who is interested, and of whoever answers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.fields import LineField, ProseField
from matching.interests import Wish
from matching.models import Interest, Posting, Report
from matching.models.interest import TOLD
from matching.states import InterestKind, InterestReason, ReportReason
from projects.models import Project

_LEAST = Decimal("0.01")


def _amount(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=_LEAST,
        max_digits=12,
        decimal_places=2,
        help_text="万元",
        widget=forms.NumberInput({"step": "0.01", "inputmode": "decimal"}),
    )


class InterestForm(DeskForm):
    """`named` is offered what of one's own it may be asked in the name of, by its ref."""

    optional_names = ("named", "message", "amount_low", "amount_high", "next_step")

    kind = forms.ChoiceField(
        label="你的意向",
        choices=InterestKind.choices,
        widget=forms.RadioSelect,
    )
    named = forms.ChoiceField(label="用你的哪一项去谈", required=False)
    message = ProseField(
        label="留言",
        max_length=TOLD,
        required=False,
        help_text="说说你的用途、量和时间，对方更容易答复。请不要写电话和邮箱",
        widget=forms.Textarea({"rows": 5}),
    )
    amount_low = _amount("意向金额，最低")
    amount_high = _amount("意向金额，最高")
    next_step = LineField(
        label="希望的下一步",
        required=False,
        max_length=Interest._meta.get_field("next_step").max_length,
        help_text="如“先开一次视频会”“希望 6 月前到现场看样机”",
    )

    def __init__(self, *args: Any, own: Iterable[Project | Posting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = {one.ref: one for one in own}
        field: Any = self.fields["named"]
        own_choices = [(ref, str(one)) for ref, one in self._own.items()]
        field.choices = [("", "都不用，直接提"), *own_choices]
        if not self._own:
            del self.fields["named"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        low, high = cleaned.get("amount_low"), cleaned.get("amount_high")
        if low and high and low > high:
            self.add_error("amount_high", "要不小于前一个金额")
        return cleaned

    @property
    def wish(self) -> Wish:
        """Of a valid form."""
        told = {name: self.cleaned_data[name] for name in _TOLD}
        return Wish(InterestKind(self.cleaned_data["kind"]), **told)

    @property
    def named_own(self) -> Project | Posting | None:
        return self._own.get(self.cleaned_data.get("named", ""))


_TOLD = ("message", "amount_low", "amount_high", "next_step")


class QuestionForm(DeskForm):
    text = ProseField(
        label="你的疑问",
        max_length=TOLD,
        help_text="只能问一次，一次问清楚。请不要写电话和邮箱",
        widget=forms.Textarea({"rows": 3}),
    )


class ReplyForm(DeskForm):
    text = ProseField(label="你的回答", max_length=TOLD, widget=forms.Textarea({"rows": 3}))


class AgreeForm(DeskForm):
    optional_names = ("answer",)

    answer = ProseField(
        label="想先说的话",
        required=False,
        max_length=TOLD,
        help_text="对接后对方会看到",
        widget=forms.Textarea({"rows": 3}),
    )


class RefusalForm(DeskForm):
    optional_names = ("answer",)

    reason = forms.TypedChoiceField(
        label="原因",
        choices=InterestReason.choices,
        coerce=InterestReason,
        widget=forms.RadioSelect,
    )
    answer = ProseField(
        label="说明",
        required=False,
        max_length=TOLD,
        help_text="对方会看到",
        widget=forms.Textarea({"rows": 3}),
    )


class BlockForm(DeskForm):
    whole_house = forms.BooleanField(label="连同所在单位的其他人", required=False)


class ReportForm(DeskForm):
    optional_names = ("text",)

    reason = forms.TypedChoiceField(
        label="举报理由",
        choices=ReportReason.choices,
        coerce=ReportReason,
        widget=forms.RadioSelect,
    )
    text = ProseField(
        label="说明",
        required=False,
        max_length=Report._meta.get_field("text").max_length,
        widget=forms.Textarea({"rows": 3}),
    )
    with_words = forms.BooleanField(
        label="把这条意向的原文给火炬中心看",
        required=False,
        help_text="不勾选，他们只看到双方是谁和你的说明",
    )
