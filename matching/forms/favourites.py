"""What somebody notes of what they keep, and where they put it."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.fields import LineField, ProseField
from matching.models import Favourite, Folder


class NoteForm(DeskForm):
    """`folders` are those it may be put into."""

    optional_names = ("note",)

    note = ProseField(
        label="备注",
        max_length=Favourite._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    folder = forms.ChoiceField(label="收藏夹", required=False)

    def __init__(self, *args: Any, folders: Iterable[Folder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "不分组"), *((one.ref, one.name) for one in folders)]
        self.fields["folder"].choices = choices  # type: ignore[attr-defined]  # -- the one above


class FolderForm(DeskForm):
    name = LineField(label="名称", max_length=Folder._meta.get_field("name").max_length)
