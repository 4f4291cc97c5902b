"""What stands now beside what was typed meanwhile."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from foundation.clock import in_words

_EMPTY = "没有填"


def differing(form: forms.Form, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and the words that stand now, where something else was typed into a form that was
    read. `now` is by the names of its fields; what it does not name is not compared."""
    return [
        (str(field.label), _words(field, now[name]))
        for name, field in form.fields.items()
        if name in now and _plain(form.cleaned_data.get(name)) != _plain(now[name])
    ]


def _plain(value: Any) -> Any:
    """Rows by their keys, several in whatever order."""
    if isinstance(value, list | QuerySet):
        return {_plain(one) for one in value}
    return value.pk if isinstance(value, Model) else value


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, datetime):
        return in_words(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    labels = dict(getattr(field, "choices", ())) if _is_of_texts(value) else {}
    if isinstance(value, list | QuerySet):
        return "、".join(str(labels.get(one, one)) for one in value) or _EMPTY
    if value is None or value == "":
        return str(getattr(field, "empty_label", None) or _EMPTY)
    return str(labels.get(value, value))


def _is_of_texts(value: Any) -> bool:
    """Which the choices of a field have labels for."""
    several = value if isinstance(value, list) else [value]
    return all(isinstance(one, str) for one in several)
