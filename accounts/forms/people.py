"""What whoever looks after people and agencies fills in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

from accounts.inviting import Invitation
from accounts.models import Organisation, Place, Unit
from accounts.queries import agencies_of
from accounts.registering import Stated
from accounts.states import OrganisationKind, Role, Scope
from foundation import clock
from foundation.errors import Refused
from foundation.fields import LineField, ReasonField
from foundation.validators import check_email, check_uscc

_ORGANISATION = ("organisation", "organisation_kind", "organisation_code")
_LATEST = date(2099, 12, 31)


class DeskForm(forms.Form):
    """Errors say which field is missing; what the door refuses is told beside the field."""

    optional_names: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写“{field.label}”"

    def add_refusal(self, refusal: Refused) -> None:
        for problem in refusal.problems:
            place = problem.field if problem.field in self.fields else None
            self.add_error(place, problem.sentence)


class ReasonForm(DeskForm):
    reason = ReasonField("对方会看到", label="原因")


class InviteForm(DeskForm):
    """`roles` are those whoever invites answers for; `unit` is theirs, if they have one."""

    optional_names = (*_ORGANISATION, "unit")

    role = forms.ChoiceField(label="邀请担任")
    name = LineField(label="姓名", max_length=40)
    email = LineField(label="邮箱", max_length=254, widget=forms.EmailInput)
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label="推荐单位",
        empty_label="请选择",
        required=False,
        help_text="邀请推荐单位审核人时填",
    )
    organisation = LineField(
        label="所在机构",
        max_length=100,
        required=False,
        help_text="名称、性质、代码要一起填；代码已登记的，以登记的名称为准",
    )
    organisation_kind = forms.ChoiceField(
        label="机构性质", choices=[("", "请选择"), *OrganisationKind.choices], required=False
    )
    organisation_code = LineField(label="统一社会信用代码", max_length=40, required=False)

    def __init__(self, *args: Any, roles: Sequence[Role], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unit = unit
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]  # -- a ChoiceField
        if Role.UNIT_LEAD not in roles:
            del self.fields["unit"]

    def clean_email(self) -> str:
        return _checked(check_email(self.cleaned_data["email"]))

    def clean_organisation_code(self) -> str:
        text = self.cleaned_data["organisation_code"]
        return _checked(check_uscc(text)) if text else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        missing = [name for name in _ORGANISATION if not cleaned.get(name)]
        if len(missing) < len(_ORGANISATION):
            for name in (name for name in missing if name not in self.errors):
                self.add_error(name, f"请填写“{self.fields[name].label}”：名称、性质、代码要一起填")
        return cleaned

    @property
    def invitation(self) -> Invitation:
        data = self.cleaned_data
        role = Role(data["role"])
        return Invitation(data["email"], data["name"], role, self._unit_for(role), self._stated)

    def _unit_for(self, role: Role) -> Unit | None:
        own = Unit.objects.filter(abbr=self._unit).first()
        return (own or self.cleaned_data.get("unit")) if role in Role.with_unit else None

    @property
    def _stated(self) -> Stated | None:
        name, kind, code = (self.cleaned_data[field] for field in _ORGANISATION)
        return Stated(name, code, OrganisationKind(kind)) if code else None


class DelegationForm(DeskForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="受托机构",
        empty_label="请选择",
        help_text="只列出已有获批人员的技术转移机构",
    )
    scopes = forms.MultipleChoiceField(
        label="委托事项", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label="有效期至",
        help_text="到这一天结束为止，按北京时间",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        validators=[MaxValueValidator(_LATEST, f"不能晚于 {_LATEST}")],
    )

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = agencies_of(unit)  # type: ignore[attr-defined]  # -- a ModelChoiceField

    @property
    def terms(self) -> tuple[Organisation, list[Scope], datetime]:
        data = self.cleaned_data
        scopes = [Scope(scope) for scope in data["scopes"]]
        return data["organisation"], scopes, clock.end_of_day(data["until"])


class OrganisationForm(DeskForm):
    optional_names = ("place",)

    name = LineField(label="名称", max_length=100)
    kind = forms.ChoiceField(label="性质", choices=OrganisationKind.choices)
    place = forms.ModelChoiceField(
        Place.objects.all(), label="所在地", empty_label="全国性机构，不分地区", required=False
    )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        return {
            "name": organisation.name,
            "kind": organisation.kind,
            "place": organisation.place_id,
        }


def _checked(verdict: Any) -> str:
    if verdict.errors:
        raise forms.ValidationError([problem.sentence for problem in verdict.errors])
    return str(verdict.value)
