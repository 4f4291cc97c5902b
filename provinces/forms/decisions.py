"""What is decided of plans and roadshows, and what is objected to it; each with its words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.fields import ProseField, ReasonField
from provinces.approving import Judgement
from provinces.hosting import Proposal
from provinces.models import Approval, Display, HostDecision, Objection
from provinces.objecting import Reply
from provinces.states import ApprovalVerdict, HostVerdict

_LONGEST = Approval._meta.get_field("reason").max_length


class ActForm(DeskForm):
    """One of the two acts, on all that was ticked."""

    @property
    def said(self) -> list[tuple[str, str]]:
        """Label and words of each answer, to be read once more."""
        verdict, reason = self.fields["verdict"], self.fields["reason"]
        verdicts = dict(verdict.choices)  # type: ignore[attr-defined]  # -- a ChoiceField
        said = self.cleaned_data
        return [
            (str(verdict.label), str(verdicts[said["verdict"]])),
            (str(reason.label), said["reason"]),
        ]


class JudgementForm(ActForm):
    """审定 of the plans ticked."""

    verdict = forms.ChoiceField(
        label="审定结论", choices=ApprovalVerdict.choices, widget=forms.RadioSelect
    )
    reason = ReasonField("写进结果函", longest=_LONGEST)

    @property
    def judgement(self) -> Judgement:
        said = self.cleaned_data
        return Judgement(ApprovalVerdict(said["verdict"]), said["reason"])


class ProposalForm(ActForm):
    """承办 of the roadshows ticked."""

    verdict = forms.ChoiceField(
        label="承办结论", choices=HostVerdict.choices, widget=forms.RadioSelect
    )
    reason = ReasonField("公示，写进结果函", longest=_LONGEST)

    @property
    def proposal(self) -> Proposal:
        said = self.cleaned_data
        return Proposal(HostVerdict(said["verdict"]), said["reason"])


class RefusalForm(DeskForm):
    reason = ReasonField("拟定人会看到，不公开", label="不同意的理由", longest=_LONGEST)


class ReversalForm(DeskForm):
    reason = ReasonField("和更正一起公开", label="更正理由", longest=_LONGEST)


class ReplyForm(DeskForm):
    upheld = forms.ChoiceField(
        label="异议是否成立",
        choices=[("yes", "成立"), ("no", "不成立")],
        widget=forms.RadioSelect,
    )
    answer = ProseField(
        label="答复",
        max_length=Objection._meta.get_field("answer").max_length,
        help_text="提出人会看到，不公开",
        widget=forms.Textarea({"rows": 4}),
    )

    @property
    def reply(self) -> Reply:
        said = self.cleaned_data
        return Reply(is_upheld=said["upheld"] == "yes", text=said["answer"])


class ObjectionForm(DeskForm):
    """`displays` are those that run, with their decisions (`queries.displays_of`)."""

    about = forms.ChoiceField(label="针对")
    text = ProseField(
        label="异议内容和依据",
        max_length=Objection._meta.get_field("text").max_length,
        help_text="写明事实和依据。不公开，只给火炬中心看",
        widget=forms.Textarea({"rows": 6}),
    )

    def __init__(self, *args: Any, displays: Sequence[Display], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._about: Mapping[str, tuple[Display, HostDecision | None]] = {
            ref: about for display in displays for ref, about in _of(display)
        }
        self.fields["about"].choices = [  # type: ignore[attr-defined]  # -- a ChoiceField
            (ref, _label(*about)) for ref, about in self._about.items()
        ]

    @property
    def target(self) -> tuple[Display, HostDecision | None]:
        return self._about[self.cleaned_data["about"]]


def _of(display: Display) -> list[tuple[str, tuple[Display, HostDecision | None]]]:
    current = [one for one in display.decisions.all() if not one.reversal]
    return [
        *((one.ref, (display, one)) for one in current),
        (display.ref, (display, None)),
    ]


def _label(display: Display, decision: HostDecision | None) -> str:
    if decision is None:
        return f"第 {display.number} 批公示整体"
    return f"{decision.plan.unit.name} {decision}"
