"""What is asked of somebody who is interested."""

from django import forms

from foundation.fields import ProseField
from matching.models import Interest
from matching.states import InterestKind


class InterestForm(forms.Form):
    optional_names = ("message",)

    kind = forms.ChoiceField(
        label="你的意向",
        choices=InterestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项意向"},
    )
    message = ProseField(
        label="留言",
        max_length=Interest._meta.get_field("message").max_length,
        required=False,
        help_text="说说你的用途、量和时间，对方更容易答复。请不要写电话和邮箱",
        widget=forms.Textarea({"rows": 5}),
    )
