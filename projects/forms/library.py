"""What the centre writes of a text it has read and of what is wrong in the library, and what is
said of a service."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from accounts.forms.people import DeskForm
from accounts.models import Organisation
from foundation.fields import LineField, ProseField, ReasonField
from foundation.uploads import TAKEN, Purpose
from foundation.validators import check_uscc
from projects.entitlements import Said
from projects.forms.decisions import REASON_LENGTH, DecisionForm
from projects.models import Service
from projects.proofreading import NOTE_LENGTH
from projects.states import LibraryFault, ServiceKind

EVIDENCE = ",".join(f".{form}" for form in TAKEN[Purpose.DOCUMENT])


class ReadForm(DecisionForm):
    """`number` is that of the version before the reader's eyes."""

    optional_names = ("note",)

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=100_000)
    note = LineField(
        label="备注", max_length=NOTE_LENGTH, required=False, help_text="只有火炬中心看到"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"number": getattr(self.project, "standing_number", None)}


class UndoForm(DecisionForm):
    reason = ReasonField("只有火炬中心看到", label="撤销理由", longest=REASON_LENGTH)


class TakeOverForm(DecisionForm):
    reason = ReasonField("原来的机构会看到", longest=REASON_LENGTH)


class VoidForm(DecisionForm):
    reason = ReasonField("看得到成果的人都会看到", label="作废理由", longest=REASON_LENGTH)


class ServiceForm(DecisionForm):
    """Evidence comes after it: a file that comes in piece by piece needs a record to go to."""

    optional_names = ("organisation", "detail")

    kind = forms.TypedChoiceField(
        label="服务", choices=[("", "请选择"), *ServiceKind.choices], coerce=ServiceKind
    )
    provider = LineField(label="提供方", max_length=Service._meta.get_field("provider").max_length)
    on = forms.DateField(label="日期", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    organisation = LineField(
        label="提供方的统一社会信用代码",
        max_length=40,
        required=False,
        help_text="在平台登记过的机构可以填，服务会记到它名下",
    )
    detail = ProseField(
        label="服务内容",
        max_length=Service._meta.get_field("detail").max_length,
        required=False,
        help_text="做了什么、结果怎样。最多 500 字。登记后可以上传凭证",
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_organisation(self) -> Organisation | None:
        text = self.cleaned_data["organisation"]
        if not text:
            return None
        verdict = check_uscc(text)
        if verdict.errors:
            raise forms.ValidationError([problem.sentence for problem in verdict.errors])
        found = Organisation.objects.filter(code=str(verdict.value)).first()
        if found is None:
            raise forms.ValidationError("平台没有登记这个代码的机构。不知道代码可以不填")
        return found

    def clean(self) -> dict[str, Any]:
        """As `note_service` takes it."""
        cleaned = super().clean() or self.cleaned_data
        said = Said(cleaned.pop("organisation", None), cleaned.pop("detail", ""))
        return {**cleaned, "said": said}


class EvidenceForm(DeskForm):
    file = forms.FileField(
        label="凭证",
        help_text="PDF、Word、WPS、PPT、Excel、OFD 或图片，不超过 20 MB",
        widget=forms.FileInput({"accept": EVIDENCE}),
    )


class ServiceFilterForm(DeskForm):
    """What is not among the choices is as if it had not been asked for."""

    kind = forms.ChoiceField(
        label="服务", choices=[("", "全部服务"), *ServiceKind.choices], required=False
    )
    proof = forms.ChoiceField(
        label="凭证",
        choices=[("", "全部"), ("with", "有凭证"), ("without", "没有凭证"), ("void", "已作废")],
        required=False,
    )
    month = forms.RegexField(r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", label="月份", required=False)

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class FaultProblem(TextChoices):
    TOO_MANY = "ticks_too_many", "一次最多勾选 {expected} 项。请分几次办"


class FaultForm(DeskForm):
    """What was pressed in a list of what may be wrong; `kind` and `page` lead back."""

    kind = forms.ChoiceField(choices=LibraryFault.choices)
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)
    reason = ProseField(label="理由", max_length=REASON_LENGTH, required=False)
