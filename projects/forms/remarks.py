"""What whoever reads a project writes of one column, and which versions they compare."""

from typing import Any

from django import forms

from foundation.fields import ProseField
from projects.models.remark import TEXT_LENGTH


class RemarkForm(forms.Form):
    """`seen` is what stood there when its writer began; `drop` the button that takes it back."""

    text = ProseField(label="意见", max_length=TEXT_LENGTH, required=False)
    seen = ProseField(max_length=TEXT_LENGTH, required=False)
    drop = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return cleaned | {"text": ""} if cleaned.get("drop") else cleaned

    @property
    def typed(self) -> str:
        """As it came, to be shown again."""
        return str(self.data.get("text", ""))

    @property
    def fault(self) -> str:
        return "；".join(told for faults in self.errors.values() for told in map(str, faults))


class VersionsForm(forms.Form):
    """Two versions of a project, by their numbers."""

    one = forms.TypedChoiceField(label="前一版", coerce=int)
    other = forms.TypedChoiceField(label="后一版", coerce=int)

    def __init__(self, data: Any, *, numbers: list[int]) -> None:
        """The newest and the one before it are proposed."""
        latest = {"one": numbers[1], "other": numbers[0]} if len(numbers) > 1 else {}
        super().__init__(data if "one" in data else None, initial=latest)
        for name in ("one", "other"):
            choices = [(number, f"第 {number} 版") for number in numbers]
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # -- a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "one" in cleaned and cleaned["one"] == cleaned.get("other"):
            self.add_error("other", "请选两个不同的版本")
        return cleaned
