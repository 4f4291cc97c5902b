"""What is said of an attachment, and whom it is granted to."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.models import Organisation
from foundation import clock
from foundation.fields import LineField
from projects.attaching import Details, guess_details
from projects.models import Attachment
from projects.models.attachment import TITLE_LENGTH
from projects.rules import narrower
from projects.states import AttachmentKind, Visibility


class DetailsForm(DeskForm):
    """One for each file of a page: ids carry the file's ref."""

    title = LineField(label="名称", max_length=TITLE_LENGTH)
    kind = forms.TypedChoiceField(label="类型", choices=AttachmentKind, coerce=AttachmentKind)
    visibility = forms.TypedChoiceField(label="公开范围", choices=Visibility, coerce=Visibility)

    def __init__(self, data: Any = None, *, attachment: Attachment) -> None:
        said = {name: getattr(attachment, name) for name in ("title", "kind", "visibility")}
        super().__init__(data, initial=said, auto_id=f"{attachment.ref}-%s")
        if attachment.kind == AttachmentKind.MANDATE and data is None:
            _narrow(self.fields["visibility"], [Visibility.GRANTED])

    @property
    def details(self) -> Details:
        return Details(**self.cleaned_data)


class OpennessForm(DeskForm):
    """What may still be changed of a file that was submitted: not wider than it was then."""

    visibility = forms.TypedChoiceField(label="公开范围", choices=Visibility, coerce=Visibility)

    def __init__(self, data: Any = None, *, attachment: Attachment, filed: str) -> None:
        super().__init__(
            data, initial={"visibility": attachment.visibility}, auto_id=f"{attachment.ref}-%s"
        )
        if data is None:
            _narrow(
                self.fields["visibility"],
                [one for one in Visibility if narrower(filed, one) == one],
            )


def _narrow(field: forms.Field, choices: Iterable[Visibility]) -> None:
    field.choices = [(one.value, one.label) for one in choices]  # type: ignore[attr-defined]  # -- a ChoiceField


class SentForm(DeskForm):
    """Name and size of a file that is to come; what it is, where that is known already."""

    name = forms.CharField(label="文件名", max_length=500)
    size = forms.IntegerField(label="大小", min_value=0, max_value=1 << 40)
    kind = forms.TypedChoiceField(
        label="类型", choices=AttachmentKind, coerce=AttachmentKind, required=False
    )

    @property
    def details(self) -> Details:
        guessed = guess_details(self.cleaned_data["name"])
        kind = self.cleaned_data["kind"] or guessed.kind
        return Details(kind, guessed.title, guessed.visibility)


class OrganisationSearchForm(DeskForm):
    q = LineField(
        label="机构名称或代码",
        max_length=100,
        min_length=2,
        help_text="至少两个字，例如“创投”",
        widget=forms.TextInput({"type": "search"}),
    )


class GrantForm(DeskForm):
    """Which files, to which organisation, until which day (all of it, in Shanghai)."""

    optional_names = ("until",)

    attachments = forms.MultipleChoiceField(
        label="授权哪些附件", widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ChoiceField(label="授权给", widget=forms.RadioSelect)
    until = forms.DateField(
        label="授权到",
        required=False,
        help_text="到这一天结束为止；不填就一直有效，可以随时撤回",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        attachments: Sequence[Attachment],
        organisations: Sequence[Organisation],
    ) -> None:
        super().__init__(data)
        self._attachments = {one.ref: one for one in attachments}
        self._organisations = {one.ref: one for one in organisations}
        self.fields["attachments"].choices = [(one.ref, one.title) for one in attachments]  # type: ignore[attr-defined]  # -- a ChoiceField
        self.fields["organisation"].choices = [(one.ref, one.name) for one in organisations]  # type: ignore[attr-defined]  # -- as above
        self.fields["attachments"].error_messages["required"] = "请勾选要授权的附件"
        self.fields["organisation"].error_messages["required"] = "请选择授权给哪个机构"

    @property
    def chosen(self) -> list[Attachment]:
        return [self._attachments[ref] for ref in self.cleaned_data["attachments"]]

    @property
    def grantee(self) -> Organisation:
        return self._organisations[self.cleaned_data["organisation"]]

    @property
    def end(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return clock.end_of_day(day) if day else None
