"""The thin 信息表: what a holder says of an achievement."""

from typing import Any

from django import forms

from accounts.models import Field, Mode, Unit
from accounts.states import OrganisationKind
from foundation import clock
from foundation.errors import Problem, Refused
from foundation.fields import LineField, ProseField
from foundation.validators import check_ip_number, check_uscc
from projects.models import Project
from projects.models.sheet import TITLE_LENGTH

PATENT_LENGTH = 40
_TRL = [("", "请选择"), *((level, f"{level} 级") for level in range(1, 10))]


class ProjectForm(forms.Form):
    """Savable however incomplete: only the name and the unit are asked of a draft."""

    optional_names = ("patent_no", "shown")  # all others are needed at submission

    title = LineField(
        label="成果名称", max_length=TITLE_LENGTH, help_text="写清楚做的是什么，4 到 60 字为宜"
    )
    summary = ProseField(
        label="项目简介",
        max_length=1000,
        required=False,
        help_text="解决什么问题，怎么解决，指标到多少。最多 1000 字",
        widget=forms.Textarea({"rows": 6}),
    )
    organisation = LineField(label="持有单位", max_length=100, required=False)
    organisation_kind = forms.ChoiceField(
        label="单位性质", choices=[("", "请选择"), *OrganisationKind.choices], required=False
    )
    organisation_code = LineField(
        label="统一社会信用代码",
        max_length=40,
        required=False,
        help_text="18 位，见营业执照或法人证书",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label="推荐单位",
        empty_label="请选择",
        help_text="持有单位所在的省份；大连、宁波、厦门、青岛、深圳单列",
    )
    field = forms.ModelChoiceField(
        Field.objects.exclude(parent=None),
        label="战新领域",
        empty_label="请选择",
        required=False,
    )
    trl = forms.TypedChoiceField(
        label="技术成熟度",
        choices=_TRL,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="1 级：发现基本原理；4 级：实验室部件验证；7 级：实际环境样机；9 级：已批量应用",
    )
    patent_no = LineField(
        label="专利号", max_length=60, required=False, help_text="如 ZL202110000001.6；没有可不填"
    )
    modes = forms.ModelMultipleChoiceField(
        Mode.objects.all(),
        label="转化方式",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.BooleanField(
        label="同意入库后在直通车平台公开展示以上内容（不公开联系方式）",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写“{field.label}”"

    def clean_organisation_code(self) -> str:
        text = self.cleaned_data["organisation_code"]
        return _checked(check_uscc(text)) if text else ""

    def clean_patent_no(self) -> str:
        text = self.cleaned_data["patent_no"]
        year = clock.year_in_shanghai(clock.now())
        number = _checked(check_ip_number(text, this_year=year)) if text else ""
        if len(number) > PATENT_LENGTH:
            raise forms.ValidationError(f"专利号最多 {PATENT_LENGTH} 字，现在 {len(number)} 字")
        return number

    def clean_modes(self) -> list[str]:
        return [mode.code for mode in self.cleaned_data["modes"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("organisation", "organisation_kind", "organisation_code")
        missing = [name for name in names if not cleaned.get(name) and name not in self.errors]
        if len(missing) < len(names):
            for name in missing:
                self.add_error(name, f"请填写“{self.fields[name].label}”：名称、性质、代码要一起填")
        return cleaned

    def add_refusal(self, refusal: Refused) -> None:
        """Show what the door said beside the fields it speaks of."""
        for problem in refusal.problems:
            self.add_error(_place(problem, self), problem.sentence)

    @property
    def project_fields(self) -> dict[str, Any]:
        names = ("title", "summary", "field", "trl", "patent_no", "modes", "unit")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def initial_of(project: Project) -> dict[str, Any]:
        organisation = project.organisation
        return {
            "title": project.title,
            "summary": project.summary,
            "organisation": organisation.name if organisation else "",
            "organisation_kind": organisation.kind if organisation else "",
            "organisation_code": organisation.code if organisation else "",
            "unit": project.unit_id,
            "field": project.field_id,
            "trl": project.trl,
            "patent_no": project.patent_no,
            "modes": project.modes,
            "shown": project.may_be_shown,
        }


def _checked(verdict: Any) -> str:
    if verdict.errors:
        raise forms.ValidationError([problem.sentence for problem in verdict.errors])
    return str(verdict.value)


def _place(problem: Problem, form: forms.Form) -> str | None:
    return problem.field if problem.field in form.fields else None
