"""What the desks of the 三员 ask."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.states import Role, UserStatus
from foundation.fields import LineField, ProseField
from records.workflows import all_workflows


class FilterForm(forms.Form):
    """Anything unreadable is left out rather than refused."""

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class PeopleForm(FilterForm):
    q = LineField(label="姓名或邮箱", required=False, max_length=100)
    role = forms.ChoiceField(
        label="身份", required=False, choices=[("", "全部身份"), *Role.choices]
    )
    status = forms.ChoiceField(
        label="账号状态", required=False, choices=[("", "全部状态"), *UserStatus.choices]
    )


class TrailForm(FilterForm):
    table = forms.ChoiceField(label="记录类型", required=False)
    ref = LineField(label="编号", required=False, max_length=20)
    verb = LineField(label="办理", required=False, max_length=40)
    person = LineField(label="办理人编号或邮箱", required=False, max_length=254)
    day = forms.DateField(
        label="日期", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = [(w.table, str(w.model._meta.verbose_name)) for w in all_workflows()]
        self.fields["table"].choices = [("", "全部类型"), *tables]  # type: ignore[attr-defined]  # -- it is a ChoiceField

    @property
    def wanted(self) -> dict[str, Any]:
        """`person` as a user id: 0, which nobody has, where the name is unknown."""
        wanted = super().wanted
        who = wanted.pop("person")
        wanted["person"] = self._person(who) if who else None
        wanted["ref"] = wanted["ref"].upper()
        wanted["day"] = wanted["day"] or None
        return wanted

    @staticmethod
    def _person(who: str) -> int:
        field = "email__iexact" if "@" in who else "ref__iexact"
        return User.objects.filter(**{field: who}).values_list("pk", flat=True).first() or 0


class ReasonForm(forms.Form):
    reason = ProseField(label="理由", max_length=300, widget=forms.Textarea({"rows": 3}))
