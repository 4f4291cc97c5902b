"""Forms that change what others may have changed meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from accounts.forms.people import DeskForm
from foundation.clock import in_words


class ChangeForm(DeskForm):
    """Says what was seen; where that stands no more, `now` has labels and the words that do."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now: list[tuple[str, str]] = []

    def take_over(self, now: Mapping[str, Any], seen: str) -> None:
        """What was typed stands beside what is there now: saved again, it takes its place."""
        self.now = [
            (str(field.label), _words(field, now[name]))
            for name, field in self.fields.items()
            if name in now and _plain(self.cleaned_data.get(name)) != _plain(now[name])
        ]
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = seen  # type: ignore[index]  # -- a copy may be written to


def _plain(value: Any) -> Any:
    if isinstance(value, (list, QuerySet)):
        return {one.pk for one in value}
    return value.pk if isinstance(value, Model) else value


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, datetime):
        return in_words(value)
    if isinstance(value, (list, QuerySet)):
        return _joined(value)
    choices = getattr(field, "choices", ())
    label = dict(choices).get(value) if isinstance(value, str) else None
    return str(label or ("没有填" if value in (None, "") else value))


def _joined(rows: Iterable[Model]) -> str:
    return "、".join(str(one) for one in rows) or "没有填"
