"""What whoever corrects a project in the library writes."""

from foundation.fields import ReasonField
from projects.correcting import REASON_LENGTH
from projects.forms.decisions import DecisionForm


class CorrectionForm(DecisionForm):
    reason = ReasonField(
        "写清哪里变了、为什么，推荐单位会看到", label="更正原因", longest=REASON_LENGTH
    )
