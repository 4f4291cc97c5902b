"""Form fields whose text is clean before anything else looks at it."""

from typing import Any

from django import forms

from foundation.text import clean, clean_line


class LineField(forms.CharField):
    """One line of text, normalised."""

    def to_python(self, value: Any) -> str:
        return clean_line(str(value)) if value not in self.empty_values else ""


class ProseField(forms.CharField):
    """Text with lines, normalised."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return clean(str(value)) if value not in self.empty_values else ""
