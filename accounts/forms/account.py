"""What people say of themselves: when they register, in their profile, when they ask for a role."""

from datetime import time
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.acting import actor_of
from accounts.joining import Profile, Wish, join
from accounts.models import Organisation, Unit, User
from accounts.registering import Stated
from accounts.states import MailRhythm, OrganisationKind, Role
from foundation.errors import Refused
from foundation.fields import LineField, ProseField
from foundation.validators import check_email, check_mobile, check_uscc

_ORGANISATION = ("organisation", "organisation_kind", "organisation_code")


def _time_input() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class StatedForm(forms.Form):
    """What all of them share: errors that say which field is missing, refusals beside it."""

    optional_names: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写“{field.label}”"

    def add_refusal(self, refusal: Refused) -> None:
        for problem in refusal.problems:
            place = problem.field if problem.field in self.fields else None
            self.add_error(place, problem.sentence)


class OrganisationForm(StatedForm):
    """An organisation by name, kind and code: all three or none."""

    organisation = LineField(label="所在机构", max_length=100, required=False)
    organisation_kind = forms.ChoiceField(
        label="机构性质", choices=[("", "请选择"), *OrganisationKind.choices], required=False
    )
    organisation_code = LineField(
        label="统一社会信用代码",
        max_length=40,
        required=False,
        help_text="18 位，见营业执照或法人证书；登记过的代码以登记的名称为准",
    )

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
    def stated(self) -> Stated | None:
        """None when nothing, or not all of it, was given."""
        name, kind, code = (self.cleaned_data.get(field) for field in _ORGANISATION)
        return Stated(name, code, OrganisationKind(kind)) if name and kind and code else None

    @staticmethod
    def initial_of(organisation: Organisation | None) -> dict[str, str]:
        if organisation is None:
            return {}
        return dict(
            zip(
                _ORGANISATION,
                (organisation.name, organisation.kind, organisation.code),
                strict=True,
            )
        )


class WishForm(OrganisationForm):
    """A role somebody asks for, and what whoever approves it decides by."""

    role = forms.ChoiceField(label="申请的身份")
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label="推荐单位",
        empty_label="请选择",
        required=False,
        help_text="推荐单位的人填本单位；技术转移机构填由哪个单位批准",
    )

    roles: tuple[Role, ...] = tuple(Role(role) for role in Role.by_application)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in self.roles]  # type: ignore[attr-defined]  # -- a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        found = self.wish.problems if "role" in cleaned else []
        told = {*self.errors, *(["organisation"] if self.errors.keys() & {*_ORGANISATION} else [])}
        for problem in (problem for problem in found if problem.field not in told):
            self.add_error(problem.field, problem.sentence)
        return cleaned

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(Role(data["role"]), data.get("unit"), self.stated, data.get("reason", ""))


class SignupForm(WishForm):
    """allauth asks e-mail and password, and makes the account between `clean` and `signup`."""

    optional_names = (*_ORGANISATION, "unit")
    roles = (Role.HOLDER, *WishForm.roles)

    name = LineField(label="姓名", max_length=40, widget=forms.TextInput({"autocomplete": "name"}))
    privacy = forms.BooleanField(label="我同意按隐私政策处理我的个人信息")

    field_order = [
        *("name", "email", "password1", "password2", "role"),
        *(*_ORGANISATION, "unit", "privacy"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "role"
        ].help_text = "成果持有人验证邮箱后就能填报，机构可以不填；其他身份要填机构，由负责的人批准"
        privacy = self.fields["privacy"]
        privacy.error_messages["required"] = "不同意隐私政策，就不能开设账号"
        privacy.help_text = format_html(
            '<a href="{}">隐私政策</a>说明存什么、为什么、存多久', reverse("privacy")
        )

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 -- allauth's signature
        """The account is there, its e-mail not yet verified. The adapter has stored the name."""
        join(user, self.wish, by=actor_of(user))


class RoleForm(WishForm):
    optional_names = (*_ORGANISATION, "unit", "reason")

    reason = ProseField(
        label="申请说明",
        max_length=300,
        required=False,
        help_text="说明你在机构里的职责，便于批准。最多 300 字",
        widget=forms.Textarea({"rows": 3}),
    )

    field_order = ["role", *_ORGANISATION, "unit", "reason"]


class ProfileForm(OrganisationForm):
    optional_names = ("phone", *_ORGANISATION)

    name = LineField(label="姓名", max_length=40, widget=forms.TextInput({"autocomplete": "name"}))
    phone = LineField(
        label="手机号",
        max_length=20,
        required=False,
        help_text="别人只看到掩码，如 138****5678",
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    mail_rhythm = forms.ChoiceField(
        label="邮件提醒", choices=MailRhythm.choices, help_text="每天汇总的一封在早上 8 点发出"
    )

    field_order = ["name", "phone", "mail_rhythm", *_ORGANISATION]

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return _checked(check_mobile(text)) if text else ""

    @property
    def profile(self) -> Profile:
        data = self.cleaned_data
        return Profile(data["name"], data["phone"], MailRhythm(data["mail_rhythm"]), self.stated)

    @classmethod
    def initial_for(cls, user: User) -> dict[str, str]:
        own = {"name": user.name, "phone": user.phone, "mail_rhythm": user.mail_rhythm}
        return {**own, **cls.initial_of(user.organisation)}


class QuietForm(StatedForm):
    """From when until when no mail is wanted; the times stay filled in while it is switched off."""

    optional_names = ("is_on",)

    is_on = forms.BooleanField(label="开启免打扰", required=False)
    begins = forms.TimeField(label="从", widget=_time_input())
    ends = forms.TimeField(label="到", widget=_time_input())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if cleaned.get("is_on") and begins and begins == ends:
            self.add_error("ends", "开始和结束不能一样。不要免打扰的，去掉上面的勾")
        return cleaned

    @property
    def hours(self) -> tuple[time, time] | None:
        data = self.cleaned_data
        return (data["begins"], data["ends"]) if data["is_on"] else None

    @classmethod
    def initial_for(cls, user: User) -> dict[str, Any]:
        begins = user.quiet_from or User._meta.get_field("quiet_from").default
        ends = user.quiet_to or User._meta.get_field("quiet_to").default
        return {"is_on": user.quiet_from is not None, "begins": begins, "ends": ends}


class CodeForm(StatedForm):
    code = LineField(
        label="短信验证码",
        max_length=6,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class EmailForm(StatedForm):
    email = LineField(
        label="邮箱", max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        return _checked(check_email(self.cleaned_data["email"]))


class ErasureForm(EmailForm):
    """Nobody leaves by a slip of the finger: one's own address has to be typed."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own = user.email
        self.fields["email"].label = "输入你的邮箱，确认注销"

    def clean_email(self) -> str:
        email = super().clean_email()
        if email.lower() != self._own.lower():
            raise forms.ValidationError("和你的账号邮箱不一致。请核对后再输入")
        return email


def _checked(verdict: Any) -> str:
    if verdict.errors:
        raise forms.ValidationError([problem.sentence for problem in verdict.errors])
    return str(verdict.value)
