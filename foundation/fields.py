"""Form fields whose text is clean before anything else looks at it."""

from typing import Any

from django import forms
from django.db.models import TextChoices

from foundation.text import clean, clean_line

Choices = list[tuple[str, str]]
_TOO_LONG: dict[str, Any] = {
    "max_length": "最多 %(limit_value)d 字，现在 %(show_value)d 字，请写短一些"
}
_GENEROUS = 4  # spaces and line ends that cleaning takes away


class LineField(forms.CharField):
    """One line of text, normalised."""

    default_error_messages = _TOO_LONG

    def to_python(self, value: Any) -> str:
        return clean_line(_bounded(self, value)) if value not in self.empty_values else ""


class ProseField(forms.CharField):
    """Text with lines, normalised."""

    default_error_messages = _TOO_LONG
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean(_bounded(self, value)) if value not in self.empty_values else ""


class ReasonField(ProseField):
    """A few lines that say why; `told` says who reads them."""

    def __init__(self, told: str, *, label: str = "理由", longest: int | None = 300) -> None:
        super().__init__(
            label=label,
            max_length=longest,
            help_text=f"{told}。最多 {longest} 字",
            widget=forms.Textarea({"rows": 3}),
        )


class SeveralOf(forms.MultipleChoiceField):
    """Those of the wanted that there are, each once."""

    def to_python(self, value: Any) -> list[str]:
        return [one for one in dict.fromkeys(super().to_python(value)) if self.valid_value(one)]


def orders(order: type[TextChoices], usual: TextChoices, *, without: TextChoices) -> Choices:
    """Orders to choose from. The usual one is asked by asking none, so that a text typed where it
    was shown is not sought in an order that nobody chose."""
    others = [(one.value, one.label) for one in order if one not in (usual, without)]
    return [("", str(usual.label)), *others]


class OneOf(forms.ChoiceField):
    """The wanted one if there is such, else none."""

    def to_python(self, value: Any) -> str:
        wanted = super().to_python(value)
        return wanted if self.valid_value(wanted) else ""


def _bounded(field: forms.CharField, value: Any) -> str:
    """Normalising is quadratic in hostile text, so that what cannot fit is refused before it."""
    text = str(value)
    limit = field.max_length
    if limit is not None and len(text) > limit * _GENEROUS:
        told = {"limit_value": limit, "show_value": len(text)}
        raise forms.ValidationError(_TOO_LONG["max_length"], "max_length", told)
    return text
