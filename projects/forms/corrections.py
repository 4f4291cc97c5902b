"""What whoever corrects a project in the library writes."""

from django import forms

from foundation.fields import ProseField
from projects.correcting import REASON_LENGTH
from projects.forms.decisions import DecisionForm


class CorrectionForm(DecisionForm):
    reason = ProseField(
        label="更正原因",
        max_length=REASON_LENGTH,
        help_text=f"写清哪里变了、为什么，推荐单位会看到。最多 {REASON_LENGTH} 字",
        widget=forms.Textarea({"rows": 3}),
    )
