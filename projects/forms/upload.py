"""A filled form as a file, and what a draft made of it needs first."""

from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from projects.columns.fields import field_of
from projects.columns.steps import UNIT
from projects.forms.sheet import SheetForm


class WordForm(DeskForm):
    file = forms.FileField(
        label="填好的信息表",
        help_text="docx 文件，不超过 5 MB。也可以是本单位自己的表，能认出的栏目会列出来",
        widget=forms.FileInput({"accept": ".docx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = "这个文件是空的。请检查后重新上传"


def start_form(
    data: Any = None, *, title: str = "", unit: str = "", on_behalf: bool = False
) -> SheetForm:
    """The title, and where a holder files also the unit: without them there is no draft."""
    names = ["title"] if on_behalf else ["title", UNIT]
    form = SheetForm(names, data, initial={"title": title, UNIT: unit})
    form.fields["title"].label = field_of("title").label
    return form
