"""What was typed, in words: codes by what they stand for, rows line by line."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms

from projects.forms.fields import field_of
from projects.forms.rows import fields_of_row
from projects.forms.typing import CHECKS
from projects.models.draft import Typed
from projects.vocabulary import ROWS

_NOTHING = "（空）"


def in_words(name: str, typed: Typed) -> str:
    """A text of one or several lines; never empty."""
    if name in ROWS:
        fields = fields_of_row(name)
        lines = [_row_in_words(fields, row) for row in typed if isinstance(row, dict)]
        return "\n".join(lines) or _NOTHING
    if name in CHECKS:
        return "已勾选" if typed else "未勾选"
    words = _words_of(field_of(name))
    if isinstance(typed, str):
        return words.get(typed, typed) or _NOTHING
    return "、".join(words.get(str(code), str(code)) for code in typed) or _NOTHING


def _row_in_words(fields: dict[str, forms.Field], row: dict[str, str]) -> str:
    said = {name: _words_of(field).get(row.get(name, ""), "") for name, field in fields.items()}
    return "；".join(
        f"{field.label}：{said[name] or row[name]}"
        for name, field in fields.items()
        if row.get(name)
    )


def _words_of(field: forms.Field) -> dict[str, str]:
    return {str(code): str(words) for code, words in _pairs(getattr(field, "choices", ()))}


def _pairs(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Groups of choices hold their own."""
    for code, words in choices:
        if isinstance(words, list | tuple):
            yield from _pairs(words)
        else:
            yield code, words
