"""What stands now beside what was typed meanwhile."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django import forms


def differing(form: forms.Form, now: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and the words that stand now, where something else was typed into a form that was
    read. `now` is by the names of its fields; what it does not name is not compared."""
    return [
        (str(field.label), _words(field, now[name]))
        for name, field in form.fields.items()
        if name in now and not _is_same(form.cleaned_data.get(name), now[name])
    ]


def _is_same(typed: Any, now: Any) -> bool:
    both_many = isinstance(typed, list) and isinstance(now, list)
    return sorted(typed) == sorted(now) if both_many else typed == now


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    labels = dict(getattr(field, "choices", ())) if isinstance(value, str | list) else {}
    if isinstance(value, list):
        return "、".join(str(labels.get(one, one)) for one in value) or "没有填"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if value is None or value == "":
        return str(getattr(field, "empty_label", None) or "没有填")
    return str(labels.get(value, value))
