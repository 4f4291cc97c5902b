"""Experts and rounds as a browser sends them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.inviting import Invitation
from accounts.models import Unit
from accounts.states import Role
from foundation import clock
from foundation.clock import SHANGHAI, end_of_day
from foundation.fields import LineField, ProseField
from foundation.validators import check_email
from projects.columns.fields import CheckedField
from provinces.experts import Profile
from provinces.models import Expert, ReviewRound, Tie, WorkPlan
from provinces.queries.experts import SHOWN, fields_by_code
from provinces.reviewing import RoundTerms

_MOST = 60  # plans an expert takes in a round
_LASTS = 15  # days, unless said otherwise


class ProfileForm(DeskForm):
    employer = LineField(
        label="工作单位",
        max_length=Expert._meta.get_field("employer").max_length,
        help_text="写全称。与推荐单位或其委托机构同名的，自动回避",
    )
    home = forms.ModelChoiceField(
        Unit.objects.all(),
        label="所在地区",
        empty_label="请选择",
        help_text="不分派这个地区的方案",
    )
    fields_known = forms.MultipleChoiceField(
        label="熟悉领域", widget=forms.CheckboxSelectMultiple, help_text="可以多选"
    )
    capacity = forms.IntegerField(
        label="一轮最多评审", min_value=1, max_value=_MOST, help_text=f"份，1 到 {_MOST}"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_known"].choices = list(fields_by_code().items())  # type: ignore[attr-defined]  # -- a MultipleChoiceField

    @staticmethod
    def initial_of(expert: Expert | None) -> dict[str, Any]:
        if expert is None:
            return {"capacity": Expert._meta.get_field("capacity").default}
        return {
            "employer": expert.employer,
            "home": expert.home_id,
            "fields_known": expert.fields,
            "capacity": expert.capacity,
        }

    @property
    def profile(self) -> Profile:
        said = self.cleaned_data
        return Profile(said["employer"], said["home"], said["fields_known"], said["capacity"])


class InvitationForm(ProfileForm):
    """The profile is given whole, or left to the expert."""

    optional_names = ("employer", "home", "fields_known", "capacity")

    name = LineField(label="姓名", max_length=40)
    email = CheckedField(check=check_email, label="邮箱", help_text="邀请发到这里")

    field_order = ("name", "email", *optional_names)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.optional_names:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        asked = ("employer", "home", "fields_known")
        lacking = [name for name in asked if not said.get(name)]
        if len(lacking) < len(asked):
            for name in (name for name in lacking if name not in self.errors):
                self.add_error(name, f"请填写“{self.fields[name].label}”，或三项都留给专家自己填")
        return said

    @property
    def invitation(self) -> Invitation:
        said = self.cleaned_data
        return Invitation(said["email"], said["name"], Role.EXPERT)

    @property
    def profile_given(self) -> Profile | None:
        said = self.cleaned_data
        if not said["employer"]:
            return None
        capacity = said["capacity"] or Expert._meta.get_field("capacity").default
        return Profile(said["employer"], said["home"], said["fields_known"], capacity)


class TieForm(DeskForm):
    unit = forms.ModelChoiceField(Unit.objects.all(), label="回避哪家", empty_label="请选择")
    reason = LineField(
        label="什么关系",
        max_length=Tie._meta.get_field("reason").max_length,
        help_text="如任职、合作、亲属。只有本人和火炬中心看到",
    )


class NoteForm(DeskForm):
    """Why something is done, kept with it."""

    reason = ProseField(
        label="原因", max_length=300, help_text="最多 300 字", widget=forms.Textarea({"rows": 2})
    )


class ExpertFilter(forms.Form):
    q = forms.CharField(label="姓名、单位或地区", max_length=40, required=False)
    field = forms.ChoiceField(label="领域", required=False)
    show = forms.ChoiceField(label="状态", choices=SHOWN, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "全部"), *fields_by_code().items()]  # type: ignore[attr-defined]  # -- a ChoiceField

    @property
    def wanted(self) -> dict[str, str]:
        """What is not understood narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class TermsForm(DeskForm):
    closes_on = forms.DateField(
        label="评分截止",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当天 24:00 截止",
    )
    per_plan = forms.IntegerField(
        label="每份专家数", min_value=3, max_value=15, help_text="至少 3 位，5 位以上去掉最高最低"
    )
    places = forms.IntegerField(
        label="计划场次", min_value=1, max_value=200, help_text="会商表在这里划线"
    )

    @staticmethod
    def initial_of(row: ReviewRound | None) -> dict[str, Any]:
        if row is None:
            blank = RoundTerms(clock.now() + timedelta(days=_LASTS))
            return _terms(blank.closes_at, blank.per_plan, blank.places)
        return _terms(row.closes_at - timedelta(microseconds=1), row.per_plan, row.places)

    @property
    def terms(self) -> RoundTerms:
        said = self.cleaned_data
        return RoundTerms(end_of_day(said["closes_on"]), said["per_plan"], said["places"])


class ChangeForm(TermsForm):
    renews_criteria = forms.BooleanField(
        label="按年度设置更新评审指标", required=False, help_text="有人提交评分以后不能再改"
    )


class RoundForm(TermsForm):
    """`plans` are those that may be reviewed."""

    plans = forms.MultipleChoiceField(
        label="参评方案",
        widget=forms.CheckboxSelectMultiple,
        help_text="已通过形式审查的",
        error_messages={"invalid_choice": "有的方案现在不能列入，请重新勾选"},
    )

    def __init__(self, *args: Any, plans: Iterable[WorkPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = {plan.ref: plan for plan in plans}
        offered = [(ref, plan.unit.name) for ref, plan in self._plans.items()]
        self.fields["plans"].choices = offered  # type: ignore[attr-defined]  # -- a MultipleChoiceField

    @property
    def chosen(self) -> list[WorkPlan]:
        return [self._plans[ref] for ref in self.cleaned_data["plans"]]


class ReopenForm(NoteForm):
    closes_on = forms.DateField(
        label="新的截止",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当天 24:00 截止",
    )

    @property
    def closes_at(self) -> datetime:
        return end_of_day(self.cleaned_data["closes_on"])


def _terms(closes_at: datetime, per_plan: int, places: int) -> dict[str, Any]:
    last = closes_at.astimezone(SHANGHAI).date()
    return {"closes_on": last, "per_plan": per_plan, "places": places}
