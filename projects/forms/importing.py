"""What people say of an import: the file, which column is which, what to do with rows."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.fields import LineField
from foundation.uploads import TAKEN
from projects.columns.fields import MANDATE_LENGTH, label_of
from projects.columns.hints import HINTS
from projects.columns.layout import Layout
from projects.columns.steps import MANDATE
from projects.importing.ordering import PURPOSE
from projects.importing.subjects import subjects

_LONGEST_CELL = 32_767  # characters, as many as a cell of a spreadsheet holds
_ROW_DIGITS = 7


def _subjects() -> list[tuple[str, str]]:
    return [("", "看列名判断"), *((one.key, one.label) for one in subjects())]


class FileForm(DeskForm):
    subject = forms.ChoiceField(
        label="表里是什么",
        choices=_subjects,
        required=False,
        widget=forms.RadioSelect,
        help_text="判断得不对，上传后可以改",
    )
    file = forms.FileField(
        label="表格文件",
        help_text="xlsx、xls、ods、csv、tsv，不超过 50 MB、20 万行。列名认得出就行，不用改成模板",
        widget=forms.FileInput({"accept": ",".join(f".{form}" for form in TAKEN[PURPOSE])}),
    )

    optional_names = ("subject",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages["empty"] = "这个文件是空的。请检查后重新上传"
        self.fields["file"].error_messages["required"] = "请选择一个文件"


class MappingForm(forms.Form):
    """Column of the file → column of ours, "" for none."""

    keep = forms.BooleanField(required=False)

    def __init__(
        self, mapping: list[Mapping[str, Any]], layout: Layout, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "不导入"), *layout.targets()]
        self.places = {f"column-{one['at']}": one["at"] for one in mapping}
        for name in self.places:
            self.fields[name] = forms.ChoiceField(choices=choices, required=False)

    @property
    def names(self) -> dict[int, str]:
        """By place; columns that were not sent are left as they are."""
        cleaned = self.cleaned_data
        return {at: cleaned[name] for name, at in self.places.items() if name in self.data}


class WhereForm(forms.Form):
    """What its rows are, which worksheet, and in which row its labels stand."""

    subject = forms.ChoiceField(choices=_subjects, required=False)
    tab = forms.CharField(max_length=1000, required=False, strip=False)
    header = forms.IntegerField(min_value=0, max_value=10**_ROW_DIGITS, required=False)


class CellForm(forms.Form):
    """A correction of one cell (`name` and `text`), or a wish for the row."""

    name = forms.ChoiceField(required=False)
    text = forms.CharField(max_length=_LONGEST_CELL, required=False, strip=False)
    wish = forms.CharField(max_length=10, required=False)

    def __init__(self, layout: Layout, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].choices = layout.targets()  # type: ignore[attr-defined]  # -- a ChoiceField


class TakeForm(DeskForm):
    mandate = LineField(
        max_length=MANDATE_LENGTH,
        required=False,
        label=label_of(MANDATE),
        help_text=HINTS[MANDATE],
    )
    only_whole = forms.BooleanField(
        required=False, label="全部无误才导入", help_text="不勾选时，先导入没有问题的行"
    )
    optional_names = (MANDATE,)

    def __init__(self, *args: Any, asks_mandate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_mandate:
            del self.fields[MANDATE]
