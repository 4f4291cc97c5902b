"""What is asked beside matches: a verdict, how the list is shown, a request and its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.terms import taxonomies
from foundation.fields import LineField, OneOf, ProseField
from matching.feedback import Said
from matching.models import Feedback, TakeUp
from matching.states import (
    Category,
    DeclineReason,
    MatchOrder,
    PostingKind,
    Show,
    Verdict,
)
from projects.models import Project
from projects.vocabulary import Band


class FeedbackForm(DeskForm):
    verdict = forms.ChoiceField(label="反馈", choices=Verdict.choices)
    reasons = forms.MultipleChoiceField(
        label="为什么不合适", choices=DeclineReason.choices, required=False
    )
    note = LineField(
        label="补充说明",
        max_length=Feedback._meta.get_field("note").max_length,
        required=False,
    )

    @property
    def first_error(self) -> str:
        """Of one that is not valid."""
        return next(str(error) for errors in self.errors.values() for error in errors)

    @property
    def said(self) -> Said:
        """Of a valid form."""
        asked = self.cleaned_data
        reasons = tuple(DeclineReason(one) for one in asked["reasons"])
        return Said(Verdict(asked["verdict"]), reasons, asked["note"])


class ShowForm(forms.Form):
    """How a list of matches is narrowed and ordered; what is not understood is left out."""

    show = OneOf(choices=Show.choices, required=False, widget=forms.HiddenInput)
    kind = OneOf(choices=PostingKind.choices, required=False, widget=forms.HiddenInput)
    field = OneOf(label="领域", required=False)
    trl = OneOf(label="成熟度", choices=[("", "不限"), *Band.choices], required=False)
    category = OneOf(label="类型", required=False)
    sort = OneOf(label="排序", choices=MatchOrder.choices, required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        groups: Sequence[str],
        drop: Sequence[str],
        is_personal: bool,
    ) -> None:
        super().__init__(data, auto_id="show-%s")
        names = {row["code"]: row["name"] for row in taxonomies()["fields"]}
        fields = [(code, names.get(code, code)) for code in groups]
        self.fields["field"].choices = [("", "不限"), *fields]  # type: ignore[attr-defined]  # -- a choice field
        category = [("", "不限"), *Category.choices]
        self.fields["category"].choices = category  # type: ignore[attr-defined]  # -- as above
        orders = [one for one in MatchOrder.choices if is_personal or one[0] != MatchOrder.PLAIN]
        self.fields["sort"].choices = orders  # type: ignore[attr-defined]  # -- as above
        for name in drop:
            del self.fields[name]

    @property
    def wanted(self) -> dict[str, str]:
        """Name → what was asked, "" where nothing usable was."""
        self.is_valid()
        names = ("show", "kind", "field", "trl", "category", "sort")
        return {name: self.cleaned_data.get(name) or "" for name in names}


def _own_project(label: str) -> "forms.ModelChoiceField[Project]":
    return forms.ModelChoiceField(
        label=label,
        queryset=Project.objects.none(),
        to_field_name="ref",
        empty_label="请选择",
        error_messages={"invalid_choice": "请从列表里选一项成果"},
    )


class RespondForm(DeskForm):
    project = _own_project("哪项成果")

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]  # -- a choice of rows


class AskForm(RespondForm):
    optional_names = ("message",)

    project = _own_project("用于哪项成果")
    message = ProseField(
        label="申请说明",
        max_length=TakeUp._meta.get_field("message").max_length,
        required=False,
        help_text="说说需要什么、多少、什么时候用。请不要写电话和邮箱",
        widget=forms.Textarea({"rows": 4}),
    )


class _AnswerForm(DeskForm):
    def __init__(self, data: Any = None, *, at: str, initial: Any = None) -> None:
        super().__init__(data, auto_id=f"{at}-%s", initial=initial)


class GiveForm(_AnswerForm):
    optional_names = ("answer",)

    on = forms.DateField(
        label="落实日期",
        help_text="记入成果的已享服务",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    answer = ProseField(
        label="答复",
        max_length=TakeUp._meta.get_field("answer").max_length,
        required=False,
        help_text="对方会看到",
        widget=forms.Textarea({"rows": 3}),
    )


class DeclineForm(_AnswerForm):
    answer = ProseField(
        label="不能落实的原因",
        max_length=TakeUp._meta.get_field("answer").max_length,
        help_text="对方会看到",
        widget=forms.Textarea({"rows": 3}),
    )
