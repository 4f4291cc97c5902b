"""What whoever decides on a project writes: remarks, reasons, dates, whom to invite."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from accounts.forms.people import DeskForm
from accounts.models import Unit
from accounts.terms import taxonomies
from foundation import clock
from foundation.fields import LineField, ProseField, ReasonField
from foundation.masking import mask_email
from foundation.validators import check_email
from projects.models import Project
from projects.recommendation import REASONS_LENGTH
from projects.screening import REMARKS_LENGTH
from projects.urging import NOTE_LENGTH

REASON_LENGTH = 500
_NAME_LENGTH = 40
_DAYS_TO_REVISE = 14
_LATEST = date(2099, 12, 31)


class DecisionForm(DeskForm):
    """Several stand on one page: `at` tells their fields apart."""

    def __init__(self, data: Any = None, *, at: str, project: Project) -> None:
        super().__init__(data, auto_id=f"{at}-%s")
        self.project = project


class PlainForm(DecisionForm):
    """A decision that needs no words."""


class ReturnForm(DecisionForm):
    remarks = ProseField(
        label="修改意见",
        max_length=REMARKS_LENGTH,
        required=False,  # where single columns are remarked on: the order knows
        help_text=f"总的意见；写了逐项意见的可以不填。持有人会看到，最多 {REMARKS_LENGTH} 字",
        widget=forms.Textarea({"rows": 5}),
    )
    due_on = forms.DateField(
        label="修改期限",
        initial=lambda: clock.today() + timedelta(days=_DAYS_TO_REVISE),
        help_text="到这一天结束为止，按北京时间",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MaxValueValidator(_LATEST, f"不能晚于 {_LATEST}")],
    )


class ReasonForm(DecisionForm):
    reason = ReasonField("持有人会看到", longest=REASON_LENGTH)


class RemindForm(DecisionForm):
    optional_names = ("note",)

    note = ProseField(
        label="要补什么、怎么办",
        max_length=NOTE_LENGTH,
        required=False,
        help_text=f"不填就列出还缺的材料。对方会看到，最多 {NOTE_LENGTH} 字",
        widget=forms.Textarea({"rows": 3}),
    )


class ClaimReasonForm(DecisionForm):
    reason = ReasonField("认领人会看到", longest=REASON_LENGTH)


class HandOverForm(DecisionForm):
    unit = forms.ChoiceField(label="转交给")
    reason = ReasonField("持有人和对方单位会看到", longest=REASON_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The units come from the taxonomy file: no table is asked as long as nobody decides."""
        super().__init__(*args, **kwargs)
        units = [(unit["abbr"], unit["name"]) for unit in taxonomies()["units"]]
        others = [unit for unit in units if unit[0] != self.project.unit_id]
        self.fields["unit"].choices = [("", "请选择"), *others]  # type: ignore[attr-defined]  # -- a ChoiceField

    def clean_unit(self) -> Unit:
        return Unit.objects.get(abbr=self.cleaned_data["unit"])


class RecommendForm(DecisionForm):
    reasons = ProseField(
        label="推荐理由",
        max_length=REASONS_LENGTH,
        help_text=f"写给火炬中心和投资机构看。最多 {REASONS_LENGTH} 字",
        widget=forms.Textarea({"rows": 4}),
    )


class InviteForm(DecisionForm):
    """Left empty, the invitation goes to the contact of the sheet, whose address is not shown."""

    optional_names = ("email",)

    email = LineField(label="持有人邮箱", max_length=254, required=False, widget=forms.EmailInput)
    name = LineField(label="持有人姓名", max_length=_NAME_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": self.project.contact_name}
        known = mask_email(self.project.contact_email)
        self.fields["email"].help_text = f"不填就发给联系人 {known}" if known else ""

    def clean_email(self) -> str:
        text = self.cleaned_data["email"] or self.project.contact_email
        if not text:
            raise forms.ValidationError("请填写“持有人邮箱”")
        verdict = check_email(text)
        if verdict.errors:
            raise forms.ValidationError([problem.sentence for problem in verdict.errors])
        return str(verdict.value)
